"use server";

import { action } from "#app/_action";
import { createBudget, deleteBudget, updateBudget } from "#lib/budgets";
import { CreateBudgetInput, GetBudgetInput, UpdateBudgetInput } from "#schema/budgets";

export const createBudgetAction = action("budget.create")
  .inputSchema(CreateBudgetInput)
  .action(({ ctx, parsedInput }) => createBudget(ctx, parsedInput));
export const updateBudgetAction = action("budget.update")
  .inputSchema(UpdateBudgetInput)
  .action(({ ctx, parsedInput }) => updateBudget(ctx, parsedInput));
export const deleteBudgetAction = action("budget.delete")
  .inputSchema(GetBudgetInput)
  .action(({ ctx, parsedInput }) => deleteBudget(ctx, parsedInput));
