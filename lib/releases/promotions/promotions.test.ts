import { and, asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { inTransaction } from "#db";
import { contextForApiKey, createApiKey } from "#lib/identity";
import { listLabels, setLabel } from "#lib/prompts";
import { contentHash } from "#platform/canonical";
import { listEnvironments } from "../environments/read.ts";
import { updateGate } from "../environments/update-gate.ts";
import { buildBenchmark, buildPromotion, buildPrompt, buildRun } from "#testing/releases";
import { completePromotion } from "./complete.ts";
import { approvePromotion, rejectPromotion } from "./decide.ts";
import { countOpenPromotions, evaluateGate, getPromotion, listPromotions } from "./read.ts";
import { requestPromotion } from "./request.ts";
import { rollback } from "./rollback.ts";
import { promotionTimeline } from "./timeline.ts";
import { withdrawPromotion } from "./withdraw.ts";

let tenant: Tenant;
let other: Tenant;
let admin: Awaited<ReturnType<Tenant["as"]>>;
let second: Awaited<ReturnType<Tenant["as"]>>;

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
  [admin, second] = [await tenant.as("admin", "Ana Admin"), await tenant.as("engineer", "Tom Tester")];
  await updateGate(admin, { environment: "production", gate: { conditions: [{ kind: "approvals" }] } });
});

const actionsOn = async (subjectId: string) => {
  const rows = await tenant.open.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, subjectId)))
    .orderBy(asc(auditEvents.seq));
  return rows.map((row) => row.action);
};
const production = async (promptId: string) =>
  (await listLabels(tenant.ctx, { promptId })).find(({ name }) => name === "production") ?? null;
const request = (promptId: string, versionId: string, environment = "production") =>
  requestPromotion(tenant.ctx, { promptId, versionId, environment });
const promote = (promptId: string, versionId: string) => buildPromotion(tenant, second, promptId, versionId);
const sorted = (outcomes: (string | undefined)[]) =>
  outcomes.toSorted((left = "", right = "") => left.localeCompare(right));
const settle = async (promises: Promise<unknown>[]) =>
  (await Promise.allSettled(promises)).map((result) =>
    result.status === "fulfilled" ? "done" : (result.reason as { code?: string }).code,
  );

describe("a promotion", () => {
  it("that a program asked for is not approved by the person whose key it holds", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const { secret } = await createApiKey(second, { name: "pipeline", scopes: ["releases:write"] });
    const program = await contextForApiKey(tenant.open.db, { secret });
    const asked = await requestPromotion(program, { promptId, versionId: v1, environment: "production" });
    expect(asked).toMatchObject({ requestedByName: "pipeline", requestedBy: second.actor.id });
    await expect(approvePromotion(second, { promotionId: asked.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await approvePromotion(admin, { promotionId: asked.id });
    expect(await completePromotion(program, { promotionId: asked.id })).toMatchObject({ status: "promoted" });
  });

  it("that a person asked for is not approved by a program that holds that person's key", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const { secret } = await createApiKey(second, { name: "shortcut", scopes: ["approvals:write"] });
    const program = await contextForApiKey(tenant.open.db, { secret });
    const asked = await requestPromotion(second, { promptId, versionId: v1, environment: "production" });
    await expect(approvePromotion(program, { promotionId: asked.id })).rejects.toMatchObject({
      code: "forbidden",
    });
    const { id } = await request(promptId, v1, "staging");
    expect(await approvePromotion(program, { promotionId: id })).toMatchObject({ id });
  });

  it("moves the pointer once approved, keeps its evidence and hash, and leaves its way in the audit chain", async () => {
    const { promptId, path, v1 } = await buildPrompt(tenant, ["one", "two"]);
    const asked = await request(promptId, v1);
    expect(asked).toMatchObject({
      status: "open",
      kind: "promotion",
      promptPath: path,
      fromVersionId: null,
      toVersionNumber: 1,
    });
    expect((await evaluateGate(tenant.ctx, { promotionId: asked.id })).summary).toBe("needs 1 approval");
    await approvePromotion(second, { promotionId: asked.id, comment: "reads well" });
    const done = await completePromotion(tenant.ctx, { promotionId: asked.id });
    expect(done).toMatchObject({ status: "promoted", closedByName: tenant.ctx.actor.name });
    expect(await production(promptId)).toMatchObject({ versionId: v1 });
    const stored = await getPromotion(tenant.ctx, { number: asked.number });
    expect(contentHash(stored.evidence)).toBe(stored.evidenceHash);
    expect(stored.gate).toMatchObject({ status: "met", met: 1, evidenceHash: stored.evidenceHash });
    expect(await actionsOn(asked.id)).toEqual([
      "promotion.request",
      "promotion.approve",
      "promotion.complete",
    ]);
    const [event] = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.subjectId, asked.id), eq(auditEvents.action, "promotion.complete")));
    expect(event?.after).toMatchObject({ evidenceHash: stored.evidenceHash, version: 1 });
  });

  it("waits for its gate: what is missing is named and nothing moves", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const { id } = await request(promptId, v1);
    await expect(completePromotion(tenant.ctx, { promotionId: id })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("One approval by another"),
      details: { unmet: ["approvals"] },
    });
    expect(await production(promptId)).toBeNull();
  });

  it("is refused while another is open for the prompt and environment, which is named", async () => {
    const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
    const open = await request(promptId, v1);
    await expect(request(promptId, v2)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining(`Promotion ${open.number}`),
      details: { number: open.number },
    });
    expect(await request(promptId, v2, "development")).toMatchObject({ status: "open" });
    await withdrawPromotion(tenant.ctx, { promotionId: open.id });
    expect(await request(promptId, v2)).toMatchObject({ status: "open", toVersionNumber: 2 });
  });

  it("is refused for the version that is served already", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    await promote(promptId, v1);
    await expect(request(promptId, v1)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("serves version 1"),
    });
  });

  it("cannot be decided by the one who asked, by a program, or in a role the gate does not count", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const { id } = await request(promptId, v1);
    await expect(approvePromotion(tenant.ctx, { promotionId: id })).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("You asked"),
    });
    await expect(approvePromotion(await tenant.as("reviewer"), { promotionId: id })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      approvePromotion(tenant.asApiKey(["releases:write"]), { promotionId: id }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await updateGate(admin, {
      environment: "staging",
      gate: { conditions: [{ kind: "approvals", roles: ["owner"] }] },
    });
    const staged = await request(promptId, v1, "staging");
    await expect(approvePromotion(second, { promotionId: staged.id })).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("you are engineer"),
    });
  });

  it("is closed by a rejection, which says why and stays in its evidence", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const { id } = await request(promptId, v1);
    await expect(rejectPromotion(second, { promotionId: id, comment: " " })).rejects.toMatchObject({
      name: "ZodError",
    });
    expect(await rejectPromotion(second, { promotionId: id, comment: "too blunt" })).toMatchObject({
      status: "rejected",
    });
    const detail = await getPromotion(tenant.ctx, { promotionId: id });
    expect(detail.approvals).toMatchObject([{ verdict: "reject", comment: "too blunt" }]);
    expect(detail.gate.conditions[0]?.sentence).toBe("Rejected by Tom Tester.");
    await expect(approvePromotion(second, { promotionId: id })).rejects.toMatchObject({ code: "conflict" });
    expect(await actionsOn(id)).toEqual(["promotion.request", "promotion.reject"]);
  });

  it("does not move a pointer that somebody moved meanwhile", async () => {
    const { promptId, v1, v2, v3 } = await buildPrompt(tenant, ["one", "two", "three"]);
    await promote(promptId, v1);
    const { id } = await request(promptId, v2);
    await approvePromotion(second, { promotionId: id });
    await inTransaction(tenant.ctx, (tx) => setLabel(tx, { promptId, name: "production", versionId: v3 }));
    await expect(completePromotion(tenant.ctx, { promotionId: id })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("serves version 3 now"),
    });
    expect(await production(promptId)).toMatchObject({ versionId: v3 });
  });

  it("takes only runs of its own version as evidence", async () => {
    const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
    const benchmark = await buildBenchmark(tenant, 2);
    const run = await buildRun(tenant, benchmark, { promptId, versionId: v1, passes: [true, true] });
    await expect(
      requestPromotion(tenant.ctx, {
        promptId,
        versionId: v2,
        environment: "production",
        candidateRunId: run.runId,
      }),
    ).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("races", () => {
  it("let one of two requests through", async () => {
    const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
    expect(
      sorted(await settle([request(promptId, v1), request(promptId, v2), request(promptId, v1)])),
    ).toEqual(["conflict", "conflict", "done"]);
  });

  it("complete once when two people press at once", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const { id } = await request(promptId, v1);
    await approvePromotion(second, { promotionId: id });
    expect(
      sorted(
        await settle([
          completePromotion(tenant.ctx, { promotionId: id }),
          completePromotion(second, { promotionId: id }),
        ]),
      ),
    ).toEqual(["conflict", "done"]);
    expect((await actionsOn(id)).filter((action) => action === "promotion.complete")).toHaveLength(1);
  });

  it("never promote what is rejected at the same moment, nor reject what is promoted", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
      const { id } = await request(promptId, v1);
      await approvePromotion(admin, { promotionId: id });
      const outcome = await settle([
        completePromotion(tenant.ctx, { promotionId: id }),
        rejectPromotion(second, { promotionId: id, comment: "no" }),
      ]);
      expect(sorted(outcome)).toEqual(["conflict", "done"]);
      const { status } = await getPromotion(tenant.ctx, { promotionId: id });
      expect((await production(promptId)) !== null).toBe(status === "promoted");
    }
  });

  it("number promotions without gaps or doubles", async () => {
    const built = await Promise.all(Array.from({ length: 4 }, () => buildPrompt(tenant, ["one"])));
    const asked = await Promise.all(built.map(({ promptId, v1 }) => request(promptId, v1)));
    const numbers = asked.map(({ number }) => number).toSorted((left, right) => left - right);
    expect(numbers).toEqual(numbers.map((_, position) => (numbers[0] ?? 0) + position));
  });
});

describe("a rollback", () => {
  it("restores what was served before, again and again, and is a promotion of its own", async () => {
    const { promptId, v1, v2, v3 } = await buildPrompt(tenant, ["one", "two", "three"]);
    for (const versionId of [v1, v2, v3]) await promote(promptId, versionId);
    const back = await rollback(second, {
      promptId,
      environment: "production",
      reason: "edit rate up",
      expectedVersionId: v3,
    });
    expect(back).toMatchObject({
      kind: "rollback",
      status: "promoted",
      fromVersionId: v3,
      toVersionId: v2,
      reason: "edit rate up",
    });
    expect(contentHash(back.evidence)).toBe(back.evidenceHash);
    expect(await production(promptId)).toMatchObject({ versionId: v2 });
    expect(await actionsOn(back.id)).toEqual(["promotion.rollback"]);
    tenant.clock.advance(1000);
    expect(await rollback(second, { promptId, environment: "production" })).toMatchObject({
      toVersionId: v1,
    });
    await expect(rollback(second, { promptId, environment: "production" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("no earlier version"),
    });
  });

  it("is refused when the environment serves something else by now", async () => {
    const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
    await promote(promptId, v1);
    await promote(promptId, v2);
    await expect(
      rollback(second, { promptId, environment: "production", expectedVersionId: v1 }),
    ).rejects.toMatchObject({ code: "conflict" });
    await expect(
      rollback(await tenant.as("reviewer"), { promptId, environment: "production" }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("reading", () => {
  it("lists promotions newest first, by filter and page", async () => {
    const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
    await promote(promptId, v1);
    await request(promptId, v2);
    const page = await listPromotions(tenant.ctx, { promptId, limit: 1 });
    expect(page.items).toMatchObject([{ toVersionNumber: 2, status: "open" }]);
    expect(
      (await listPromotions(tenant.ctx, { promptId, limit: 1, cursor: page.nextCursor ?? "" })).items,
    ).toMatchObject([{ toVersionNumber: 1 }]);
    expect((await listPromotions(tenant.ctx, { promptId, status: "promoted" })).items).toHaveLength(1);
    expect(await countOpenPromotions(tenant.ctx)).toBeGreaterThan(0);
  });

  it("tells who did what and when", async () => {
    const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
    await promote(promptId, v1);
    tenant.clock.advance(1000);
    const { id } = await request(promptId, v2);
    const entries = await promotionTimeline(tenant.ctx, { promotionId: id });
    expect(entries.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["version", "promoted", "waiting"]),
    );
    expect(entries.map(({ at }) => at.getTime())).toEqual(
      entries.map(({ at }) => at.getTime()).toSorted((left, right) => left - right),
    );
  });

  it("does not see or touch another project's promotions and prompts", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const { id, number } = await request(promptId, v1);
    const foreign = other.ctx;
    const otherAdmin = await other.as("admin");
    const tries = [
      requestPromotion(foreign, { promptId, versionId: v1, environment: "production" }),
      getPromotion(foreign, { promotionId: id }),
      getPromotion(foreign, { number }),
      evaluateGate(foreign, { promotionId: id }),
      promotionTimeline(foreign, { promotionId: id }),
      approvePromotion(otherAdmin, { promotionId: id }),
      rejectPromotion(otherAdmin, { promotionId: id, comment: "no" }),
      completePromotion(foreign, { promotionId: id }),
      withdrawPromotion(foreign, { promotionId: id }),
      rollback(foreign, { promptId, environment: "production" }),
    ];
    expect(await settle(tries)).toEqual(tries.map(() => "not_found"));
    expect((await listPromotions(foreign, {})).items).toEqual([]);
  });

  it("needs the permission of its role or key", async () => {
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const { id } = await request(promptId, v1);
    const [viewer, key] = [await tenant.as("viewer"), tenant.asApiKey(["prompts:read"])];
    expect(await getPromotion(viewer, { promotionId: id })).toMatchObject({ id });
    const tries = [
      requestPromotion(viewer, { promptId, versionId: v1, environment: "staging" }),
      completePromotion(viewer, { promotionId: id }),
      withdrawPromotion(viewer, { promotionId: id }),
      getPromotion(key, { promotionId: id }),
      listPromotions(key, {}),
      listEnvironments(key),
    ];
    expect(await settle(tries)).toEqual(tries.map(() => "forbidden"));
  });
});
