import { type Context, requirePermission } from "#lib/identity";
import { type PolicyHit, PolicyHitsInput } from "./schema.ts";
import { telemetryStore } from "../store/open.ts";

/**
 * What policies found in a span, by UTC day and by what was done; those of one policy where it is named. Days and actions
 * without any are left out. Throws forbidden.
 */
export async function policyHits(ctx: Context, input: PolicyHitsInput): Promise<PolicyHit[]> {
  requirePermission(ctx, "generation.read");
  const { from, to, policyId } = PolicyHitsInput.parse(input);
  const rows = await telemetryStore(ctx).countFindings(ctx.project, { from, to, policyId: policyId ?? null });
  return rows.toSorted((a, b) => a.day.localeCompare(b.day) || a.action.localeCompare(b.action));
}
