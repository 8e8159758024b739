import Link from "next/link";
import { formatCount, formatNumber, formatPercent } from "#platform/format";
import type { RunSummary } from "#schema/evaluation";
import { Card, CardFooter, CardHeader } from "#ui/card";
import { type Column, Table } from "#ui/table";
import { caseList } from "./case-list.ts";

type Repeats = NonNullable<RunSummary["repeats"]>;
type AtK = Repeats["passAtK"][number];
type Row = { k: number; atLeastOne: AtK; all: AtK | undefined };

/** What several answers to each example say: how often one of k is right, how often all are, and which examples change. */
export function RepeatsTable({ repeats, runHref }: { repeats: Repeats; runHref: string }) {
  const { samples, examples, always, never, flaky } = repeats;
  const rows = repeats.passAtK.map((atLeastOne): Row => ({
    k: atLeastOne.k,
    atLeastOne,
    all: repeats.passAllK.find(({ k }) => k === atLeastOne.k),
  }));
  return (
    <Card>
      <CardHeader
        title="Several answers to each example"
        note={`${formatCount(samples, "answer")} to each of ${formatCount(examples, "example")}`}
      />
      <Table label="pass@k and pass^k" isWhole rows={rows} columns={columns} rowKey={({ k }) => String(k)} />
      <CardFooter>
        <span>
          {formatCount(always, "example")} always right, {formatNumber(never)} never,{" "}
          {flaky > 0 ? (
            <Link className="underline underline-offset-2" href={caseList.href(runHref, { cases: "flaky" })}>
              {formatNumber(flaky)} now and then
            </Link>
          ) : (
            "none now and then"
          )}
          . An answer is right when its case passed; a call that failed is not. Intervals count examples, not
          answers.
        </span>
      </CardFooter>
    </Card>
  );
}

const columns: Column<Row>[] = [
  { key: "k", head: "k", cell: ({ k }) => <span className="num font-medium">{k}</span>, mobile: "title" },
  {
    key: "any",
    head: "One of k is right (pass@k)",
    numeric: true,
    cell: ({ atLeastOne }) => <span className="font-medium">{formatPercent(atLeastOne.value, 1)}</span>,
  },
  {
    key: "any-interval",
    head: "95 % interval",
    numeric: true,
    cell: ({ atLeastOne }) => <Ends of={atLeastOne} />,
  },
  {
    key: "all",
    head: "All k are right (pass^k)",
    numeric: true,
    cell: ({ all }) => <span className="font-medium">{formatPercent(all?.value ?? null, 1)}</span>,
  },
  { key: "all-interval", head: "95 % interval", numeric: true, cell: ({ all }) => <Ends of={all} /> },
  {
    key: "examples",
    head: "Examples",
    numeric: true,
    cell: ({ atLeastOne }) => formatNumber(atLeastOne.examples),
  },
];

function Ends({ of }: { of: AtK | undefined }) {
  if (!of) return <span className="text-text-3">—</span>;
  return (
    <span className="text-text-2">
      {formatPercent(of.low, 1).replace(" %", "")} to {formatPercent(of.high, 1)}
    </span>
  );
}
