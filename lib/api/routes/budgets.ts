import { z } from "zod";
import {
  createBudget,
  deleteBudget,
  getBudget,
  getBudgetUsage,
  listBudgetAlerts,
  listBudgets,
  updateBudget,
} from "#lib/budgets";
import { budgetMeasures, budgetPeriods, budgetSubjects } from "#constants/budgets";
import { BudgetUsageInput, CreateBudgetInput, ListBudgetsInput, UpdateBudgetInput } from "#schema/budgets";
import { route } from "../route.ts";

const BudgetUse = z.object({
  subject: z
    .string()
    .describe("Empty for the project, an id, a metadata value, or of an end user a hash of the key."),
  label: z.string(),
  used: z.number(),
  reserved: z.number().describe("Held for calls in progress."),
  refused: z.number().describe("Calls refused."),
  unknown: z.number().describe("Calls of which nobody knows what they used."),
});
const Budget = z.object({
  id: z.string(),
  name: z.string(),
  per: z.enum(budgetSubjects),
  metadataKey: z.string().nullable(),
  only: z.string().nullable(),
  onlyLabel: z.string().nullable(),
  measure: z.enum(budgetMeasures),
  amount: z.number(),
  period: z.enum(budgetPeriods),
  isHard: z.boolean(),
  alertShare: z.number(),
  refusesUnknown: z.boolean(),
  startsAt: z.date().describe("Of the period it is in."),
  endsAt: z.date(),
  uses: z.array(BudgetUse).describe("In this period, most used first, at most 20."),
  subjects: z.number().describe("How many there are in this period."),
  createdByName: z.string(),
  createdAt: z.date(),
  changedByName: z.string(),
  changedAt: z.date(),
});
const BudgetAlert = z.object({
  budgetId: z.string(),
  budgetName: z.string(),
  subject: z.string(),
  label: z.string(),
  kind: z.enum(["near", "reached"]),
  used: z.number(),
  amount: z.number(),
  measure: z.enum(budgetMeasures),
  period: z.enum(budgetPeriods),
  at: z.date(),
});
const params = z.object({ budgetId: z.uuid() });
const tag = "Limits";

export const budgetRoutes = [
  route({
    method: "get",
    path: "/budgets",
    id: "listBudgets",
    tag,
    summary: "List limits",
    description:
      "By name, each with what was used of it in this period. With `apiKeyId` or `routeId` those that count for it, and what it used.",
    permissions: ["budget.read"],
    query: ListBudgetsInput,
    result: z.object({ items: z.array(Budget) }),
    handle: async ({ ctx, query }) => ({ items: await listBudgets(ctx, query) }),
  }),
  route({
    method: "post",
    path: "/budgets",
    id: "createBudget",
    tag,
    summary: "Set a limit",
    description:
      "On requests, tokens, USD or grams of CO2e, a calendar minute, day or month in UTC, of the project or of each (or one) API key, end user, route or metadata value. A hard one refuses calls with 429, `insufficient_quota` (a day or month) or `rate_limit_exceeded` (a minute) and Retry-After; a soft one only says so. What a call may use is held before it is made and settled by what was recorded.",
    permissions: ["budget.update"],
    body: CreateBudgetInput,
    result: Budget,
    status: 201,
    handle: ({ ctx, body }) => createBudget(ctx, body),
  }),
  route({
    method: "get",
    path: "/budgets/alerts",
    id: "listBudgetAlerts",
    tag,
    summary: "List which limits came near their end",
    description: "Of the last 30 days, newest first, at most 50. Each is an event in the audit log as well.",
    permissions: ["budget.read"],
    result: z.object({ items: z.array(BudgetAlert) }),
    handle: async ({ ctx }) => ({ items: await listBudgetAlerts(ctx) }),
  }),
  route({
    method: "get",
    path: "/budgets/{budgetId}",
    id: "getBudget",
    tag,
    summary: "Read a limit",
    description: "With what was used of it in this period.",
    permissions: ["budget.read"],
    params,
    result: Budget,
    handle: ({ ctx, params: { budgetId } }) => getBudget(ctx, { budgetId }),
  }),
  route({
    method: "patch",
    path: "/budgets/{budgetId}",
    id: "updateBudget",
    tag,
    summary: "Change a limit",
    description: "Its name, amount or what it does; what was used stays counted.",
    permissions: ["budget.update"],
    params,
    body: UpdateBudgetInput.omit({ budgetId: true }),
    result: Budget,
    handle: ({ ctx, params: { budgetId }, body }) => updateBudget(ctx, { budgetId, ...body }),
  }),
  route({
    method: "delete",
    path: "/budgets/{budgetId}",
    id: "deleteBudget",
    tag,
    summary: "Remove a limit",
    description: "With what was counted for it.",
    permissions: ["budget.update"],
    params,
    result: z.object({ id: z.string(), name: z.string() }),
    handle: ({ ctx, params: { budgetId } }) => deleteBudget(ctx, { budgetId }),
  }),
  route({
    method: "get",
    path: "/budgets/{budgetId}/usage",
    id: "getBudgetUsage",
    tag,
    summary: "Read what was used of a limit",
    description: "In its last periods, newest first; of each period the most used first.",
    permissions: ["budget.read"],
    params,
    query: BudgetUsageInput.omit({ budgetId: true }),
    result: z.object({ items: z.array(BudgetUse.extend({ periodStart: z.date() })) }),
    handle: async ({ ctx, params: { budgetId }, query }) => ({
      items: await getBudgetUsage(ctx, { budgetId, ...query }),
    }),
  }),
];
