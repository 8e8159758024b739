import { type Context, requirePermission } from "#lib/identity";
import { UsageInput } from "./schema.ts";
import { telemetryStore } from "../store/open.ts";

/** How many calls of a scope each prompt version answered, by its id. Throws forbidden, invalid_input. */
export async function callsByVersion(ctx: Context, input: UsageInput): Promise<Map<string, number>> {
  requirePermission(ctx, "generation.read");
  const rows = await telemetryStore(ctx).countByVersion(ctx.project, UsageInput.parse(input));
  const calls = new Map<string, number>();
  for (const { key, count } of rows) calls.set(key, (calls.get(key) ?? 0) + count);
  return calls;
}
