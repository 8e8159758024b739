import { caseFilters } from "#constants/evaluation";
import { asText, CaseInputs } from "#components/evaluation/case-text";
import { listCases } from "#lib/evaluation";
import type { Context } from "#lib/identity";
import { formatDuration, formatScore } from "#platform/format";
import { present } from "#platform/list-address";
import { paths } from "#platform/paths";
import { type Case, type CaseFilter, type Run } from "#schema/evaluation";
import { EmptyState } from "#states/empty-state";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { Pagination } from "#ui/pagination";
import { Segmented } from "#ui/segmented";
import { type Column, Table } from "#ui/table";
import { caseList } from "./case-list.ts";

const names: Record<CaseFilter, string> = {
  all: "All",
  failed: "Failed",
  passed: "Passed",
  error: "Not answered",
  unjudged: "Not judged",
  flaky: "Flaky",
  waiting: "Waiting",
};
type Props = {
  ctx: Context;
  project: string;
  run: Run;
  which: CaseFilter;
  /** With "unjudged": which evaluator could not judge. */
  evaluator: string | null;
  cursor: string | null;
};

/** The run's cases; a row opens the case with its output, scores and reasoning. */
export async function CasesList({ ctx, project, run, which, evaluator, cursor }: Props) {
  const page = await listCases(ctx, {
    runId: run.id,
    which,
    limit: 50,
    ...present({ cursor, evaluator }),
  });
  const href = (change: Parameters<typeof caseList.href>[1]) =>
    caseList.href(paths.run(project, run.id), change);
  const evaluators = run.summary?.evaluators ?? [];
  const primary = evaluators.find(({ isPrimary }) => isPrimary);
  const isUnjudged = evaluators.some(({ unjudged }) => unjudged > 0);
  const isOffered: Partial<Record<CaseFilter, boolean>> = {
    waiting: !run.finishedAt,
    unjudged: isUnjudged,
    flaky: run.samples > 1,
  };
  const filters = caseFilters.filter((each) => isOffered[each] !== false || which === each);
  const named = evaluators.find(({ key }) => key === evaluator)?.name;
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3.5 py-2.5">
        <Segmented
          label="Which cases"
          value={which}
          items={filters.map((value) => ({ value, label: names[value], href: href({ cases: value }) }))}
        />
        {which === "unjudged" && named ? <span className="text-sm text-text-2">by {named}</span> : null}
      </div>
      {page.items.length > 0 ? (
        <Table
          label="Cases"
          name="cases"
          isWhole={!cursor && page.nextCursor === null}
          rows={page.items}
          columns={columns(primary ? { key: primary.key, name: primary.name } : null, run.samples)}
          rowKey={({ id }) => id}
          rowHref={({ id }) => paths.case(project, run.id, id)}
        />
      ) : (
        <EmptyState title={which === "all" ? "No cases" : `No case: ${names[which].toLowerCase()}`}>
          {which === "failed" ? "Every judged case passed." : "Choose another filter to see the rest."}
        </EmptyState>
      )}
      <Pagination
        newerLabel="First page"
        olderLabel="Next"
        newerHref={cursor ? href({ cases: which, evaluator }) : undefined}
        olderHref={page.nextCursor ? href({ cases: which, evaluator, cursor: page.nextCursor }) : undefined}
      />
    </Card>
  );
}

function columns(primary: { key: string; name: string } | null, samples: number): Column<Case>[] {
  const score = (item: Case) => item.scores.find(({ evaluatorKey }) => evaluatorKey === primary?.key);
  return [
    {
      key: "case",
      sort: ({ position }) => position,
      head: "Case",
      cell: ({ position, sample }) => (
        <span className="font-mono">
          #{String(position).padStart(4, "0")}
          {samples > 1 ? (
            <span className="block text-sm text-text-3">
              {sample} of {samples}
            </span>
          ) : null}
        </span>
      ),
      mobile: "title",
    },
    {
      key: "input",
      head: "Input",
      cell: ({ inputs }) => <CaseInputs inputs={inputs} className="line-clamp-2 max-w-120" />,
    },
    { key: "output", head: "Output", cell: (item) => <Output item={item} /> },
    {
      key: "reference",
      head: "Reference",
      cell: ({ reference }) => (
        <span className="line-clamp-2 max-w-60 text-text-2">{asText(reference, true) || "—"}</span>
      ),
      mobile: "hide",
    },
    ...(primary
      ? [
          {
            key: "score",
            sort: (item: Case) => score(item)?.value,
            head: primary.name,
            numeric: true,
            cell: (item: Case) => formatScore(score(item)?.value),
          } satisfies Column<Case>,
        ]
      : []),
    {
      key: "state",
      sort: ({ status, isPassed }) => (status === "succeeded" ? isPassed : null),
      head: "State",
      cell: (item) => <CaseState item={item} />,
      mobile: "aside",
    },
    {
      key: "latency",
      sort: ({ latencyMs }) => latencyMs,
      head: "Latency",
      numeric: true,
      cell: ({ latencyMs }) => formatDuration(latencyMs),
      mobile: "hide",
    },
  ];
}

function Output({ item }: { item: Case }) {
  if (item.errorMessage) return <span className="line-clamp-2 max-w-100 text-bad">{item.errorMessage}</span>;
  return <span className="line-clamp-2 max-w-100 whitespace-pre-wrap">{item.output ?? "—"}</span>;
}

/** How a case ended: by its scores where it has some. */
export function CaseState({ item }: { item: Pick<Case, "status" | "isPassed" | "errorCode"> }) {
  if (item.status === "failed")
    return (
      <Chip tone="bad" sign="✕">
        {(item.errorCode ?? "failed").replaceAll("_", " ")}
      </Chip>
    );
  if (item.status !== "succeeded")
    return <Chip sign={item.status === "cancelled" ? "–" : "◷"}>{item.status}</Chip>;
  if (item.isPassed === null) return <Chip>not judged</Chip>;
  return item.isPassed ? (
    <Chip tone="good" sign="✓">
      passed
    </Chip>
  ) : (
    <Chip tone="bad" sign="✕">
      failed
    </Chip>
  );
}
