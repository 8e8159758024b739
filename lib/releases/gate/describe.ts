import { formatCarbon, formatDuration, formatMoney } from "#platform/format";
import type { Condition } from "./schema.ts";
import { numeral, orList, percent } from "./words.ts";

/** What a condition asks, in one line: for the environments page and the gate editor. */
export function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case "suite_passed": {
      const against =
        condition.requires === "better"
          ? "better than the version in use"
          : `not worse than the version in use by more than ${percent(condition.margin)}`;
      const least = condition.minimum === null ? "" : `, at least ${percent(condition.minimum)}`;
      const thresholds = {
        confident: ", thresholds met with 95 % confidence",
        measured: ", thresholds met",
        ignored: "",
      }[condition.thresholds];
      return `${against}${least}, with 95 % confidence${thresholds}`;
    }
    case "no_safety_failure":
      return "no case fails a safety evaluator, no reviewer rejects one for safety";
    case "reviewed_share":
      return `${percent(condition.share)} of ${condition.of === "changed" ? "changed cases" : "cases"} decided by a person, ${percent(condition.approvalRate)} of them approved`;
    case "budget":
      return [
        condition.costPer1000Usd === null ? "" : `${formatMoney(condition.costPer1000Usd)} per 1,000`,
        condition.latencyP95Ms === null ? "" : `p95 ${formatDuration(condition.latencyP95Ms)}`,
        condition.errorRate === null ? "" : `errors ${percent(condition.errorRate)}`,
        condition.carbonGramsPer1000 === null
          ? ""
          : `${formatCarbon(condition.carbonGramsPer1000)} per 1,000`,
      ]
        .filter(Boolean)
        .join(", ")
        .replace(/^/, "at most ");
    case "approvals":
      return `${numeral(condition.count).toLowerCase()} by another ${orList(condition.roles)}`;
    default:
      return condition satisfies never;
  }
}
