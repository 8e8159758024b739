import fc from "fast-check";
import { desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import type { Context } from "#lib/identity";
import {
  addModel,
  costUsd,
  createConnection,
  createPriceOverride,
  endPriceOverride,
  getConnection,
  getModelCard,
  listPriceOverrides,
} from "../index.ts";
import type { CreatePriceOverrideInput } from "./schema.ts";
import { matchesModel } from "./match.ts";

let tenant: Tenant;
let admin: Context;
let connectionId: string;

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin", "Ada");
  const connection = await createConnection(admin, {
    name: "mine",
    kind: "openai_compatible",
    preset: "mistral",
    apiKey: "sk-secret-abcd1234",
  });
  connectionId = connection.id;
});

const price = (more: Partial<CreatePriceOverrideInput> = {}): CreatePriceOverrideInput => ({
  connection: "mine",
  modelPattern: "own-model",
  from: "2026-11-01T00:00:00Z",
  inputPrice: 1,
  outputPrice: 2,
  ...more,
});
const million = { inputTokens: 1_000_000, outputTokens: 1_000_000 };
const costAt = async (model: string, moment: string) =>
  costUsd(await getModelCard(admin, { connectionId, model }), million, new Date(moment));

async function lastAudit() {
  const [event] = await admin.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.chainId, admin.project))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return event;
}

describe("a project's own price", () => {
  it("is charged from its first moment to before its last, and stands in the audit chain", async () => {
    const made = await createPriceOverride(admin, price({ to: "2026-11-10T00:00:00Z", note: "contract 7" }));
    expect(made).toMatchObject({ connectionId, createdByName: "Ada", cachedInputPrice: null });
    expect(await lastAudit()).toMatchObject({ action: "price_override.create", subjectId: made.id });
    expect(await costAt("own-model", "2026-11-01T00:00:00Z")).toBe(3);
    expect(await costAt("own-model", "2026-11-09T23:59:59.999Z")).toBe(3);
    expect(await costAt("own-model", "2026-11-10T00:00:00Z")).toBeNull();
    expect(await costAt("own-model", "2026-10-31T23:59:59.999Z")).toBeNull();
    expect(await costAt("another", "2026-11-05T00:00:00Z")).toBeNull();
  });

  it("refuses a second one of the same pattern at the same time, not one after it", async () => {
    const overlapping = price({ modelPattern: "OWN-model", from: "2026-11-09T00:00:00Z" });
    await expect(createPriceOverride(admin, overlapping)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("End it first") as string,
    });
    const next = await createPriceOverride(admin, price({ from: "2026-11-10T00:00:00Z", inputPrice: 5 }));
    expect(await costAt("own-model", "2026-11-20T00:00:00Z")).toBe(7);
    const ended = await endPriceOverride(admin, {
      overrideId: next.id,
      to: new Date("2026-11-15T00:00:00Z"),
    });
    expect(ended.to).toEqual(new Date("2026-11-15T00:00:00Z"));
    expect(await lastAudit()).toMatchObject({ action: "price_override.end", subjectId: next.id });
    expect(await costAt("own-model", "2026-11-20T00:00:00Z")).toBeNull();
    await expect(
      endPriceOverride(admin, { overrideId: next.id, to: new Date("2026-11-16T00:00:00Z") }),
    ).rejects.toMatchObject({ code: "conflict" });
  });

  it("never holds when it was ended before it began, and leaves its time free", async () => {
    const future = price({ modelPattern: "later", from: "2030-01-01T00:00:00Z" });
    const made = await createPriceOverride(admin, future);
    await endPriceOverride(admin, { overrideId: made.id });
    expect(await costAt("later", "2031-01-01T00:00:00Z")).toBeNull();
    await createPriceOverride(admin, future);
    expect(await costAt("later", "2031-01-01T00:00:00Z")).toBe(3);
  });

  it("of the closest pattern wins, and over the list", async () => {
    await createPriceOverride(admin, price({ modelPattern: "mistral-*", inputPrice: 10 }));
    expect(await costAt("mistral-small-latest", "2026-11-20T00:00:00Z")).toBe(12);
    await createPriceOverride(admin, price({ modelPattern: "mistral-small-*", inputPrice: 20 }));
    expect(await costAt("mistral-small-latest", "2026-11-20T00:00:00Z")).toBe(22);
    await createPriceOverride(admin, price({ modelPattern: "mistral-small-latest", inputPrice: 30 }));
    expect(await costAt("mistral-small-latest", "2026-11-20T00:00:00Z")).toBe(32);
    expect(await costAt("mistral-large-latest", "2026-11-20T00:00:00Z")).toBe(12);
    expect(await costAt("mistral-small-latest", "2026-10-20T00:00:00Z")).toBe(0.75);
  });

  it("is an admin's to set and an engineer's to see, in one project only", async () => {
    const engineer = await tenant.as("engineer");
    expect((await listPriceOverrides(engineer)).length).toBeGreaterThan(3);
    await expect(createPriceOverride(engineer, price())).rejects.toMatchObject({ code: "forbidden" });
    await expect(listPriceOverrides(await tenant.as("viewer"))).rejects.toMatchObject({ code: "forbidden" });
    const stranger = await (await createTenant()).as("admin");
    expect(await listPriceOverrides(stranger)).toEqual([]);
    await expect(createPriceOverride(stranger, price())).rejects.toMatchObject({ code: "not_found" });
    await expect(createPriceOverride(stranger, price({ connection: connectionId }))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it.each([
    { to: "2026-10-01T00:00:00Z" },
    { inputPrice: -1 },
    { modelPattern: " " },
    { modelPattern: "*****" },
  ])("refuses %o", async (more) => {
    await expect(createPriceOverride(admin, price(more))).rejects.toThrow();
  });
});

describe("the kept tables", () => {
  it("are read again: a connection shows and charges today's list until a person enters a figure", async () => {
    const { models } = await getConnection(admin, { connectionId });
    expect(models.find(({ name }) => name === "mistral-small-latest")).toMatchObject({
      inputPrice: 0.15,
      outputPrice: 0.6,
      cachedInputPrice: 0.015,
      sourceDate: "2026-11-27",
    });
    const own = await addModel(admin, { connectionId, name: "entered", inputPrice: 7, outputPrice: 8 });
    expect(own).toMatchObject({ inputPrice: 7, source: "Entered by Ada" });
    expect(await costAt("entered", "2026-11-20T00:00:00Z")).toBe(15);
  });
});

describe("matchesModel", () => {
  it.each([
    ["gpt-4o", "gpt-4o", true],
    ["gpt-4o", "GPT-4o", true],
    ["gpt-4o", "gpt-4o-mini", false],
    ["gpt-4o*", "gpt-4o-mini", true],
    ["*mini", "gpt-4o-mini", true],
    ["gpt-*-mini", "gpt-mini", false],
    ["a*a", "a", false],
    ["a.c", "abc", false],
    ["*", "anything", true],
  ])("%s and %s: %s", (pattern, model, expected) => {
    expect(matchesModel(pattern, model)).toBe(expected);
  });

  it("agrees with a regular expression that says the same", () => {
    const text = fc.stringMatching(/^[ab*]{0,6}$/);
    const name = fc.stringMatching(/^[ab]{0,8}$/);
    fc.assert(
      fc.property(text, name, (pattern, model) => {
        const same = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
        expect(matchesModel(pattern, model)).toBe(same.test(model));
      }),
    );
  });
});
