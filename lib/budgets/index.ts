import "./data.ts";
import "./jobs.ts";

export { createBudget } from "./budgets/create.ts";
export { deleteBudget } from "./budgets/delete.ts";
export { getBudget, getBudgetUsage, listBudgetAlerts, listBudgets } from "./budgets/read.ts";
export { updateBudget } from "./budgets/update.ts";
export { awaitBooked } from "./uses/bookings.ts";
export { limitsOf } from "./uses/limits.ts";
export type { Estimate, Hold } from "./uses/parts.ts";
export { reserve } from "./uses/reserve.ts";
export { settle, spentOf } from "./uses/settle.ts";
export type { CallFacts } from "./uses/subject.ts";
export type { Budget, BudgetAlert, BudgetUse, Limit, LimitState } from "./schema.ts";
