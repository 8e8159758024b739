import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { feedback } from "#db/schema/feedback";
import { createTenant, type Tenant } from "#testing";
import { enqueueGeneration, type GenerationRecord, recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { feedbackSummary, listFeedback, recordFeedback } from "../index.ts";

let tenant: Tenant;
let other: Tenant;
const promptId = newId();
const versions = [newId(), newId()];

function record(versionNumber: 1 | 2, more: Partial<GenerationRecord> = {}): GenerationRecord {
  return {
    traceId: newId().replaceAll("-", ""),
    startedAt: tenant.clock.now(),
    source: "api",
    status: "succeeded",
    provider: "test",
    model: "test-model",
    input: [{ role: "user", content: "Where is my parcel?" }],
    output: "On its way.",
    latencyMs: 120,
    promptId,
    promptPath: "support/reply",
    promptVersionId: versions[versionNumber - 1],
    promptVersionNumber: versionNumber,
    ...more,
  };
}

async function generationOf(versionNumber: 1 | 2): Promise<string> {
  const [generation] = await recordGenerations(tenant.ctx, [record(versionNumber)]);
  return generation?.id ?? "";
}

beforeAll(async () => {
  tenant = await createTenant();
  other = await createTenant();
});

describe("recordFeedback", () => {
  it("keeps environment, source and mark of simulation of its call", async () => {
    const [generation] = await recordGenerations(tenant.ctx, [
      record(1, { label: "staging", isSimulated: true }),
    ]);
    const { id } = await recordFeedback(tenant.ctx, { generationId: generation?.id ?? "", score: 1 });
    const [row] = await tenant.open.db.select().from(feedback).where(eq(feedback.id, id));
    expect(row).toMatchObject({ environment: "staging", source: "api", isSimulated: true });
  });

  it("books the feedback on the prompt version of the generation and leaves an audit event", async () => {
    const generationId = await generationOf(1);
    const said = await recordFeedback(tenant.ctx, {
      generationId,
      kind: "thumbs",
      score: 1,
      comment: "Helped.",
    });
    expect(said).toMatchObject({
      generationId,
      promptPath: "support/reply",
      promptVersionNumber: 1,
      score: 1,
      comment: "Helped.",
    });
    const events = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, generationId));
    expect(events.map((event) => event.action)).toEqual(["feedback.create"]);
  });

  it("waits for a generation that the batched writer has not stored yet", async () => {
    const generation = await enqueueGeneration(tenant.ctx, record(2));
    const said = await recordFeedback(tenant.ctx, { generationId: generation.id, score: 0 });
    expect(said.promptVersionNumber).toBe(2);
  });

  it("serves a program that may send feedback but not read generations", async () => {
    const program = tenant.asApiKey(["feedback:write"]);
    const said = await recordFeedback(program, {
      generationId: await generationOf(1),
      kind: "rating",
      score: 0.75,
    });
    expect(said.promptVersionId).toBe(versions[0]);
  });

  it("refuses an unknown generation and one of another project as not found", async () => {
    await expect(recordFeedback(tenant.ctx, { generationId: newId(), score: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      recordFeedback(other.ctx, { generationId: await generationOf(1), score: 1 }),
    ).rejects.toMatchObject({ code: "not_found" });
  });

  it("refuses people and programs without the permission", async () => {
    const generationId = await generationOf(1);
    await expect(recordFeedback(await tenant.as("viewer"), { generationId, score: 1 })).rejects.toMatchObject(
      { code: "forbidden" },
    );
    await expect(
      recordFeedback(tenant.asApiKey(["prompts:read"]), { generationId, score: 1 }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it("refuses a score out of range, half a thumb, and feedback that says nothing", async () => {
    const generationId = await generationOf(1);
    await expect(recordFeedback(tenant.ctx, { generationId, kind: "rating", score: 5 })).rejects.toThrow(
      "between 0 and 1",
    );
    await expect(recordFeedback(tenant.ctx, { generationId, kind: "thumbs", score: 0.5 })).rejects.toThrow(
      "Thumbs",
    );
    await expect(recordFeedback(tenant.ctx, { generationId })).rejects.toThrow("score or a comment");
  });
});

describe("reading feedback", () => {
  it("lists it newest first, page by page, without the other project's", async () => {
    const fresh = await createTenant();
    const [generation] = await recordGenerations(fresh.ctx, [record(1)]);
    for (const score of [1, 0, 1]) {
      await recordFeedback(fresh.ctx, { generationId: generation?.id ?? "", score });
      fresh.clock.advance(1000);
    }
    const first = await listFeedback(fresh.ctx, { limit: 2 });
    expect(first.items.map((item) => item.score)).toEqual([1, 0]);
    const second = await listFeedback(fresh.ctx, { limit: 2, cursor: first.nextCursor ?? "" });
    expect(second.items.map((item) => item.score)).toEqual([1]);
    expect(second.nextCursor).toBeNull();
    expect((await listFeedback(fresh.ctx, { which: "negative" })).items).toHaveLength(1);
    expect((await listFeedback(other.ctx)).items).toHaveLength(0);
  });

  it("sums up by version with an interval", async () => {
    const fresh = await createTenant();
    const [generation] = await recordGenerations(fresh.ctx, [record(1)]);
    for (const score of [1, 1, 0, 1])
      await recordFeedback(fresh.ctx, { generationId: generation?.id ?? "", score });
    const [row] = await feedbackSummary(fresh.ctx);
    expect(row).toMatchObject({
      promptVersionNumber: 1,
      count: 4,
      scored: 4,
      positive: 3,
      positiveRate: 0.75,
    });
    expect(row?.positiveLow).toBeCloseTo(0.1941, 4);
    expect(row?.positiveHigh).toBeCloseTo(0.9937, 4);
  });

  it("lists what was said of simulated answers and counts it nowhere", async () => {
    const fresh = await createTenant();
    const calls = [record(1), record(1, { isSimulated: true, provider: "simulated" })];
    for (const { id } of await recordGenerations(fresh.ctx, calls))
      await recordFeedback(fresh.ctx, { generationId: id, score: 1 });
    expect((await listFeedback(fresh.ctx)).items).toHaveLength(2);
    expect(await feedbackSummary(fresh.ctx)).toMatchObject([{ count: 1, scored: 1, positive: 1 }]);
  });

  it("refuses programs without the permission", async () => {
    await expect(listFeedback(tenant.asApiKey(["prompts:read"]))).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(feedbackSummary(tenant.asApiKey(["prompts:read"]))).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
