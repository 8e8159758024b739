import type { Metadata } from "next";
import { parseAsStringLiteral } from "nuqs/server";
import Link from "next/link";
import { currentContext } from "#app/_context";
import { MetricsTable } from "#components/evaluation/metrics-table";
import { RunMarks } from "#components/evaluation/run-state";
import { VerdictPanel } from "#components/evaluation/verdict-panel";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { compareRuns, listCaseIdsToReview } from "#lib/evaluation";
import { type Context, may } from "#lib/identity";
import { listQueues } from "#lib/review";
import { formatCount } from "#platform/format";
import { isId } from "#platform/is-id";
import { listAddress } from "#platform/list-address";
import { paths } from "#platform/paths";
import { caseViews, type Comparison } from "#schema/evaluation";
import { candidatesOf, metricValue, plain } from "#client/evaluation";
import { Button } from "#ui/button";
import { Segmented } from "#ui/segmented";
import { SendToReview } from "../_parts/send-to-review.client.tsx";
import { CasesPanel } from "./_parts/cases-panel.tsx";
import { ChooseRuns } from "./_parts/choose-runs.tsx";
import { ManyRuns, mostCandidates } from "./_parts/many-runs.tsx";
import { NothingShared, unlessNoSharedExamples } from "./_parts/nothing-shared.tsx";
import { PlotsPanel } from "./_parts/plots-panel.tsx";
import { SettingsPanel } from "./_parts/settings-panel.tsx";
import { CopyLink } from "#components/shell/copy-link.client";

export const metadata: Metadata = { title: "Comparison" };

const tabs = { summary: "Summary", cases: "Cases", plots: "Plots", settings: "Settings diff" } as const;
type Tab = keyof typeof tabs;
type Query = Record<string, string | undefined> & { candidate?: string | string[] };
const caseViewList = listAddress({ view: parseAsStringLiteral(caseViews) });

type Props = { params: Promise<{ project: string }>; searchParams: Promise<Query> };

/** Two runs side by side: what is known in a sentence, metric by metric, case by case. */
export default async function ComparePage({ params, searchParams }: Props) {
  const [{ project }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const { baseline = "" } = query;
  const candidates = candidatesOf(baseline, query.candidate).filter(isId).slice(0, mostCandidates);
  if (isId(baseline) && candidates.length > 0 && query["add"])
    return <ChooseRuns ctx={ctx} project={project} baseline={baseline} chosen={candidates} />;
  if (isId(baseline) && candidates.length > 1)
    return <ManyRuns ctx={ctx} project={project} baseline={baseline} candidates={candidates} />;
  // The same run twice is left as it is: the page then says that nothing differs.
  const candidate = candidates[0] ?? (typeof query.candidate === "string" ? query.candidate : "");
  if (!isId(baseline) || !isId(candidate))
    return (
      <ChooseRuns
        ctx={ctx}
        project={project}
        {...(isId(candidate) ? { candidate } : {})}
        {...(isId(baseline) ? { baseline } : {})}
      />
    );
  const input = { baselineRunId: baseline, candidateRunId: candidate };
  const comparison = await compareRuns(ctx, input).catch(unlessNoSharedExamples);
  if (typeof comparison === "string") return <NothingShared project={project} message={comparison} />;
  const tab = tabOf(query["tab"]);
  const { view: asked, cursor } = caseViewList.load(query);
  // Without a choice, the first view that has something to show.
  const view = asked ?? caseViews.find((each) => comparison.counts[each] > 0) ?? "all";
  const [left, right] = [shortName(comparison, "baseline"), shortName(comparison, "candidate")];
  const href = (next: Tab) => `${paths.compare(project, baseline, candidate)}&tab=${next}`;
  return (
    <>
      <TopBar
        crumbs={[
          { label: "Runs", href: paths.runs(project) },
          { label: `Comparison ${left.replace(/^v/, "")} ↔ ${right.replace(/^v/, "")}` },
        ]}
        actions={
          <>
            <CopyLink />
            <Button asChild className="max-sm:hidden">
              <Link href={`${paths.compare(project, baseline, candidate)}&add=1`}>Add a run</Link>
            </Button>
            <Button asChild>
              <a href={`${paths.runs(project)}/compare/export?baseline=${baseline}&candidate=${candidate}`}>
                Export
              </a>
            </Button>
          </>
        }
      />
      <Page>
        <PageHeader
          title={titleOf(comparison)}
          chips={<RunMarks isSimulated={comparison.isSimulated} isDemo={comparison.candidate.isDemo} />}
          actions={
            <Segmented
              label="Faces of the comparison"
              value={tab}
              items={(Object.keys(tabs) as Tab[]).map((value) => ({
                value,
                label: tabs[value],
                href: href(value),
              }))}
            />
          }
        />
        <VerdictPanel
          {...comparison.verdict}
          facts={factsOf(comparison, project)}
          warnings={comparison.warnings}
          actions={<Actions ctx={ctx} project={project} comparison={comparison} />}
        />
        <MetricsTable metrics={comparison.metrics} baseline={left} candidate={right} />
        {tab === "cases" ? (
          <CasesPanel
            ctx={ctx}
            project={project}
            comparison={comparison}
            view={view}
            cursor={cursor}
            names={[longName(comparison, "baseline"), longName(comparison, "candidate")]}
          />
        ) : null}
        {tab === "plots" ? <PlotsPanel comparison={comparison} ctx={ctx} names={[left, right]} /> : null}
        {tab === "settings" ? <SettingsPanel ctx={ctx} comparison={comparison} /> : null}
      </Page>
    </>
  );
}

async function Actions({
  ctx,
  project,
  comparison,
}: {
  ctx: Context;
  project: string;
  comparison: Comparison;
}) {
  const { baseline, candidate } = comparison;
  const input = { baselineRunId: baseline.runId, candidateRunId: candidate.runId };
  const [caseIds, queues] = await Promise.all([
    listCaseIdsToReview(ctx, input),
    may(ctx, "task.create") ? listQueues(ctx, {}) : null,
  ]);
  return (
    <>
      {queues && caseIds.length > 0 ? (
        <SendToReview
          project={project}
          runId={candidate.runId}
          queues={queues.map(({ id, name }) => ({ id, name }))}
          what={{ which: "changed", caseIds }}
          count={caseIds.length}
          label={`Send ${caseIds.length} to review`}
        />
      ) : null}
      {may(ctx, "promotion.request") ? (
        <Button variant="primary" asChild>
          <Link
            href={paths.newPromotion(project, {
              promptId: candidate.promptId,
              versionId: candidate.versionId,
              ...input,
            })}
          >
            Request promotion
          </Link>
        </Button>
      ) : null}
    </>
  );
}

function factsOf(comparison: Comparison, project: string) {
  const { candidate, baseline, answeredPairs, pairs, smallestEffect, holmOver, metrics } = comparison;
  const primary = metrics.find(({ isPrimary }) => isPrimary);
  const answered = answeredPairs === pairs ? "" : `, ${answeredPairs} answered by both`;
  const model =
    baseline.model === candidate.model ? candidate.model : `${baseline.model} → ${candidate.model}`;
  return [
    `${formatCount(pairs, "case")}${answered}`,
    <>
      dataset{" "}
      <span className="font-mono">
        {candidate.datasetName}@{candidate.datasetVersionNumber}
      </span>
    </>,
    <>
      suite{" "}
      <span className="font-mono">
        {candidate.suiteName}@{candidate.suiteVersionNumber}
      </span>
    </>,
    <>
      model <span className="font-mono">{model}</span>
    </>,
    <>
      runs <Link href={paths.run(project, baseline.runId)}>{baseline.runNumber}</Link> and{" "}
      <Link href={paths.run(project, candidate.runId)}>{candidate.runNumber}</Link>
    </>,
    ...(smallestEffect === null || !primary
      ? []
      : [
          `smallest effect these cases can show: ${primary.unit === "share" ? `${plain(smallestEffect * 100, 1)} points` : metricValue("score", smallestEffect)}`,
        ]),
    ...(holmOver > 1 ? [`Holm over ${holmOver} tests`] : []),
  ];
}

function titleOf({ baseline, candidate }: Comparison): string {
  if (baseline.promptId !== candidate.promptId)
    return `${candidate.promptPath} version ${candidate.versionNumber} against ${baseline.promptPath} version ${baseline.versionNumber}`;
  if (baseline.versionId !== candidate.versionId)
    return `${candidate.promptPath}: version ${candidate.versionNumber} against version ${baseline.versionNumber}`;
  return `${candidate.promptPath} version ${candidate.versionNumber}: run ${candidate.runNumber} against run ${baseline.runNumber}`;
}

function shortName(comparison: Comparison, side: "baseline" | "candidate"): string {
  return comparison.baseline.versionId === comparison.candidate.versionId
    ? `run ${comparison[side].runNumber}`
    : `v${comparison[side].versionNumber}`;
}

function longName(comparison: Comparison, side: "baseline" | "candidate"): string {
  return comparison.baseline.versionId === comparison.candidate.versionId
    ? `Run ${comparison[side].runNumber}`
    : `Version ${comparison[side].versionNumber}`;
}

function tabOf(value: string | undefined): Tab {
  return value !== undefined && value in tabs ? (value as Tab) : "cases";
}
