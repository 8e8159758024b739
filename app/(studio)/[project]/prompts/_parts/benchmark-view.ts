import type { RailBenchmark, VersionScore } from "#components/prompts/versions-rail";
import { benchmarkScores, type BenchmarkScore, type BenchmarkScores } from "#lib/evaluation";
import { type Context, may } from "#lib/identity";
import { targetLabel } from "#client/routes";
import { formatCount, formatPercent } from "#platform/format";
import { paths } from "#platform/paths";

export type BenchmarkView = {
  /** Null where the person may not read runs. */
  found: BenchmarkScores | null;
  rail: RailBenchmark;
  /** By version id, as a person reads it. */
  scores: Map<string, VersionScore>;
};

/** A prompt's benchmark and its versions' scores on it, in words; every page of a prompt shows these and no others. */
export async function benchmarkView(ctx: Context, project: string, promptId: string): Promise<BenchmarkView> {
  if (!may(ctx, "run.read")) return { found: null, rail: null, scores: new Map() };
  const found = await benchmarkScores(ctx, { promptId });
  const { benchmark, drift } = found;
  return {
    found,
    rail: benchmark && {
      title: `${benchmark.datasetName}@${benchmark.datasetVersionNumber}, ${benchmark.suiteName}, ${targetLabel(benchmark.target)}`,
      drift,
    },
    scores: new Map(found.scores.map((score) => [score.versionId, scoreInWords(project, score)])),
  };
}

function scoreInWords(project: string, score: BenchmarkScore): VersionScore {
  const { value, low, high, judged, total, runId } = score;
  const limits = [low, high].filter((end) => end !== null);
  const range =
    low === null || high === null
      ? "no interval"
      : `${formatPercent(low, 0, [value])} to ${formatPercent(high, 0, [value])}`;
  const count = judged === total ? `n ${judged}` : `n ${judged} of ${formatCount(total, "case")}`;
  return {
    text: formatPercent(value, 1, limits),
    note: `${range}, ${count}`,
    href: paths.run(project, runId),
  };
}
