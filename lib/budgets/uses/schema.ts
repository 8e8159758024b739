import type { BudgetMeasure, BudgetPeriod, BudgetSubject } from "../constants.ts";

/** A limit as calls are held against it. */
export type Limit = {
  id: string;
  name: string;
  per: BudgetSubject;
  metadataKey: string | null;
  /** Null where each is counted by itself. */
  only: string | null;
  measure: BudgetMeasure;
  amount: number;
  period: BudgetPeriod;
  isHard: boolean;
  alertShare: number;
  refusesUnknown: boolean;
};

/** What one subject used of a limit in a period. */
export type BudgetUse = {
  /** Empty for the project, an id, a metadata value, or of an end user what is kept of the key. */
  subject: string;
  /** As a person knows it. */
  label: string;
  used: number;
  /** Held for calls in progress. */
  reserved: number;
  /** Calls refused. */
  refused: number;
  /** Calls of which nobody knows what they used. */
  unknown: number;
};

/** That a limit came near its end, or reached it. */
export type BudgetAlert = {
  budgetId: string;
  budgetName: string;
  subject: string;
  label: string;
  kind: "near" | "reached";
  used: number;
  amount: number;
  measure: BudgetMeasure;
  period: BudgetPeriod;
  at: Date;
};

/** How a limit stands after a call was held against it: what headers say. */
export type LimitState = Pick<
  Limit,
  "id" | "name" | "measure" | "amount" | "period" | "isHard" | "alertShare"
> & {
  /** With what is held for calls in progress. */
  used: number;
  endsAt: Date;
};
