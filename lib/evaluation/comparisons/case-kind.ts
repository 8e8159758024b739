import type { SuiteContent } from "../suites/schema.ts";
import type { LightPair } from "./load.ts";
import type { CaseComparison, CaseView } from "./schema.ts";

export type SortedPair = LightPair & { kind: CaseComparison["kind"]; isDifferent: boolean; drop: number };

/** Says what became of each case and sorts: regressions (worst first), improvements, other changes, the same. */
export function sortPairs(pairs: readonly LightPair[], suite: SuiteContent): SortedPair[] {
  const primary = suite.evaluators.find(({ key }) => key === suite.primaryMetric);
  const sign = primary?.direction === "lower" ? -1 : 1;
  const known = pairs.map((pair): SortedPair => {
    const drop = dropOf(pair, suite.primaryMetric, sign);
    const kind = drop > 1e-9 ? "regression" : drop < -1e-9 ? "improvement" : "same";
    return {
      ...pair,
      kind,
      drop,
      isDifferent:
        pair.baseline.outputHash !== pair.candidate.outputHash ||
        pair.baseline.status !== pair.candidate.status,
    };
  });
  return known.sort(
    (left, right) =>
      rank(left) - rank(right) ||
      (left.kind === "regression" ? right.drop - left.drop : left.drop - right.drop) ||
      left.candidate.position - right.candidate.position,
  );
}

export function inView(pair: SortedPair, view: CaseView): boolean {
  switch (view) {
    case "regressions":
      return pair.kind === "regression";
    case "improvements":
      return pair.kind === "improvement";
    case "different":
      return pair.isDifferent;
    case "all":
      return true;
    default:
      return view satisfies never;
  }
}

/** Loss on the primary metric; a generation that now fails loses all, one that now answers gains all. */
function dropOf({ baseline, candidate }: LightPair, primaryMetric: string, sign: number): number {
  if (baseline.isAnswered !== candidate.isAnswered) return baseline.isAnswered ? 1 : -1;
  const left = baseline.scores.get(primaryMetric) ?? null;
  const right = candidate.scores.get(primaryMetric) ?? null;
  return left === null || right === null ? 0 : (left - right) * sign;
}

function rank({ kind, isDifferent }: SortedPair): number {
  if (kind === "regression") return 0;
  if (kind === "improvement") return 1;
  return isDifferent ? 2 : 3;
}
