import { and, asc, desc, eq } from "drizzle-orm";
import { policies, policyVersions } from "#db/schema/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { GetPolicyInput, type Policy, type PolicyVersion } from "../schema.ts";
import { getPolicyInProject, presentPolicy, presentPolicyVersion, selectPolicies } from "./internal.ts";

/** One policy with the rules of its current version. Throws not_found. */
export async function getPolicy(ctx: Context, input: GetPolicyInput): Promise<Policy> {
  requirePermission(ctx, "policy.read");
  return getPolicyInProject(ctx, GetPolicyInput.parse(input).policyId);
}

/** All policies of the project, in the order they are applied: oldest first. */
export async function listPolicies(ctx: Context): Promise<Policy[]> {
  requirePermission(ctx, "policy.read");
  const rows = await selectPolicies(ctx)
    .where(eq(policies.projectId, ctx.project))
    .orderBy(asc(policies.createdAt), asc(policies.id));
  return rows.map(presentPolicy);
}

/** Every version of a policy, newest first. Throws not_found. */
export async function listPolicyVersions(ctx: Context, input: GetPolicyInput): Promise<PolicyVersion[]> {
  requirePermission(ctx, "policy.read");
  const { policyId } = GetPolicyInput.parse(input);
  await getPolicyInProject(ctx, policyId);
  const rows = await ctx.db
    .select()
    .from(policyVersions)
    .where(and(eq(policyVersions.projectId, ctx.project), eq(policyVersions.policyId, policyId)))
    .orderBy(desc(policyVersions.number))
    .limit(200);
  return rows.map(presentPolicyVersion);
}
