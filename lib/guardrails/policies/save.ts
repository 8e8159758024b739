import { and, eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { policies, policyVersions } from "#db/schema/guardrails";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { contentHash } from "#platform/canonical";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { type Policy, SavePolicyInput } from "../schema.ts";
import { checkPatterns } from "./compile.ts";
import { getPolicyInProject, lockPolicy } from "./internal.ts";

/**
 * Makes a policy, or a new version of one. Throws invalid_input for a pattern RE2 refuses, conflict when
 * somebody saved meanwhile or the name is taken, not_found. Saving unchanged rules makes no version.
 */
export async function savePolicy(ctx: Context, input: SavePolicyInput): Promise<Policy> {
  requirePermission(ctx, "policy.update");
  const parsed = SavePolicyInput.parse(input);
  checkPatterns(parsed.rules);
  return inTransaction(ctx, async (tx) => {
    await refuseTakenName(tx, parsed.name, parsed.policyId);
    await publishInvalidation(tx, "policies", tx.project);
    return parsed.policyId ? saveVersion(tx, parsed.policyId, parsed) : createPolicy(tx, parsed);
  });
}

type Parsed = ReturnType<typeof SavePolicyInput.parse>;

async function createPolicy(tx: Context, parsed: Parsed): Promise<Policy> {
  const policyId = newId();
  await tx.db.insert(policies).values({
    id: policyId,
    projectId: tx.project,
    name: parsed.name,
    currentVersion: 1,
    createdAt: tx.clock.now(),
  });
  await insertVersion(tx, policyId, 1, parsed);
  const after = await getPolicyInProject(tx, policyId);
  await appendAudit(tx, {
    action: "policy.create",
    subject: { type: "policy", id: policyId, name: parsed.name },
    after: summary(after),
  });
  return after;
}

async function saveVersion(tx: Context, policyId: string, parsed: Parsed): Promise<Policy> {
  await lockPolicy(tx, policyId);
  const before = await getPolicyInProject(tx, policyId);
  if (parsed.expectedVersion !== undefined && parsed.expectedVersion !== before.version.number) {
    throw new AppError(
      "conflict",
      `Version ${before.version.number} was saved meanwhile by ${before.version.createdByName}. Reload to see it, then decide again.`,
    );
  }
  const isChanged = contentHash(parsed.rules) !== before.version.contentHash;
  if (!isChanged && parsed.name === before.name) return before;
  const number = isChanged ? before.version.number + 1 : before.version.number;
  if (isChanged) await insertVersion(tx, policyId, number, parsed);
  await tx.db
    .update(policies)
    .set({ name: parsed.name, currentVersion: number })
    .where(and(eq(policies.projectId, tx.project), eq(policies.id, policyId)));
  const after = await getPolicyInProject(tx, policyId);
  await appendAudit(tx, {
    action: "policy.save",
    subject: { type: "policy", id: policyId, name: parsed.name },
    before: summary(before),
    after: summary(after),
  });
  return after;
}

async function insertVersion(
  tx: Context,
  policyId: string,
  number: number,
  { rules, message }: Parsed,
): Promise<void> {
  await tx.db.insert(policyVersions).values({
    id: newId(),
    projectId: tx.project,
    policyId,
    number,
    rules,
    contentHash: contentHash(rules),
    message,
    createdBy: tx.actor.kind === "user" ? tx.actor.id : null,
    createdByName: tx.actor.name,
    createdAt: tx.clock.now(),
  });
}

async function refuseTakenName(tx: Context, name: string, policyId: string | undefined): Promise<void> {
  const [other] = await tx.db
    .select({ id: policies.id })
    .from(policies)
    .where(and(eq(policies.projectId, tx.project), eq(policies.name, name)));
  if (other && other.id !== policyId)
    throw new AppError("conflict", `There is already a policy called "${name}". Choose another name.`, {
      details: { field: "name" },
    });
}

/** Blocklist terms may themselves be sensitive: the chain keeps the hash and the counts. */
function summary({ name, isEnabled, version }: Policy) {
  const { pii, blocklist, patterns, injection, topics, json, scan } = version.rules;
  return {
    name,
    isEnabled,
    version: version.number,
    contentHash: version.contentHash,
    pii,
    blocklistTerms: blocklist.length,
    patterns: patterns.map((rule) => rule.name),
    ...(injection ? { injection } : {}),
    ...(topics ? { topics: topics.map((rule) => rule.name) } : {}),
    ...(json ? { json } : {}),
    ...(scan ? { scan } : {}),
  };
}
