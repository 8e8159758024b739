import { z } from "zod";
import { budgetMeasures, budgetPeriods, budgetRules, budgetSubjects } from "../constants.ts";
import type { BudgetUse, Limit } from "../uses/schema.ts";

const name = z.string().trim().min(1).max(80);

const amount = z
  .number()
  .positive("Write a number above 0.")
  .max(1_000_000_000_000)
  .describe("In requests, tokens, USD or grams of CO2e.");

const isHard = z.boolean().describe("A hard limit refuses calls; a soft one only says that it was reached.");

const alertShare = z
  .number()
  .min(0.01)
  .max(1)
  .describe("The share of the limit from which it is said that it comes near its end.");

const refusesUnknown = z
  .boolean()
  .describe(
    "A hard limit of money or carbon also refuses calls of models whose price or emissions nobody knows, since those would not be counted.",
  );

export const CreateBudgetInput = z
  .object({
    name,
    per: z
      .enum(budgetSubjects)
      .default("project")
      .describe("What is counted apart; without `only` each key, user, route or value by itself."),
    metadataKey: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .optional()
      .describe("Which field of a call's metadata, for per: metadata."),
    only: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .describe("The id of one API key or route, the name of one user, or one value."),
    measure: z.enum(budgetMeasures),
    amount,
    period: z.enum(budgetPeriods).describe("A calendar period in UTC."),
    isHard: isHard.default(true),
    alertShare: alertShare.default(budgetRules.alertShare),
    refusesUnknown: refusesUnknown.default(false),
  })
  .superRefine(({ per, metadataKey, only, measure, amount: most }, check) => {
    const refuse = (path: string, message: string) =>
      check.addIssue({ code: "custom", path: [path], message });
    if (per === "metadata" && metadataKey === undefined)
      refuse("metadataKey", "Say which field of the metadata is looked at.");
    if (per !== "metadata" && metadataKey !== undefined)
      refuse("metadataKey", "Only a limit per metadata value looks at a field; leave it out.");
    if (per === "project" && only !== undefined)
      refuse("only", "A limit of the project holds for all of it; leave it out.");
    if ((per === "api_key" || per === "route") && only !== undefined && !z.uuid().safeParse(only).success)
      refuse("only", "Give the id of an API key or route of this project.");
    if ((measure === "requests" || measure === "tokens") && !Number.isInteger(most))
      refuse("amount", "Requests and tokens are whole numbers.");
  });
export type CreateBudgetInput = z.input<typeof CreateBudgetInput>;

/** What a limit counts stays: another period or measure is another limit. */
export const UpdateBudgetInput = z.object({
  budgetId: z.uuid(),
  name: name.optional(),
  amount: amount.optional(),
  isHard: isHard.optional(),
  alertShare: alertShare.optional(),
  refusesUnknown: refusesUnknown.optional(),
});
export type UpdateBudgetInput = z.input<typeof UpdateBudgetInput>;

export const GetBudgetInput = z.object({ budgetId: z.uuid() });
export type GetBudgetInput = z.input<typeof GetBudgetInput>;

/** Which limits: all, or those that count for one API key or one route. */
export const ListBudgetsInput = z.object({
  apiKeyId: z.uuid().optional(),
  routeId: z.uuid().optional(),
});
export type ListBudgetsInput = z.input<typeof ListBudgetsInput>;

export type Budget = Limit & {
  /** What `only` names, as a person knows it; null where each is counted by itself. */
  onlyLabel: string | null;
  /** The period it is in now. */
  startsAt: Date;
  endsAt: Date;
  /** In this period, most used first; at most `mostUses`. */
  uses: BudgetUse[];
  /** How many subjects there are in this period. */
  subjects: number;
  createdByName: string;
  createdAt: Date;
  changedByName: string;
  changedAt: Date;
};

export const BudgetUsageInput = z.object({
  budgetId: z.uuid(),
  periods: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(12)
    .describe("How many periods back, with this one."),
});
export type BudgetUsageInput = z.input<typeof BudgetUsageInput>;

/** What was used of a limit in one period by one subject. */
export type BudgetPeriodUse = BudgetUse & { periodStart: Date };
