import { formatCarbon, formatDuration, formatMoney } from "#platform/format";
import type { Condition, EvidenceDemand } from "./schema.ts";
import { isRoute, routeLabel } from "#client/routes";
import { asSet } from "#platform/rounding";
import { numeral, orList, percent } from "./phrases.ts";

/** A share that a person set, as it was set: 0.125 %, not 0.1 %. */
const setPercent = (share: number) => percent(share, asSet(share));

/** What a condition asks, in one line: for the environments page and the gate editor. */
export function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case "suite_passed": {
      const against =
        condition.requires === "better"
          ? "better than the version in use"
          : `not worse than the version in use by more than ${setPercent(condition.margin)}`;
      const least = condition.minimum === null ? "" : `, at least ${setPercent(condition.minimum)}`;
      const thresholds = {
        confident: ", thresholds met with 95 % confidence",
        measured: ", thresholds met",
        ignored: "",
      }[condition.thresholds];
      return `${against}${least}, with 95 % confidence${thresholds}`;
    }
    case "no_safety_failure":
      return "every case judged for safety and none fails, no reviewer rejects one for safety";
    case "reviewed_share":
      return `${setPercent(condition.share)} of ${condition.of === "changed" ? "changed cases" : "cases"} decided by a person, ${setPercent(condition.approvalRate)} of them approved`;
    case "budget":
      return [
        condition.costPer1000Usd === null
          ? ""
          : `${formatMoney(condition.costPer1000Usd, asSet(condition.costPer1000Usd))} per 1,000`,
        condition.latencyP95Ms === null
          ? ""
          : `p95 ${formatDuration(condition.latencyP95Ms, asSet(condition.latencyP95Ms))}`,
        condition.errorRate === null ? "" : `errors ${setPercent(condition.errorRate)}`,
        condition.carbonGramsPer1000 === null
          ? ""
          : `${formatCarbon(condition.carbonGramsPer1000, null, asSet(condition.carbonGramsPer1000))} per 1,000`,
      ]
        .filter(Boolean)
        .join(", ")
        .replace(/^/, "with 95 % confidence at most ");
    case "approvals":
      return `${numeral(condition.count).toLowerCase()} by another ${orList(condition.roles)}`;
    default:
      return condition satisfies never;
  }
}

/** What a gate asks of the runs it rests on, in one line; `names` says what the suite and dataset are called. */
export function describeEvidence(
  { datasetVersion, target, leastCases, failedShare, unjudgedShare, ...ids }: EvidenceDemand,
  names: { suite: string | null; dataset: string | null; route?: string | null },
): string {
  const version = {
    newest: "in its newest version",
    newest_at_start: "in the version that was newest when the run began",
    any: "in any version",
  }[datasetVersion];
  return [
    ids.suiteId
      ? `suite ${names.suite ?? "that is gone"}`
      : "the suite of the prompt's benchmark, any where it has none",
    `${ids.datasetId ? `dataset ${names.dataset ?? "that is gone"}` : "the benchmark's dataset, any where it has none,"} ${version}`,
    describeTarget(target, names.route ?? null),
    `the same for both versions, at least ${leastCases} judged cases`,
    `at most ${setPercent(failedShare)} failed calls and ${setPercent(unjudgedShare)} unjudged answers`,
  ].join(", ");
}

function describeTarget(target: EvidenceDemand["target"], route: string | null): string {
  if (!target) return "any model";
  if (!isRoute(target)) return `model ${target.model}`;
  return route === null ? "a route that is gone" : routeLabel({ name: route, version: target.version });
}
