import { formatCarbon, formatCount, formatMoney, formatTokens } from "#platform/format";
import type { BudgetMeasure, BudgetPeriod, BudgetSubject } from "./constants.ts";

/** An amount with its unit: "$5.00", "1,000 tokens"; never rounded onto the `limits` it is compared with. Pure. */
export function amountWords(measure: BudgetMeasure, amount: number, limits: readonly number[] = []): string {
  switch (measure) {
    case "usd":
      return formatMoney(amount, limits);
    case "grams":
      return formatCarbon(amount, null, limits);
    case "tokens":
      return formatTokens(amount);
    case "requests":
      return formatCount(amount, "request");
    default:
      return measure satisfies never;
  }
}

/** A limit in words: "$5.00 a month". Pure. */
export function limitWords(limit: { measure: BudgetMeasure; amount: number; period: BudgetPeriod }): string {
  return `${amountWords(limit.measure, limit.amount)} a ${limit.period}`;
}

type Counted = { per: BudgetSubject; metadataKey: string | null; onlyLabel: string | null };

/** What a limit counts apart, in words: "each end user", "the route support". Pure. */
export function subjectWords({ per, metadataKey, onlyLabel }: Counted): string {
  switch (per) {
    case "project":
      return "the project";
    case "api_key":
      return onlyLabel === null ? "each API key" : `the API key ${onlyLabel}`;
    case "user":
      return onlyLabel === null ? "each end user" : `the end user ${onlyLabel}`;
    case "route":
      return onlyLabel === null ? "each route" : `the route ${onlyLabel}`;
    case "metadata":
      return onlyLabel === null ? `each value of ${metadataKey}` : `${metadataKey} = ${onlyLabel}`;
    default:
      return per satisfies never;
  }
}
