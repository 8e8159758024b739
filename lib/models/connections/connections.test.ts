import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { connections } from "#db/schema/models";
import { createTenant, type Tenant } from "#testing";
import type { Context } from "#lib/identity";
import {
  addModel,
  archiveConnection,
  closePools,
  createChatModel,
  createConnection,
  getConnection,
  getModelCard,
  listConnections,
  listModels,
  removeModel,
  restoreConnection,
  updateConnection,
  updateModel,
} from "../index.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  process.env["VALUELOOP_ENCRYPTION_KEY"] = Buffer.alloc(32, 7).toString("base64");
});

let server: Server;
let baseUrl: string;
let tenant: Tenant;
let admin: Context;
const seen: { authorization: string | undefined }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push({ authorization: request.headers.authorization });
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as { model: string };
      if (body.model === "broken") return response.writeHead(401).end();
      response.writeHead(200, { "content-type": "text/event-stream" });
      return response.end(
        'data: {"choices":[{"delta":{"content":"Hello."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
      );
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  tenant = await createTenant();
  admin = await tenant.as("admin", "Ada");
});

afterAll(async () => {
  await closePools();
  server.close();
});

let count = 0;
const create = (ctx: Context = admin, overrides: Partial<Parameters<typeof createConnection>[1]> = {}) =>
  createConnection(ctx, {
    name: `Loop ${(count += 1)}`,
    kind: "openai_compatible",
    baseUrl,
    apiKey: "sk-secret-abcd1234",
    models: ["m"],
    ...overrides,
  });

async function lastAudit(ctx: Context) {
  const [event] = await ctx.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.chainId, ctx.project))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return event;
}

describe("createConnection", () => {
  it("stores the connection with its key sealed, shows four characters of it, and leaves its audit row", async () => {
    const created = await create();
    expect(created).toMatchObject({ kind: "openai_compatible", baseUrl, keyHint: "1234", archivedAt: null });
    const [row] = await admin.db.select().from(connections).where(eq(connections.id, created.id));
    expect(row?.sealedCredentials).toMatch(/^v1\./);
    const everything = JSON.stringify([created, await listConnections(admin), await lastAudit(admin)]);
    expect(everything).not.toContain("sk-secret");
    expect(await lastAudit(admin)).toMatchObject({ action: "connection.create", subjectId: created.id });
  });

  it("fills prices, context and parameters from the kept tables, and leaves null what they do not know", async () => {
    const { models } = await createConnection(admin, {
      name: "OpenAI",
      kind: "openai_compatible",
      preset: "openai",
      apiKey: "sk-secret-abcd1234",
      models: ["gpt-4o-mini", "unheard-of"],
      baseUrl,
    });
    expect(models.find(({ name }) => name === "gpt-4o-mini")).toMatchObject({
      inputPrice: 0.15,
      outputPrice: 0.6,
      cachedInputPrice: 0.075,
      contextTokens: 128_000,
      activeParametersBillions: { low: 8, high: 28 },
      source: expect.stringContaining("genai-prices"),
      sourceDate: expect.stringMatching(/^2026/),
    });
    expect(models.find(({ name }) => name === "unheard-of")).toMatchObject({
      inputPrice: null,
      outputPrice: null,
      activeParametersBillions: null,
    });
  });

  it("refuses a second connection of the same name, a lacking permission, and bad input", async () => {
    const { name } = await create();
    await expect(create(admin, { name })).rejects.toMatchObject({ code: "conflict" });
    await expect(create(tenant.ctx)).rejects.toMatchObject({ code: "forbidden" });
    await expect(create(admin, { baseUrl: "ftp://example.com" })).rejects.toThrow("https://");
    await expect(
      createConnection(admin, { name: "No address", kind: "openai_compatible" }),
    ).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("updateConnection", () => {
  it("changes what is given, keeps the rest, and says in the audit row only that the key changed", async () => {
    const { id } = await create();
    const name = `Renamed ${(count += 1)}`;
    const updated = await updateConnection(admin, {
      connectionId: id,
      name,
      apiKey: "sk-secret-efgh5678",
      gridZone: "fra",
    });
    expect(updated).toMatchObject({ name, keyHint: "5678", gridZone: "FRA", baseUrl });
    const audit = await lastAudit(admin);
    expect(audit).toMatchObject({ action: "connection.update", after: { isKeyChanged: true } });
    expect(JSON.stringify(audit)).not.toContain("sk-secret");
  });

  it("forgets the key when the address moves to another server", async () => {
    const { id } = await create();
    const moved = await updateConnection(admin, { connectionId: id, baseUrl: "http://127.0.0.1:9/v1" });
    expect(moved.keyHint).toBeNull();
  });

  it("refuses foreign ids, lacking permission and bad input", async () => {
    const { id } = await create();
    const stranger = await (await createTenant()).as("owner");
    await expect(updateConnection(stranger, { connectionId: id, name: "Mine" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(updateConnection(tenant.ctx, { connectionId: id, name: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(updateConnection(admin, { connectionId: id, gridZone: "Germany" })).rejects.toThrow(
      "three letters",
    );
  });
});

describe("archiveConnection", () => {
  it("takes it out of lists and pickers and stops calls; restoring brings it back", async () => {
    const { id } = await create();
    const target = { connectionId: id, model: "m" };
    await createChatModel(admin, target);
    await archiveConnection(admin, { connectionId: id });
    expect(await lastAudit(admin)).toMatchObject({ action: "connection.archive", subjectId: id });
    expect((await listConnections(admin)).map((connection) => connection.id)).not.toContain(id);
    expect((await listModels(admin)).map((choice) => choice.connectionId)).not.toContain(id);
    await expect(createChatModel(admin, target)).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("archived"),
    });
    await restoreConnection(admin, { connectionId: id });
    expect((await listModels(admin)).map((choice) => choice.connectionId)).toContain(id);
    await createChatModel(admin, target);
  });

  it("refuses foreign ids, lacking permission and bad input", async () => {
    const { id } = await create();
    const stranger = await (await createTenant()).as("owner");
    for (const verb of [archiveConnection, restoreConnection]) {
      await expect(verb(stranger, { connectionId: id })).rejects.toMatchObject({ code: "not_found" });
      await expect(verb(tenant.ctx, { connectionId: id })).rejects.toMatchObject({ code: "forbidden" });
      await expect(verb(admin, { connectionId: "x" })).rejects.toMatchObject({
        name: expect.stringContaining("ZodError"),
      });
    }
  });
});

describe("models of a connection", () => {
  it("are added with known figures, changed by a person who is named as the source, and removed", async () => {
    const { id } = await create(admin, { models: [] });
    const added = await addModel(admin, { connectionId: id, name: "qwen3-30b-a3b" });
    expect(added).toMatchObject({
      activeParametersBillions: { low: 3, high: 3 },
      totalParametersBillions: { low: 30, high: 30 },
      inputPrice: null,
    });
    const priced = await updateModel(admin, {
      modelId: added.id,
      inputPrice: 0.5,
      outputPrice: null,
      activeParametersBillions: 4,
    });
    expect(priced).toMatchObject({
      inputPrice: 0.5,
      outputPrice: null,
      activeParametersBillions: { low: 4, high: 4 },
      source: "Entered by Ada",
      sourceDate: "2026-11-23",
    });
    expect(await lastAudit(admin)).toMatchObject({
      action: "model.update",
      before: { inputPrice: null },
      after: { inputPrice: 0.5 },
    });
    await expect(addModel(admin, { connectionId: id, name: "qwen3-30b-a3b" })).rejects.toMatchObject({
      code: "conflict",
    });
    await removeModel(admin, { modelId: added.id });
    expect((await getConnection(admin, { connectionId: id })).models).toEqual([]);
  });

  it("refuse foreign ids, lacking permission and bad input", async () => {
    const { id, models } = await create();
    const modelId = models[0]?.id ?? "";
    const stranger = await (await createTenant()).as("owner");
    await expect(addModel(stranger, { connectionId: id, name: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(updateModel(stranger, { modelId, inputPrice: 1 })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(removeModel(stranger, { modelId })).rejects.toMatchObject({ code: "not_found" });
    await expect(addModel(tenant.ctx, { connectionId: id, name: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(updateModel(tenant.ctx, { modelId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(removeModel(tenant.ctx, { modelId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(updateModel(admin, { modelId, inputPrice: -1 })).rejects.toMatchObject({
      name: expect.stringContaining("ZodError"),
    });
  });
});

describe("createChatModel and getModelCard", () => {
  it("stream through the connection with its key, and see a change at once", async () => {
    const { id } = await create();
    const target = { connectionId: id, model: "m" };
    const chat = await createChatModel(tenant.ctx, target);
    expect(
      await chat.answer({ messages: [{ role: "user", content: "Hi" }] }).catch((error: unknown) => error),
    ).toMatchObject({ code: "upstream_failed" });
    const events = [];
    for await (const event of chat.converse({ messages: [{ role: "user", content: "Hi" }] }))
      events.push(event);
    expect(events[0]).toEqual({ type: "delta", text: "Hello." });
    expect(seen.at(-1)?.authorization).toBe("Bearer sk-secret-abcd1234");
    await updateConnection(admin, { connectionId: id, apiKey: "sk-other-abcd1234" });
    for await (const _ of (await createChatModel(tenant.ctx, target)).converse({
      messages: [{ role: "user", content: "Hi" }],
    }))
      continue;
    expect(seen.at(-1)?.authorization).toBe("Bearer sk-other-abcd1234");
  });

  it("give card with null for what is not known, and mark simulated models", async () => {
    const { id } = await create();
    expect(await getModelCard(tenant.ctx, { connectionId: id, model: "m" })).toMatchObject({
      prices: { inputUsdPerMillion: null, outputUsdPerMillion: null },
      parameters: null,
      isSimulated: false,
    });
    const simulated = await createConnection(admin, {
      name: "Simulated",
      kind: "simulated",
      preset: "simulated",
    });
    const target = { connectionId: simulated.id, model: "simulated-fast" };
    expect(await getModelCard(tenant.ctx, target)).toMatchObject({
      isSimulated: true,
      provider: "simulated",
      parameters: null,
    });
    expect((await listModels(tenant.ctx)).at(-1)).toMatchObject({ isSimulated: true });
    expect((await createChatModel(tenant.ctx, target)).isSimulated).toBe(true);
  });

  it("refuse foreign ids, lacking permission and bad input", async () => {
    const { id } = await create();
    const target = { connectionId: id, model: "m" };
    const stranger = (await createTenant()).ctx;
    await expect(createChatModel(stranger, target)).rejects.toMatchObject({ code: "not_found" });
    await expect(getModelCard(stranger, target)).rejects.toMatchObject({ code: "not_found" });
    await expect(createChatModel(await tenant.as("viewer"), target)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(createChatModel(tenant.ctx, { ...target, model: "" })).rejects.toMatchObject({
      name: expect.stringContaining("ZodError"),
    });
  });
});

describe("a provider that must know more than address and key", () => {
  it("keeps its options in the open and its secret sealed, and is priced by its own list", async () => {
    const secret = "wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY";
    const made = await createConnection(admin, {
      name: "bedrock",
      kind: "bedrock",
      preset: "bedrock",
      apiKey: secret,
      options: { region: "eu-west-1", accessKeyId: "AKIAIOSFODNN7EXAMPLE", project: "" },
      models: ["anthropic.claude-3-haiku-20240307-v1:0"],
    });
    expect(made).toMatchObject({
      kind: "bedrock",
      baseUrl: null,
      options: { region: "eu-west-1", accessKeyId: "AKIAIOSFODNN7EXAMPLE" },
      keyHint: secret.slice(-4),
    });
    const [row] = await tenant.open.db.select().from(connections).where(eq(connections.id, made.id));
    expect(JSON.stringify(row)).not.toContain(secret);
    const card = await getModelCard(admin, {
      connectionId: made.id,
      model: "anthropic.claude-3-haiku-20240307-v1:0",
    });
    expect(card.provider).toBe("aws");
    expect(card.prices.inputUsdPerMillion).toBeGreaterThan(0);
    const moved = await updateConnection(admin, { connectionId: made.id, options: { region: "us-east-1" } });
    expect(moved.options).toEqual({ region: "us-east-1" });
    expect(moved.keyHint).toBe(secret.slice(-4));
    const [event] = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.subjectId, made.id))
      .orderBy(desc(auditEvents.seq));
    expect(JSON.stringify(event)).toContain("us-east-1");
    expect(JSON.stringify(event)).not.toContain(secret);
  });

  it.each(["evil.example.com/#", "../x", "a b", "x".repeat(41)])("refuses the region %s", async (region) => {
    await expect(
      createConnection(admin, { name: `r ${region}`.slice(0, 50), kind: "bedrock", options: { region } }),
    ).rejects.toThrow(/region is written like/);
  });

  it("Azure needs its address", async () => {
    await expect(createConnection(admin, { name: "azure", kind: "azure" })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("Vertex takes a service account's key file and no other kind of credentials", async () => {
    const external = JSON.stringify({ type: "external_account", token_url: "http://169.254.169.254/" });
    await expect(
      createConnection(admin, { name: "vertex", kind: "vertex", apiKey: external }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    const account = JSON.stringify({
      type: "service_account",
      client_email: "bot@project.iam.gserviceaccount.com",
      private_key: "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n",
    });
    const made = await createConnection(admin, { name: "vertex", kind: "vertex", apiKey: account });
    expect(made.keyHint).toBe("file");
    await expect(updateConnection(admin, { connectionId: made.id, apiKey: external })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});
