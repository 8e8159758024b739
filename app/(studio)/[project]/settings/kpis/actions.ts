"use server";

import { action } from "#app/_action";
import { defineKpi, updateKpi } from "#lib/feedback";
import { DefineKpiInput, UpdateKpiInput } from "#schema/feedback";

export const defineKpiAction = action("kpi.create")
  .inputSchema(DefineKpiInput)
  .action(({ ctx, parsedInput }) => defineKpi(ctx, parsedInput));
export const updateKpiAction = action("kpi.update")
  .inputSchema(UpdateKpiInput)
  .action(({ ctx, parsedInput }) => updateKpi(ctx, parsedInput));
