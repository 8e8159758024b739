import { feedbackParts } from "#lib/feedback";
import { type Context, requirePermission } from "#lib/identity";
import { usageParts } from "#lib/observability";
import { reviewParts } from "#lib/review";
import type { Scope, ScopePart } from "#schema/observability";
import { decomposeChange, fewestOfPart, type PartSums } from "#statistics";
import type { ChangeParts, OverviewMetric } from "./schema.ts";
import { fewest } from "./shares.ts";

type Spanned = Scope & { from: Date; to: Date };
type Input = { metric: OverviewMetric; by: ScopePart; now: Spanned; before: Spanned };
type Found = PartSums & { key: string | null; label: string };

const confidence = 0.95;
/** More parts than this are one row, so that the card ends. */
const mostParts = 6;

/**
 * Where the change of a figure between two scopes comes from: what each version, prompt, model or source adds to it, by
 * its own change and by its share of the rows. Parts add up to the change exactly; intervals allow for the rows looked at at once
 * (Bonferroni). Not shown where either scope has too few rows, or where the figure has no parts that add up. Throws forbidden.
 */
export async function readChangeParts(
  ctx: Context,
  { metric, by, now, before }: Input,
): Promise<ChangeParts> {
  requirePermission(ctx, "project.read");
  if (metric === "latency")
    return {
      metric,
      by,
      isShown: false,
      why: "A percentile is not a sum of parts: none of its change can be told apart.",
    };
  if (metric === "kpi")
    return {
      metric,
      by,
      isShown: false,
      why: "Values of a KPI may be sums of a day, and do not say which answers they stand for.",
    };
  const [after, earlier] = [await readParts(ctx, metric, by, now), await readParts(ctx, metric, by, before)];
  if (!after || !earlier)
    return {
      metric,
      by,
      isShown: false,
      why: "Too many calls to look at each of them: choose a shorter span or one prompt.",
    };
  const [n, nBefore] = [countOf(after), countOf(earlier)];
  if (Math.min(n, nBefore) < fewest)
    return {
      metric,
      by,
      isShown: false,
      why: `Too few to compare: ${n} now, ${nBefore} before, ${fewest} are needed in each.`,
    };
  return { metric, by, isShown: true, n, nBefore, ...tellApart(fold(after, earlier), isShare(metric)) };
}

const countOf = (parts: readonly Found[]) => parts.reduce((total, { n }) => total + n, 0);
const isShare = (metric: OverviewMetric) =>
  metric === "quality" || metric === "approval" || metric === "edit";

/** The rows a metric is of, by part; costs and grams per 1,000 calls as everywhere. */
async function readParts(
  ctx: Context,
  metric: Exclude<OverviewMetric, "latency" | "kpi">,
  by: ScopePart,
  scope: Spanned,
): Promise<Found[] | null> {
  if (metric === "cost" || metric === "carbon" || metric === "tokens") {
    const parts = await usageParts(ctx, { ...scope, by, measure: metric });
    const scale = metric === "tokens" ? 1 : 1_000;
    return (
      parts?.map((part) => ({
        ...part,
        sum: part.sum * scale,
        sumSquares: part.sumSquares * scale * scale,
      })) ?? null
    );
  }
  const decided = await reviewParts(ctx, { ...scope, by, withoutSimulated: true });
  const parts = decided.map(({ key, label, decided: n, approved, edited }) =>
    share({ key, label }, n, metric === "edit" ? edited : approved),
  );
  if (metric !== "quality") return parts;
  const scored = await feedbackParts(ctx, { ...scope, by });
  return merge([
    ...parts,
    ...scored.map(({ key, label, scored: n, positive }) => share({ key, label }, n, positive)),
  ]);
}

const share = (part: { key: string | null; label: string }, n: number, good: number): Found => ({
  ...part,
  n,
  sum: good,
  sumSquares: good,
});

function merge(parts: readonly Found[]): Found[] {
  const merged = new Map<string | null, Found>();
  for (const part of parts) {
    const known = merged.get(part.key);
    merged.set(part.key, known ? add(known, part) : part);
  }
  return [...merged.values()];
}

const add = (left: Found, right: Found): Found => ({
  ...left,
  n: left.n + right.n,
  sum: left.sum + right.sum,
  sumSquares: left.sumSquares + right.sumSquares,
});

type Pair = { key: string | null; label: string; isRest: boolean; before: PartSums; now: PartSums };
const none: PartSums = { n: 0, sum: 0, sumSquares: 0 };

/** Every part in both scopes; the smallest beyond what a card holds are one row. */
function fold(now: readonly Found[], before: readonly Found[]): Pair[] {
  const keys = new Map([...before, ...now].map(({ key, label }) => [key, label]));
  const pairs = [...keys]
    .map(([key, label]): Pair => {
      const of = (parts: readonly Found[]) => parts.find((part) => part.key === key) ?? none;
      return { key, label, isRest: false, before: of(before), now: of(now) };
    })
    .toSorted((a, b) => b.before.n + b.now.n - a.before.n - a.now.n);
  if (pairs.length <= mostParts) return pairs;
  const rest = pairs.slice(mostParts - 1);
  const sumOf = (pick: (pair: Pair) => PartSums) =>
    rest.map(pick).reduce((total, { n, sum, sumSquares }) => ({
      n: total.n + n,
      sum: total.sum + sum,
      sumSquares: total.sumSquares + sumSquares,
    }));
  return [
    ...pairs.slice(0, mostParts - 1),
    {
      key: null,
      label: `${rest.length} others`,
      isRest: true,
      before: sumOf((pair) => pair.before),
      now: sumOf((pair) => pair.now),
    },
  ];
}

function tellApart(pairs: readonly Pair[], asShare: boolean) {
  const found = decomposeChange(pairs, {
    isShare: asShare,
    confidence: 1 - (1 - confidence) / pairs.length,
    fewest: fewestOfPart,
  });
  const { change, within, mix, apart } = decomposeChange(pairs, { isShare: asShare, fewest: fewestOfPart });
  return {
    change,
    within,
    mix,
    apart,
    rows: pairs
      .map(({ key, label, isRest, before, now }, place) => {
        const part = found.parts[place];
        const unknown = { value: 0, low: 0, high: 0 };
        const { total, ...split } = part ?? { total: unknown, within: null, mix: null };
        return { key, label, isRest, n: now.n, nBefore: before.n, total, ...split };
      })
      .toSorted((a, b) => Math.abs(b.total.value) - Math.abs(a.total.value)),
  };
}
