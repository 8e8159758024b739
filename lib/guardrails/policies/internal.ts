import { and, eq } from "drizzle-orm";
import { policies, policyVersions } from "#db/schema/guardrails";
import type { Context } from "#lib/identity";
import { NotFound } from "#platform/errors";
import { type Policy, type PolicyVersion, PolicyRules } from "../schema.ts";

/** A policy with its current version. Throws not_found for one of another project too. */
export async function getPolicyInProject(ctx: Context, policyId: string): Promise<Policy> {
  const [row] = await selectPolicies(ctx).where(
    and(eq(policies.projectId, ctx.project), eq(policies.id, policyId)),
  );
  if (!row) throw new NotFound("policy");
  return presentPolicy(row);
}

/** Takes the policy's row for writing, so that two people who save at once are put in order. Throws not_found. */
export async function lockPolicy(tx: Context, policyId: string): Promise<void> {
  const [row] = await tx.db
    .select({ id: policies.id })
    .from(policies)
    .where(and(eq(policies.projectId, tx.project), eq(policies.id, policyId)))
    .for("update");
  if (!row) throw new NotFound("policy");
}

/** Policies joined to their current version; the caller adds the project. */
export function selectPolicies(ctx: Context) {
  return ctx.db
    .select({ policy: policies, version: policyVersions })
    .from(policies)
    .innerJoin(
      policyVersions,
      and(
        eq(policyVersions.projectId, policies.projectId),
        eq(policyVersions.policyId, policies.id),
        eq(policyVersions.number, policies.currentVersion),
      ),
    );
}

export function presentPolicy({
  policy,
  version,
}: {
  policy: typeof policies.$inferSelect;
  version: typeof policyVersions.$inferSelect;
}): Policy {
  const { id, name, isEnabled, createdAt } = policy;
  return { id, name, isEnabled, createdAt, version: presentPolicyVersion(version) };
}

export function presentPolicyVersion(row: typeof policyVersions.$inferSelect): PolicyVersion {
  const { number, contentHash, message, createdByName, createdAt } = row;
  return { number, contentHash, message, createdByName, createdAt, rules: PolicyRules.parse(row.rules) };
}
