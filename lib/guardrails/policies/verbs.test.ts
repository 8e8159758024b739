import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { maskFieldsForRole, maskFor } from "../mask.ts";
import type { SavePolicyInput } from "../schema.ts";
import { checkText, redactForStorage, testPolicy } from "./check.ts";
import { ensureDefaultPolicy } from "./default.ts";
import { loadPolicies } from "./load.ts";
import { getPolicy, listPolicies, listPolicyVersions } from "./read.ts";
import { savePolicy } from "./save.ts";
import { setPolicyEnabled } from "./set-enabled.ts";

let tenant: Tenant;
let other: Tenant;
let admin: Awaited<ReturnType<Tenant["as"]>>;

beforeEach(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
  admin = await tenant.as("admin", "Ada");
});

const houseRules = (more: Partial<SavePolicyInput> = {}): SavePolicyInput => ({
  name: "House rules",
  rules: { pii: [{ type: "CREDIT_CARD", input: "block" }], blocklist: [{ term: "Titan", action: "redact" }] },
  ...more,
});

async function actions(): Promise<string[]> {
  const rows = await tenant.open.db
    .select({ action: auditEvents.action })
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectType, "policy")))
    .orderBy(auditEvents.seq);
  return rows.map(({ action }) => action);
}

describe("the default policy", () => {
  it("guards what is stored even before its row exists, and is made once", async () => {
    const before = await redactForStorage(tenant.ctx, { text: "a@b.org" });
    expect(before.value).toEqual({ text: "<EMAIL_ADDRESS>" });
    await Promise.all([ensureDefaultPolicy(tenant.ctx), ensureDefaultPolicy(tenant.ctx)]);
    expect(await listPolicies(tenant.ctx)).toMatchObject([
      { name: "Personal data", isEnabled: true, version: { number: 1, createdByName: "Valueloop" } },
    ]);
    expect(await actions()).toEqual(["policy.create"]);
    expect((await redactForStorage(tenant.ctx, ["a@b.org", 1])).value).toEqual(["<EMAIL_ADDRESS>", 1]);
    expect(await checkText(tenant.ctx, { text: "a@b.org", stage: "input" })).toMatchObject({
      action: "pass",
      text: "a@b.org",
    });
  });
});

describe("saving a policy", () => {
  it("makes numbered versions, leaves audit events, and holds for the next text at once", async () => {
    const made = await savePolicy(admin, houseRules());
    expect(await checkText(tenant.ctx, { text: "about Titan", stage: "output" })).toMatchObject({
      action: "redact",
      text: "about <BLOCKED_TERM>",
    });
    const changed = await savePolicy(
      admin,
      houseRules({
        policyId: made.id,
        rules: { blocklist: [{ term: "Titan", action: "block" }] },
        message: "Stricter",
        expectedVersion: 1,
      }),
    );
    expect(changed.version).toMatchObject({ number: 2, message: "Stricter", createdByName: "Ada" });
    expect(await checkText(tenant.ctx, { text: "about Titan", stage: "output" })).toMatchObject({
      action: "block",
    });
    expect((await listPolicyVersions(tenant.ctx, { policyId: made.id })).map(({ number }) => number)).toEqual(
      [2, 1],
    );
    expect(await getPolicy(tenant.ctx, { policyId: made.id })).toEqual(changed);
    expect(await actions()).toEqual(["policy.create", "policy.save"]);
  });

  it("of unchanged rules makes no version", async () => {
    const made = await savePolicy(admin, houseRules());
    expect(await savePolicy(admin, houseRules({ policyId: made.id }))).toEqual(made);
    expect(await actions()).toEqual(["policy.create"]);
  });

  it("refuses when somebody saved meanwhile, a taken name and a pattern RE2 cannot take", async () => {
    const made = await savePolicy(admin, houseRules());
    await savePolicy(admin, houseRules({ policyId: made.id, rules: {} }));
    await expect(
      savePolicy(admin, houseRules({ policyId: made.id, expectedVersion: 1 })),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(savePolicy(admin, houseRules())).rejects.toMatchObject({ code: "conflict" });
    const broken = { patterns: [{ name: "p", pattern: "(", action: "block" as const }] };
    await expect(savePolicy(admin, houseRules({ name: "New", rules: broken }))).rejects.toMatchObject({
      code: "invalid_input",
      details: { issues: [{ path: "rules.patterns.0.pattern" }] },
    });
    await expect(savePolicy(admin, houseRules({ name: "" }))).rejects.toMatchObject({ name: "ZodError" });
  });

  it("is for admins, within their project", async () => {
    const made = await savePolicy(admin, houseRules());
    const foreign = await other.as("admin");
    await expect(savePolicy(tenant.ctx, houseRules())).rejects.toMatchObject({ code: "forbidden" });
    await expect(setPolicyEnabled(tenant.ctx, { policyId: made.id, isEnabled: false })).rejects.toMatchObject(
      { code: "forbidden" },
    );
    await expect(savePolicy(foreign, houseRules({ policyId: made.id }))).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(setPolicyEnabled(foreign, { policyId: made.id, isEnabled: false })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(getPolicy(foreign, { policyId: made.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(listPolicyVersions(foreign, { policyId: made.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(testPolicy(foreign, { policyId: made.id, text: "x", stage: "input" })).rejects.toMatchObject(
      { code: "not_found" },
    );
    await expect(getPolicy(admin, { policyId: newId() })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("switching a policy off", () => {
  it("holds at once and leaves audit events", async () => {
    const made = await savePolicy(admin, houseRules());
    await setPolicyEnabled(admin, { policyId: made.id, isEnabled: false });
    expect(await loadPolicies(tenant.ctx)).toEqual([]);
    await setPolicyEnabled(admin, { policyId: made.id, isEnabled: true });
    await setPolicyEnabled(admin, { policyId: made.id, isEnabled: true });
    expect(await checkText(tenant.ctx, { text: "4111 1111 1111 1111", stage: "input" })).toMatchObject({
      action: "block",
      reason: expect.stringContaining('The policy "House rules" blocks text with a payment card.'),
    });
    expect(await actions()).toEqual(["policy.create", "policy.disable", "policy.enable"]);
  });

  it("changes nothing for another project", async () => {
    await savePolicy(admin, houseRules());
    expect(await checkText(other.ctx, { text: "about Titan", stage: "output" })).toMatchObject({
      action: "pass",
    });
  });
});

describe("trying a policy", () => {
  it("says what unsaved rules would do and what the detector sees, and stores nothing", async () => {
    const trial = await testPolicy(tenant.ctx, {
      rules: houseRules().rules,
      text: "Titan, mail a@b.org",
      stage: "input",
    });
    expect(trial).toMatchObject({
      result: { action: "redact", text: "<BLOCKED_TERM>, mail a@b.org" },
      detected: [{ type: "EMAIL_ADDRESS", text: "a@b.org" }],
    });
    expect(await listPolicies(tenant.ctx)).toEqual([]);
    await expect(testPolicy(tenant.ctx, { text: "", stage: "input" })).rejects.toMatchObject({
      name: "ZodError",
    });
  });
});

describe("masked text", () => {
  it("shows chips to a reviewer and the text to an engineer", async () => {
    const reviewer = await tenant.as("reviewer");
    const text = "Hi, my name is Anna Schmidt, card 4111 1111 1111 1111, mail <EMAIL_ADDRESS>";
    expect(maskFor(reviewer).text(text)).toBe("Hi, my name is [person], card [card], mail [email]");
    expect(maskFor(tenant.ctx).text(text)).toBe(text);
    expect(maskFieldsForRole(reviewer, { of: { ticket: ["a@b.org"], count: 1 } }, ["of"])).toEqual({
      of: { ticket: ["[email]"], count: 1 },
    });
  });
});
