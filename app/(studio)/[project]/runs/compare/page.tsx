import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
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
import { paths } from "#platform/paths";
import { caseViews, type Comparison } from "#schema/evaluation";
import { candidatesOf, metricValue, plain } from "#client/evaluation";
import { Button } from "#ui/button";
import { Segmented } from "#ui/segmented";
import { SendToReview } from "../_parts/send-to-review.client.tsx";
import { CasesPanel } from "./_parts/cases-panel.tsx";
import { ChooseRuns } from "./_parts/choose-runs.tsx";
import { compareAddress, type CompareTab, mostCandidates } from "./_parts/compare-address.ts";
import { ManyRuns } from "./_parts/many-runs.tsx";
import { NothingShared, unlessNoSharedExamples } from "./_parts/nothing-shared.tsx";
import { PlotsPanel } from "./_parts/plots-panel.tsx";
import { SettingsPanel } from "./_parts/settings-panel.tsx";
import { CopyLink } from "#components/shell/copy-link.client";

export const metadata: Metadata = { title: "Comparison" };

const tabs: [CompareTab, string][] = [
  ["summary", "Summary"],
  ["cases", "Cases"],
  ["plots", "Plots"],
  ["settings", "Settings diff"],
];

type Props = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

/** Two runs side by side: what is known in a sentence, metric by metric, case by case. */
export default async function ComparePage({ params, searchParams }: Props) {
  const [{ project }, search] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const { baseline, candidate: named, add, tab, view: asked, cursor } = compareAddress.load(search);
  const candidates = candidatesOf(baseline ?? "", named).slice(0, mostCandidates);
  if (baseline !== null && candidates.length > 0 && add)
    return <ChooseRuns ctx={ctx} project={project} baseline={baseline} chosen={candidates} />;
  if (baseline !== null && candidates.length > 1)
    return <ManyRuns ctx={ctx} project={project} baseline={baseline} candidates={candidates} />;
  // The same run twice is left as it is: the page then says that nothing differs.
  const candidate = candidates[0] ?? named[0];
  if (baseline === null || candidate === undefined)
    return (
      <ChooseRuns
        ctx={ctx}
        project={project}
        {...(candidate === undefined ? {} : { candidate })}
        {...(baseline === null ? {} : { baseline })}
      />
    );
  const input = { baselineRunId: baseline, candidateRunId: candidate };
  const comparison = await compareRuns(ctx, input).catch(unlessNoSharedExamples);
  if (typeof comparison === "string") return <NothingShared project={project} message={comparison} />;
  // Without a choice, the first view that has something to show.
  const view = asked ?? caseViews.find((each) => comparison.counts[each] > 0) ?? "all";
  const [left, right] = [shortName(comparison, "baseline"), shortName(comparison, "candidate")];
  const here = paths.compare(project, baseline, candidate);
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
              <Link href={compareAddress.href(here, { add: true })}>Add a run</Link>
            </Button>
            <Button asChild>
              <a href={paths.compareExport(project, baseline, candidate)}>Export</a>
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
              items={tabs.map(([value, label]) => ({
                value,
                label,
                href: compareAddress.href(here, { tab: value }),
              }))}
            />
          }
        />
        <VerdictPanel
          {...comparison.verdict}
          details={detailsOf(comparison, project)}
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
      {may(ctx, "promotion.request") && candidate.promptId !== null && candidate.versionId !== null ? (
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

function detailsOf(comparison: Comparison, project: string) {
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
  if (baseline.versionNumber === null || candidate.versionNumber === null)
    return `${candidate.promptPath} (run ${candidate.runNumber}) against ${baseline.promptPath} (run ${baseline.runNumber})`;
  if (baseline.promptId !== candidate.promptId)
    return `${candidate.promptPath} version ${candidate.versionNumber} against ${baseline.promptPath} version ${baseline.versionNumber}`;
  if (baseline.versionId !== candidate.versionId)
    return `${candidate.promptPath}: version ${candidate.versionNumber} against version ${baseline.versionNumber}`;
  return `${candidate.promptPath} version ${candidate.versionNumber}: run ${candidate.runNumber} against run ${baseline.runNumber}`;
}

/** Then the sides go by their runs: one version twice, or a program whose versions are no numbers. */
function hasOneVersion({ baseline, candidate }: Comparison): boolean {
  return (
    baseline.versionId === candidate.versionId ||
    baseline.versionNumber === null ||
    candidate.versionNumber === null
  );
}

function shortName(comparison: Comparison, side: "baseline" | "candidate"): string {
  return hasOneVersion(comparison)
    ? `run ${comparison[side].runNumber}`
    : `v${comparison[side].versionNumber}`;
}

function longName(comparison: Comparison, side: "baseline" | "candidate"): string {
  return hasOneVersion(comparison)
    ? `Run ${comparison[side].runNumber}`
    : `Version ${comparison[side].versionNumber}`;
}
