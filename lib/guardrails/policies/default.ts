import { publishInvalidation, inTransaction } from "#db";
import { policies, policyVersions } from "#db/schema/guardrails";
import { appendAudit } from "#lib/audit";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { contentHash } from "#platform/canonical";
import { newId } from "#platform/ids";
import { PolicyRules, type PiiType } from "../schema.ts";

export const defaultPolicyName = "Personal data";

const storedRedacted: PiiType[] = [
  "EMAIL_ADDRESS",
  "PHONE_NUMBER",
  "CREDIT_CARD",
  "IBAN_CODE",
  "US_SSN",
  "UK_NINO",
  "UK_NHS",
  "NATIONAL_ID",
  "DATE_OF_BIRTH",
  "PASSWORD",
  "API_KEY",
  "PRIVATE_KEY",
  "URL_CREDENTIALS",
  "SECRET",
];

/** What every project starts with: identifiers and secrets are redacted before anything is stored; calls are left alone. */
export const defaultRules: PolicyRules = PolicyRules.parse({
  pii: storedRedacted.map((type) => ({ type, input: "off", output: "off", stored: "redact" })),
});

/** Makes the project's default policy unless it has one of that name; safe to call any number of times. */
export async function ensureDefaultPolicy(ctx: Context): Promise<void> {
  requirePermission(ctx, "policy.read");
  await inTransaction(ctx, async (tx) => {
    const [made] = await tx.db
      .insert(policies)
      .values({
        projectId: ctx.project,
        name: defaultPolicyName,
        currentVersion: 1,
        createdAt: ctx.clock.now(),
      })
      .onConflictDoNothing()
      .returning();
    if (!made) return;
    await publishInvalidation(tx, "policies", tx.project);
    await tx.db.insert(policyVersions).values({
      id: newId(),
      projectId: ctx.project,
      policyId: made.id,
      number: 1,
      rules: defaultRules,
      contentHash: contentHash(defaultRules),
      message: "Made with the project",
      createdByName: "Valueloop",
      createdAt: ctx.clock.now(),
    });
    // Whoever opened the page first did not make it.
    await appendAudit(asStudio(tx), {
      action: "policy.create",
      subject: { type: "policy", id: made.id, name: defaultPolicyName },
      after: { version: 1, contentHash: contentHash(defaultRules) },
    });
  });
}
