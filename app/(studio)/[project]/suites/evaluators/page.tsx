import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { evaluatorCategories } from "#client/evaluation";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { type EvaluatorInfo, listEvaluators } from "#lib/evaluation";
import { paths } from "#platform/paths";
import { Card, CardHeader } from "#ui/card";
import { type Column, Table } from "#ui/table";

export const metadata: Metadata = { title: "Evaluators" };

type Props = { params: Promise<{ project: string }> };

/** Every kind of evaluator a suite can hold: what it looks at, what it costs and where it is wrong. */
export default async function EvaluatorsPage({ params }: Props) {
  const { project } = await params;
  const ctx = await currentContext(project);
  const byCategory = Map.groupBy(await listEvaluators(ctx), ({ category }) => category);
  return (
    <>
      <TopBar crumbs={[{ label: "Suites", href: paths.suites(project) }, { label: "Evaluators" }]} />
      <Page>
        <PageHeader
          title="Evaluators"
          note="What a suite can ask of an answer. Each says what it costs and where it is wrong, before a gate rests on it."
        />
        {[...byCategory].map(([category, kinds]) => (
          <Card key={category}>
            <CardHeader title={evaluatorCategories[category]} />
            <Table
              label={evaluatorCategories[category]}
              isWhole
              rows={kinds}
              columns={columns}
              rowKey={({ kind }) => kind}
            />
          </Card>
        ))}
      </Page>
    </>
  );
}

const needWords: Record<EvaluatorInfo["needs"][number], string> = {
  reference: "a reference",
  judge: "a model that judges",
  embedding: "an embedding model",
  source: "a source text",
  sandbox: "a sandbox",
};
const measureWords: Record<EvaluatorInfo["measure"], string> = {
  boolean: "right or wrong",
  scale: "0 to 1",
  ms: "milliseconds",
  usd: "US dollars",
};

const columns: Column<EvaluatorInfo>[] = [
  {
    key: "title",
    head: "Evaluator",
    cell: ({ title, about }) => (
      <span className="block max-w-72 whitespace-normal max-sm:max-w-none">
        <span className="font-medium">{title}</span>
        <span className="block text-sm text-text-2">{about}</span>
      </span>
    ),
    mobile: "title",
    // The same widths in every card, so that the columns of the page stand under each other.
    className: "sm:w-72",
  },
  {
    key: "measure",
    head: "Score",
    cell: ({ measure }) => measureWords[measure],
    mobile: "aside",
    className: "sm:w-32 whitespace-nowrap",
  },
  {
    key: "needs",
    head: "Needs",
    cell: ({ needs }) => (needs.length > 0 ? needs.map((need) => needWords[need]).join(", ") : "—"),
    className: "sm:w-44",
  },
  {
    key: "cost",
    head: "Cost",
    cell: ({ cost }) => <span className="block max-w-56 whitespace-normal text-text-2">{cost}</span>,
    className: "sm:w-60",
  },
  {
    key: "error",
    head: "Known error",
    cell: ({ knownError }) => (
      <span className="block max-w-96 whitespace-normal text-text-2">{knownError}</span>
    ),
  },
];
