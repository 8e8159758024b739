import { and, inArray } from "drizzle-orm";
import { benchmarkScores } from "#lib/evaluation";
import { kpiChange, kpiFigure } from "#lib/feedback";
import { asStudio, type Context } from "#lib/identity";
import { callsByVersion, callsOver, usageSummary } from "#lib/observability";
import { versionRelation } from "#lib/prompts";
import { triedVersions } from "#lib/releases";
import { reviewSummary } from "#lib/review";
import type { Kpi } from "#schema/feedback";
import type { Scope } from "#schema/observability";
import type { Environment, EnvironmentPointer } from "#schema/releases";
import { nextStepOf, type Situation } from "./next-step.ts";
import { carbonObjective, costObjective, type limitsOf } from "./objectives.ts";
import type { KpiMove, ProductionRow } from "./schema.ts";
import { type DayShare, moveOf, shareOf } from "./shares.ts";

type Input = {
  environment: Environment | null;
  scope: Scope & { from: Date; to: Date };
  /** What the scope is compared with. */
  against: Scope & { from: Date; to: Date };
  verdicts: { now: DayShare[]; before: DayShare[] };
  kpi: Kpi | undefined;
  limits: ReturnType<typeof limitsOf> | null;
};

/** How many prompts are shown: each asks for half a dozen figures of its own. */
const mostServedShown = 50;

/** The most used of the prompts an environment serves, each with what its version did in the scope and the next step. */
export async function readProduction(ctx: Context, input: Input): Promise<ProductionRow[]> {
  const calls = await callsByVersion(ctx, input.scope);
  const callsOf = ({ versionId }: EnvironmentPointer) => calls.get(versionId) ?? 0;
  const pointers = (input.environment?.prompts ?? [])
    .toSorted((a, b) => callsOf(b) - callsOf(a))
    .slice(0, mostServedShown);
  const newer = await readNewer(ctx, input.environment?.name ?? "", pointers);
  return Promise.all(
    pointers.map((pointer) =>
      readRow(ctx, { ...input, pointer, newer: newer.get(pointer.promptId) ?? null }),
    ),
  );
}

type RowInput = Input & { pointer: EnvironmentPointer; newer: Newer | null };

/** Figures of the served version only; changes are against what the same prompt did in what the scope is compared with. */
async function readRow(ctx: Context, { pointer, newer, ...input }: RowInput): Promise<ProductionRow> {
  const { promptId, promptPath, versionId, versionNumber, movedAt: since, openPromotion } = pointer;
  const ofVersion = { ...input.scope, promptId, promptVersionId: versionId };
  const before = { ...input.against, promptId };
  const latencyMs = input.limits?.latencyMs ?? null;
  const [usage, review, reviewBefore, over, kpi] = await Promise.all([
    usageSummary(ctx, ofVersion),
    reviewSummary(ctx, { ...ofVersion, withoutSimulated: true }),
    reviewSummary(ctx, { ...before, withoutSimulated: true }),
    latencyMs === null ? null : callsOver(ctx, { ...ofVersion, limitMs: latencyMs }),
    input.kpi ? readKpi(ctx, input.kpi, { now: ofVersion, before }) : null,
  ]);
  const own = input.verdicts.now.filter((row) => row.versionId === versionId);
  const earlier = input.verdicts.before.filter((row) => row.promptId === promptId);
  const quality = moveOf(own, earlier);
  const [top] = review.reasons;
  return {
    promptId,
    promptPath,
    versionId,
    versionNumber,
    since,
    usage,
    quality,
    approved: shareOf([{ good: review.approved, judged: review.decided }]),
    edited: shareOf([{ good: review.edited, judged: review.decided }]),
    kpi,
    nextStep: nextStepOf({
      openPromotion,
      newer,
      calls: usage.count,
      failed: usage.failed,
      slow: latencyMs !== null && over ? { limitMs: latencyMs, over } : null,
      limits: { errorRate: input.limits?.errorRate ?? null, quality: input.limits?.quality ?? null },
      safety: { rejected: review.safetyRejected, decided: review.decided },
      objectives: [
        costObjective({ usage }, input.limits?.costPer1000Usd ?? null),
        carbonObjective({ usage }, input.limits?.carbonGramsPer1000 ?? null),
      ].filter((objective) => objective !== null),
      quality: quality.now,
      edited: moveOf(
        [{ good: review.edited, judged: review.decided }],
        [{ good: reviewBefore.edited, judged: reviewBefore.decided }],
      ),
      corrections: review.edited + review.rejected,
      topReason: top ?? null,
    }),
  };
}

/** A KPI of two scopes with its change, where both have an interval. */
export async function readKpi(
  ctx: Context,
  { id: kpiId, key, name, unit, isHigherBetter }: Kpi,
  scopes: { now: Scope; before: Scope },
): Promise<KpiMove | null> {
  const now = await kpiFigure(ctx, { kpiId, ...scopes.now });
  if (now.value === null) return null;
  const before = await kpiFigure(ctx, { kpiId, ...scopes.before });
  const { value, low, high, weight } = now;
  return {
    key,
    name,
    unit,
    isHigherBetter,
    value,
    low,
    high,
    weight,
    weightBefore: before.weight,
    change: kpiChange(before, now),
  };
}

type Newer = NonNullable<Situation["newer"]>;

/** Per prompt the newest version of its main branch, where that is not the one served, nor one that was tried there before, and whether it was run on the benchmark. */
async function readNewer(ctx: Context, environmentName: string, pointers: EnvironmentPointer[]) {
  const found = new Map<string, Newer>();
  if (pointers.length === 0) return found;
  const ids = pointers.map(({ promptId }) => promptId);
  const version = versionRelation(ctx);
  const versions = await ctx.db
    .select({ promptId: version.promptId, id: version.versionId, number: version.number })
    .from(version)
    .where(and(inArray(version.promptId, ids), version.isNewest));
  const newest = versions.filter(({ promptId, number }) =>
    pointers.some((pointer) => pointer.promptId === promptId && pointer.versionNumber < number),
  );
  if (newest.length === 0) return found;
  const versionIds = newest.map(({ id }) => id);
  const tried = await triedVersions(ctx, { environment: environmentName, versionIds });
  for (const { promptId, id, number } of newest) {
    if (tried.has(id)) continue;
    found.set(promptId, {
      versionId: id,
      versionNumber: number,
      benchmark: await onBenchmark(ctx, { promptId, id }),
    });
  }
  return found;
}

async function onBenchmark(
  ctx: Context,
  { promptId, id }: { promptId: string; id: string },
): Promise<Newer["benchmark"]> {
  const { benchmark, scores } = await benchmarkScores(asStudio(ctx), { promptId });
  if (!benchmark) return "none";
  return scores.some(({ versionId }) => versionId === id) ? "run" : "not_run";
}
