import { pairsNeeded } from "#statistics";
import { formatNumber } from "#platform/format";
import type { GateEvidence } from "./gate-evidence.ts";
import type { ConditionOf, EvidenceDemand } from "./schema.ts";
import { percent } from "./phrases.ts";

type Needs = {
  /** The fewest cases with which the condition can be met, if everything goes as well as it can. */
  cases: number;
  sentence: string;
  isTooSmall: boolean;
  evidence: { cases: number | null; dataset: string | null; has: number | null };
};

/** How many cases a condition needs against how many the dataset has: said before anybody pays for a run. */
export function caseNeeds(
  condition: ConditionOf<"suite_passed">,
  { current, dataset, run }: GateEvidence,
  { leastCases }: EvidenceDemand,
): Needs {
  const forMargin =
    current && condition.requires === "not_worse"
      ? pairsNeeded({ margin: condition.margin, confidence: run?.overTries?.confidence ?? 0.95 })
      : leastCases;
  const cases = Math.max(leastCases, forMargin);
  const why =
    cases > leastCases
      ? `To show that at most ${percent(condition.margin)} is lost takes ${written(cases)} cases when none changes, more when some get worse, fewer when some get better`
      : `The gate asks for ${written(cases)} judged cases`;
  const name = dataset ? `${dataset.name}@${dataset.versionNumber}` : null;
  const has = dataset && name ? `; ${name} has ${formatNumber(dataset.exampleCount)}` : "";
  return {
    cases,
    sentence: `${why}${has}.`,
    isTooSmall: dataset !== null && dataset.exampleCount < cases,
    evidence: {
      cases: Number.isFinite(cases) ? cases : null,
      dataset: name,
      has: dataset?.exampleCount ?? null,
    },
  };
}

function written(cases: number): string {
  return Number.isFinite(cases) ? formatNumber(cases) : "more than any number of";
}
