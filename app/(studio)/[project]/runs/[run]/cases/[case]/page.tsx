import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { asText, CaseInputs } from "#components/evaluation/case-text";
import { RunMarks } from "#components/evaluation/run-state";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { calledLabel, descriptorOf, isQuality, ranLabel, summaryValue } from "#client/evaluation";
import { getCase, getRun } from "#lib/evaluation";
import {
  formatCarbon,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatScore,
} from "#platform/format";
import { paths } from "#platform/paths";
import { type Case, type EvaluatorSummary, type Run } from "#schema/evaluation";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { Stat, StatStrip } from "#ui/stat";
import { type Column, Table } from "#ui/table";
import { CaseState } from "../../_parts/cases-list.tsx";

export const metadata: Metadata = { title: "Case" };

type Props = { params: Promise<{ project: string; run: string; case: string }> };

/** One example in one run: what went in, what came out, every score with its reasoning, and the generation behind it. */
export default async function CasePage({ params }: Props) {
  const { project, run: runId, case: caseId } = await params;
  const ctx = await currentContext(project);
  const [run, item] = await Promise.all([getRun(ctx, { runId }), getCase(ctx, { caseId })]).catch(orNotFound);
  if (item.runId !== run.id) notFound();
  const isEstimated = item.isUsageEstimated === true;
  return (
    <>
      <TopBar
        crumbs={[
          { label: "Runs", href: paths.runs(project) },
          { label: `Run ${run.number}`, href: paths.run(project, run.id) },
          { label: `Case ${item.position}` },
        ]}
        actions={
          item.generationId ? (
            <Button asChild>
              <Link href={paths.generation(project, item.generationId)}>Open the generation</Link>
            </Button>
          ) : null
        }
      />
      <Page>
        <PageHeader
          title={`Case ${item.position}`}
          chips={
            <>
              <CaseState item={item} />
              <RunMarks {...run} />
            </>
          }
          note={
            <>
              {ranLabel(run)} with {calledLabel(run)}
              {run.samples > 1 ? `, answer ${item.sample} of ${run.samples} to this example` : ""}.{" "}
              <Link
                href={paths.example(project, run.datasetId, item.exampleId)}
                className="text-accent underline underline-offset-2"
              >
                Open the example
              </Link>
            </>
          }
        />
        <div className="grid grid-cols-2 items-start gap-4 max-md:grid-cols-1">
          <Card>
            <CardHeader title="Input" />
            <CardBody>
              <CaseInputs inputs={item.inputs} className="text-lg" />
            </CardBody>
          </Card>
          <Card>
            <CardHeader title="Output" />
            <CardBody className="text-lg break-words whitespace-pre-wrap">
              {item.errorMessage ? <p className="text-bad">✕ {item.errorMessage}</p> : null}
              {item.output ||
                (item.errorMessage ? null : <span className="text-text-3">No output yet.</span>)}
            </CardBody>
            <CardHeader title="Reference" className="border-t" />
            <CardBody className="text-lg break-words whitespace-pre-wrap">
              {asText(item.reference, true) || (
                <span className="text-text-3">This example has no reference.</span>
              )}
            </CardBody>
          </Card>
        </div>
        <StatStrip className="max-sm:grid-cols-2">
          <Stat label="Latency" value={formatDuration(item.latencyMs)} />
          <Stat
            label="Tokens"
            value={formatEstimated(
              formatNumber(item.inputTokens === null ? null : item.inputTokens + (item.outputTokens ?? 0)),
              isEstimated,
            )}
            note={isEstimated ? "estimated: the provider did not count" : undefined}
          />
          <Stat
            label="Cost"
            value={run.isSimulated ? "—" : formatEstimated(formatMoney(item.costUsd), isEstimated)}
          />
          <Stat
            label="Carbon"
            value={run.isSimulated ? "—" : formatEstimated(formatCarbon(item.carbonGrams), isEstimated)}
          />
        </StatStrip>
        <Card>
          <CardHeader
            title="Scores"
            note={item.scores.length === 0 ? "none: the generation has no answer to judge" : undefined}
          />
          {item.scores.length > 0 ? (
            <Table
              label="Scores"
              isWhole
              rows={item.scores}
              columns={columns(run, project, isEstimated)}
              rowKey={({ evaluatorKey }) => evaluatorKey}
            />
          ) : null}
        </Card>
      </Page>
    </>
  );
}

function columns(run: Run, project: string, isEstimated: boolean): Column<Case["scores"][number]>[] {
  const of = (key: string) => run.summary?.evaluators.find((evaluator) => evaluator.key === key);
  return [
    {
      key: "name",
      head: "Evaluator",
      cell: ({ evaluatorKey }) => (
        <span className="font-medium">{nameOf(of(evaluatorKey)) ?? evaluatorKey}</span>
      ),
      mobile: "title",
    },
    {
      key: "value",
      head: "Score",
      numeric: true,
      cell: ({ evaluatorKey, value }) => (
        <Figure evaluator={of(evaluatorKey)} value={value} isEstimated={isEstimated} />
      ),
      mobile: "aside",
    },
    {
      key: "passed",
      head: "Result",
      cell: ({ isPassed }) =>
        isPassed === null ? (
          <span className="text-text-3">—</span>
        ) : isPassed ? (
          <Chip tone="good" sign="✓">
            passed
          </Chip>
        ) : (
          <Chip tone="bad" sign="✕">
            failed
          </Chip>
        ),
    },
    {
      key: "reasoning",
      head: "Reasoning",
      cell: ({ reasoning }) => <span className="break-words whitespace-pre-wrap">{reasoning ?? "—"}</span>,
    },
    { key: "judge", head: "Judged by", cell: ({ details }) => <Judge details={details} project={project} /> },
  ];
}

/** Here the figures are of one call, while names such as "Latency p95" are of the whole run. */
function nameOf(evaluator: Pick<EvaluatorSummary, "kind" | "name"> | undefined): string | undefined {
  if (!evaluator) return undefined;
  const { measure } = descriptorOf(evaluator.kind);
  return measure.type === "number" ? measure.ofOneCall : evaluator.name;
}

function Figure({
  evaluator,
  value,
  isEstimated,
}: {
  evaluator: EvaluatorSummary | undefined;
  value: number | null;
  isEstimated: boolean;
}) {
  if (value === null) return <span className="text-text-3">not judged</span>;
  if (evaluator && !isQuality(evaluator))
    // Whether the run holds estimates says nothing of this call.
    return <>{summaryValue({ ...evaluator, value, estimatedCalls: isEstimated ? 1 : 0 })}</>;
  return <>{formatScore(value)}</>;
}

function Judge({ details, project }: { details: unknown; project: string }) {
  const generationId =
    typeof details === "object" && details !== null && "generationId" in details
      ? details.generationId
      : null;
  return typeof generationId === "string" ? (
    <Link href={paths.generation(project, generationId)}>the judge's generation</Link>
  ) : (
    <span className="text-text-3">rule</span>
  );
}
