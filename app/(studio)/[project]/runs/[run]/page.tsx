import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { RunMarks, RunState } from "#components/evaluation/run-state";
import { VerdictPanel } from "#components/evaluation/verdict-panel";
import { ChainStrip } from "#components/releases/chain";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { calledLabel, isStudioRun, programLabel } from "#client/evaluation";
import { countCases, findComparableRuns, getRun } from "#lib/evaluation";
import { type Context, may } from "#lib/identity";
import { promotionChain } from "#lib/loop";
import { listQueues } from "#lib/review";
import {
  formatCarbon,
  formatCount,
  formatNumber,
  formatDuration,
  formatEstimated,
  formatExact,
  formatMoney,
  formatTokens,
} from "#platform/format";
import { isRoute } from "#client/routes";
import { paths } from "#platform/paths";
import { type Run, type RunSummary } from "#schema/evaluation";
import { InlineError } from "#states/error-state";
import { Button } from "#ui/button";
import { SendToReview } from "../_parts/send-to-review.client.tsx";
import { caseList } from "./_parts/case-list.ts";
import { CasesList } from "./_parts/cases-list.tsx";
import { LiveRun } from "./_parts/live.client.tsx";
import { RepeatsTable } from "./_parts/repeats-table.tsx";
import { SummaryTable } from "./_parts/summary-table.tsx";

type Props = { params: Promise<{ project: string; run: string }>; searchParams: Promise<SearchParams> };

export const metadata: Metadata = { title: "Run" };

/** One run: how far it is, then what it came to, metric by metric and case by case. */
export default async function RunPage({ params, searchParams }: Props) {
  const [{ project, run: runId }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const run = await getRun(ctx, { runId }).catch(orNotFound);
  const { cases: which, evaluator, cursor } = caseList.load(query);
  return (
    <>
      <TopBar
        crumbs={[{ label: "Runs", href: paths.runs(project) }, { label: `Run ${run.number}` }]}
        actions={run.finishedAt ? <CompareActions ctx={ctx} project={project} run={run} /> : null}
      />
      <Page>
        <PageHeader
          title={
            <>
              {run.promptPath} version {run.promptVersionNumber} on {run.datasetName}
            </>
          }
          chips={
            <>
              <RunState status={run.status} />
              <RunMarks {...run} />
            </>
          }
        />
        {run.finishedAt ? (
          <Ended ctx={ctx} project={project} run={run} />
        ) : (
          <LiveRun
            key={run.id}
            project={project}
            runId={run.id}
            number={run.number}
            start={progressOf(run, ctx.clock.now())}
            mayCancel={may(ctx, "run.cancel")}
          />
        )}
        {run.finishedAt ? (
          <ChainStrip
            project={project}
            chain={await promotionChain(ctx, { runId: run.id })}
            title="Where it stands in the chain"
          />
        ) : null}
        {run.summary ? (
          <SummaryTable evaluators={run.summary.evaluators} runHref={paths.run(project, run.id)} />
        ) : null}
        {run.summary?.repeats ? (
          <RepeatsTable repeats={run.summary.repeats} runHref={paths.run(project, run.id)} />
        ) : null}
        <CasesList
          ctx={ctx}
          project={project}
          run={run}
          which={which}
          evaluator={which === "unjudged" ? evaluator : null}
          cursor={cursor}
        />
      </Page>
    </>
  );
}

/** The way on: the comparison with the newest fitting run, or the choice of one. */
async function CompareActions({ ctx, project, run }: { ctx: Context; project: string; run: Run }) {
  const [other] = await findComparableRuns(ctx, { runId: run.id });
  if (!other)
    return (
      <Button asChild>
        <Link href={paths.newRun(project, isStudioRun(run) ? { promptVersionId: run.promptVersionId } : {})}>
          Run another version
        </Link>
      </Button>
    );
  const isOlder =
    isStudioRun(run) && isStudioRun(other)
      ? other.promptId === run.promptId && other.promptVersionNumber > run.promptVersionNumber
      : other.number > run.number;
  const href = isOlder ? paths.compare(project, run.id, other.id) : paths.compare(project, other.id, run.id);
  return (
    <>
      <Button asChild className="max-sm:hidden">
        <Link href={paths.chooseRuns(project, { candidate: run.id })}>Compare with…</Link>
      </Button>
      <Button variant="primary" asChild>
        <Link href={href}>Compare with run {other.number}</Link>
      </Button>
    </>
  );
}

async function Ended({ ctx, project, run }: { ctx: Context; project: string; run: Run }) {
  if (!run.summary) return <InlineError>{run.error ?? "The run ended without a result."}</InlineError>;
  const { verdict, failed } = run.summary;
  const [queues, count] = may(ctx, "task.create")
    ? await Promise.all([
        listQueues(ctx, {}),
        countCases(ctx, { runId: run.id, which: "failed", isAnswered: true }),
      ])
    : [null, 0];
  return (
    <VerdictPanel
      headline={verdict.headline}
      rest={verdict.sentence.slice(verdict.headline.length)}
      details={detailsOf(run, project)}
      warnings={
        failed > 0
          ? Object.entries(run.summary.errors).map(
              ([code, errors]) => `${formatCount(errors, "generation")}: ${code.replaceAll("_", " ")}`,
            )
          : []
      }
      actions={
        queues ? (
          <SendToReview
            project={project}
            runId={run.id}
            queues={queues.map(({ id, name }) => ({ id, name }))}
            what={{ which: "failed" }}
            count={count}
            label={count === 0 ? "Nothing to review" : `Send ${formatNumber(count)} failed to review`}
          />
        ) : null
      }
    />
  );
}

function detailsOf(run: Run, project: string) {
  const { summary } = run;
  return [
    run.samples > 1
      ? `${formatCount(run.totalCases, "case")}, ${formatNumber(run.samples)} an example`
      : formatCount(run.totalCases, "case"),
    isStudioRun(run) ? (
      <>
        prompt{" "}
        <Link
          className="font-mono"
          href={paths.promptVersion(project, run.promptId, run.promptVersionNumber)}
        >
          {run.promptPath}@{run.promptVersionNumber}
        </Link>
      </>
    ) : (
      <>
        posted by a program: <span className="font-mono">{programLabel(run.external)}</span>, its own id{" "}
        <span className="font-mono">{run.external.id}</span>
      </>
    ),
    <>
      dataset{" "}
      <Link className="font-mono" href={paths.dataset(project, run.datasetId)}>
        {run.datasetName}@{run.datasetVersionNumber}
      </Link>
    </>,
    <>
      suite{" "}
      <Link className="font-mono" href={paths.suite(project, run.suiteId)}>
        {run.suiteName}@{run.suiteVersionNumber}
      </Link>
    </>,
    <>
      {isStudioRun(run) && isRoute(run.target) ? "" : "model "}
      <span className="font-mono">{calledLabel(run)}</span>
    </>,
    ...(run.embeddingModel
      ? [
          <>
            meanings by <span className="font-mono">{run.embeddingModel}</span>
            {run.meaningRules === null ? null : ` and version ${run.meaningRules} of the rules`}
          </>,
        ]
      : []),
    ...(summary && !run.isSimulated
      ? [
          summary.costUsd === null
            ? "cost not known"
            : formatEstimated(formatMoney(summary.costUsd), isEstimated(summary)),
          summary.carbonGrams === null
            ? "carbon not known"
            : formatEstimated(formatCarbon(summary.carbonGrams), isEstimated(summary)),
          formatEstimated(formatTokens(summary.inputTokens + summary.outputTokens), isEstimated(summary)),
          ...(isEstimated(summary)
            ? [`≈ in ${formatCount(summary.estimatedCalls ?? 0, "call")} whose provider did not count`]
            : []),
        ]
      : []),
    ...(summary?.durationMs ? [`took ${formatDuration(summary.durationMs)}`] : []),
    <span key="by" title={formatExact(run.createdAt)}>
      started by {run.createdByName}
    </span>,
  ];
}

function isEstimated({ estimatedCalls = 0 }: RunSummary): boolean {
  return estimatedCalls > 0;
}

function progressOf(run: Run, now: Date) {
  const { status, totalCases, doneCases, failedCases, isCancelRequested, startedAt, finishedAt } = run;
  return {
    status,
    totalCases,
    doneCases,
    failedCases,
    isCancelRequested,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    now: now.toISOString(),
  };
}
