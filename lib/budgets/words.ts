import { formatCarbon, formatCount, formatMoney, formatTokens } from "#platform/format";
import type { BudgetMeasure, BudgetPeriod } from "./constants.ts";

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
