import { and, eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { policies } from "#db/schema/guardrails";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { type Policy, SetPolicyEnabledInput } from "../schema.ts";
import { getPolicyInProject, lockPolicy } from "./internal.ts";

/** Switches a policy on or off for the whole project. Throws not_found. */
export async function setPolicyEnabled(ctx: Context, input: SetPolicyEnabledInput): Promise<Policy> {
  requirePermission(ctx, "policy.update");
  const { policyId, isEnabled } = SetPolicyEnabledInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await lockPolicy(tx, policyId);
    const before = await getPolicyInProject(tx, policyId);
    if (before.isEnabled === isEnabled) return before;
    await tx.db
      .update(policies)
      .set({ isEnabled })
      .where(and(eq(policies.projectId, ctx.project), eq(policies.id, policyId)));
    await publishInvalidation(tx, "policies", tx.project);
    await appendAudit(tx, {
      action: isEnabled ? "policy.enable" : "policy.disable",
      subject: { type: "policy", id: policyId, name: before.name },
      before: { isEnabled: before.isEnabled },
      after: { isEnabled },
    });
    return { ...before, isEnabled };
  });
}
