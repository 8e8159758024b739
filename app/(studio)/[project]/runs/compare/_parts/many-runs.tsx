import Link from "next/link";
import { ManyRunsTable } from "#components/evaluation/many-runs-table";
import { RunMarks } from "#components/evaluation/run-state";
import { CopyLink } from "#components/shell/copy-link.client";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { compareManyRuns } from "#lib/evaluation";
import type { Context } from "#lib/identity";
import { formatCount } from "#platform/format";
import { paths } from "#platform/paths";
import type { ComparedRun, Comparison } from "#schema/evaluation";
import { Button } from "#ui/button";
import { Card, CardHeader } from "#ui/card";
import { compareAddress, mostCandidates } from "./compare-address.ts";
import { NothingShared, unlessNoSharedExamples } from "./nothing-shared.tsx";

type Props = { ctx: Context; project: string; baseline: string; candidates: readonly string[] };

/** Several runs against one: what is known of each in a sentence, then metric by metric. */
export async function ManyRuns({ ctx, project, baseline, candidates }: Props) {
  const comparisons = await compareManyRuns(ctx, {
    baselineRunId: baseline,
    candidateRunIds: [...candidates],
  }).catch(unlessNoSharedExamples);
  if (typeof comparisons === "string") return <NothingShared project={project} message={comparisons} />;
  const [first] = comparisons;
  if (!first) return <NothingShared project={project} message="Choose runs to compare." />;
  const nameOf = namesFor(comparisons);
  const holmOver = Math.max(...comparisons.map((comparison) => comparison.holmOver));
  return (
    <>
      <TopBar
        crumbs={[{ label: "Runs", href: paths.runs(project) }, { label: "Comparison" }]}
        actions={
          <>
            <CopyLink />
            {candidates.length < mostCandidates ? (
              <Button asChild>
                <Link
                  href={compareAddress.href(paths.compareMany(project, baseline, candidates), { add: true })}
                >
                  Add a run
                </Link>
              </Button>
            ) : null}
          </>
        }
      />
      <Page>
        <PageHeader
          title={`${formatCount(candidates.length, "run")} against ${nameOf(first.baseline)}`}
          chips={
            <RunMarks
              isSimulated={comparisons.some(({ isSimulated }) => isSimulated)}
              isDemo={comparisons.some(({ candidate }) => candidate.isDemo)}
            />
          }
          note={`Every change is against the baseline, with its 95 % interval. All are looked at together, so the tests are adjusted by Holm over ${formatCount(holmOver, "test")}.`}
        />
        <Card>
          <CardHeader title="What is known" />
          <ul className="flex flex-col divide-y divide-line">
            {comparisons.map((comparison) => (
              <Candidate
                key={comparison.candidate.runId}
                project={project}
                comparison={comparison}
                name={nameOf(comparison.candidate)}
                restHref={hrefWithout(project, baseline, candidates, comparison.candidate.runId)}
              />
            ))}
          </ul>
        </Card>
        <ManyRunsTable
          comparisons={comparisons}
          names={[nameOf(first.baseline), ...comparisons.map(({ candidate }) => nameOf(candidate))]}
        />
      </Page>
    </>
  );
}

type CandidateProps = { project: string; comparison: Comparison; name: string; restHref: string };

function Candidate({ project, comparison, name, restHref }: CandidateProps) {
  const { baseline, candidate, verdict, pairs, warnings } = comparison;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3.5 py-3">
      <div className="min-w-0 flex-1 basis-80">
        <p className="max-w-[78ch]">
          <b className="font-semibold">{verdict.headline}</b>
          {verdict.rest}
        </p>
        <p className="text-sm text-text-2">
          {name} · {formatCount(pairs, "case")} ·{" "}
          <span className="font-mono">
            {candidate.datasetName}@{candidate.datasetVersionNumber}
          </span>{" "}
          · <span className="font-mono">{candidate.model}</span>
        </p>
        {warnings.map((warning) => (
          <p key={warning} className="text-sm text-warn">
            <span aria-hidden="true">▲ </span>
            {warning}
          </p>
        ))}
      </div>
      <div className="flex gap-2">
        <Button size="sm" variant="ghost" asChild>
          <Link href={restHref} aria-label={`Take off ${name}`}>
            Take off
          </Link>
        </Button>
        <Button size="sm" asChild>
          <Link
            href={paths.compare(project, baseline.runId, candidate.runId)}
            aria-label={`Case by case: ${name}`}
          >
            Case by case
          </Link>
        </Button>
      </div>
    </li>
  );
}

function hrefWithout(
  project: string,
  baseline: string,
  candidates: readonly string[],
  runId: string,
): string {
  return paths.compareMany(
    project,
    baseline,
    candidates.filter((id) => id !== runId),
  );
}

/** "v7 (run 12)"; with its path where the runs are of several prompts. */
function namesFor(comparisons: readonly Comparison[]): (run: ComparedRun) => string {
  const runs = comparisons.flatMap(({ baseline, candidate }) => [baseline, candidate]);
  const isOnePrompt = new Set(runs.map(({ promptId }) => promptId)).size === 1;
  return ({ promptPath, versionNumber, runNumber }) =>
    `${isOnePrompt ? "" : `${promptPath} `}v${versionNumber} (run ${runNumber})`;
}
