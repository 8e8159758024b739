import type { RailVersion } from "#components/prompts/versions-rail";
import { listRuns, type Run } from "#lib/evaluation";
import { type Context, may } from "#lib/identity";
import { formatPercent } from "#platform/format";
import { paths } from "#platform/paths";

/** The newest finished run's main score per version id, as a person reads it. Simulated runs say nothing of quality. */
export async function scoresOfVersions(
  ctx: Context,
  project: string,
  promptId: string,
): Promise<Map<string, RailVersion["score"]>> {
  if (!may(ctx, "run.read")) return new Map();
  const { items } = await listRuns(ctx, { promptId, status: "succeeded", limit: 100 });
  const scores = new Map<string, RailVersion["score"]>();
  for (const run of items) {
    const value = run.isSimulated || scores.has(run.promptVersionId) ? null : mainScore(run);
    if (value !== null)
      scores.set(run.promptVersionId, { text: formatPercent(value), href: paths.run(project, run.id) });
  }
  return scores;
}

function mainScore({ summary }: Run): number | null {
  const quality = summary?.evaluators.filter(({ kind }) => kind !== "latency" && kind !== "cost") ?? [];
  return (quality.find(({ isPrimary }) => isPrimary) ?? quality[0])?.value ?? null;
}
