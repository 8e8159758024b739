import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { miniLmPaths } from "#lib/downloads";
import type { Context } from "#lib/identity";
import { defineJob, drainJobs } from "#lib/jobs";
import {
  archiveConnection,
  closePools,
  createConnection,
  currentEmbeddingModel,
  embeddingModelStatus,
  embedTexts,
  getEmbeddingSetting,
  setEmbeddingModel,
} from "../index.ts";
import { embeddingModelChanged, miniLmModel, useLiteModel } from "../constants.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_DATA_DIR"] = `${process.env["VALUELOOP_DATA_DIR"]}-embeddings-${process.pid}`;
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  process.env["VALUELOOP_ENCRYPTION_KEY"] = Buffer.alloc(32, 7).toString("base64");
});

/** Nothing is here until a test puts it there. */
const folder = process.env["VALUELOOP_DATA_DIR"] ?? "";
const reembedded: string[] = [];
defineJob<{ projectId: string }>({
  name: embeddingModelChanged,
  handler: async ({ data }) => void reembedded.push(data.projectId),
});

let server: Server;
let tenant: Tenant;
let admin: Context;
let connectionId: string;
let answer = (input: string[]): unknown => ({
  data: input.map((text, index) => ({ index, embedding: [text.length, 1, 0] })).toReversed(),
});

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { input } = JSON.parse(Buffer.concat(parts).toString()) as { input: string[] };
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer(input)));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  tenant = await createTenant();
  admin = await tenant.as("admin");
  connectionId = (await createConnection(admin, { name: "Embedder", kind: "openai_compatible", baseUrl })).id;
});

afterAll(async () => {
  await closePools();
  server.close();
});

const atEndpoint = () => ({ kind: "connection" as const, connectionId, model: "embedder" });

describe("embedTexts", () => {
  it("uses the built-in model by default: unit vectors in which meaning is near", async () => {
    const own = await createTenant();
    const texts = ["I want my money back", "Please refund me", "The weather is nice today"];
    const { model, dimensions, vectors } = await embedTexts(own.ctx, texts);
    expect({ model, dimensions }).toEqual({ model: "energetic-ai/use-lite-en-512", dimensions: 512 });
    const near = (a: number, b: number) =>
      (vectors[a] ?? []).reduce((sum, value, at) => sum + value * (vectors[b]?.[at] ?? 0), 0);
    expect(near(0, 0)).toBeCloseTo(1, 3);
    expect(near(0, 1)).toBeGreaterThan(near(0, 2));
  });

  it("gives an empty text a vector too", async () => {
    const own = await createTenant();
    const { vectors } = await embedTexts(own.ctx, [""]);
    expect(Math.hypot(...(vectors[0] ?? []))).toBeCloseTo(1, 3);
  });

  it("goes on with the model it began with when a better one arrives, and refuses what is not here", async () => {
    const own = await createTenant();
    expect(await currentEmbeddingModel(own.ctx)).toBe(useLiteModel);
    expect(await embeddingModelStatus(own.ctx)).toMatchObject({
      inUse: useLiteModel,
      download: { status: "absent" },
    });
    await expect(embedTexts(own.ctx, ["a"], { model: miniLmModel })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining(miniLmModel),
    });
    const { marker, model, runtimeEntry } = miniLmPaths(folder);
    for (const file of [marker, model, runtimeEntry]) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, "");
    }
    expect(await currentEmbeddingModel(own.ctx)).toBe(miniLmModel);
    expect(await embeddingModelStatus(own.ctx)).toEqual({ inUse: miniLmModel, download: null });
    expect(await embedTexts(own.ctx, ["a"], { model: useLiteModel })).toMatchObject({
      model: useLiteModel,
      dimensions: 512,
    });
    await rm(folder, { recursive: true });
  });

  it("uses an endpoint once it is chosen, in the order of the texts", async () => {
    await setEmbeddingModel(admin, atEndpoint());
    const { vectors, ...about } = await embedTexts(tenant.ctx, ["a", "bbb"]);
    expect(about).toEqual({ model: "embedder", dimensions: 3 });
    expect(vectors.map(([length]) => length)).toEqual([1, 3]);
    const many = await embedTexts(
      tenant.ctx,
      Array.from({ length: 200 }, (_, at) => "x".repeat(at)),
    );
    expect(many.vectors.map(([length]) => length)).toEqual(Array.from({ length: 200 }, (_, at) => at));
  });

  it("fails where an endpoint answers for fewer texts, or with vectors of different sizes", async () => {
    const usual = answer;
    for (const bad of [{ data: [] }, { data: [{ embedding: [1] }, { embedding: [1, 2] }] }, { oops: 1 }]) {
      answer = () => bad;
      await expect(embedTexts(tenant.ctx, ["a", "b"])).rejects.toMatchObject({ code: "upstream_failed" });
    }
    answer = usual;
  });

  it("says what to do when the chosen connection was archived", async () => {
    await archiveConnection(admin, { connectionId });
    await expect(embedTexts(tenant.ctx, ["a"])).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("setEmbeddingModel", () => {
  it("keeps the choice, leaves its audit row, and has everything embedded again", async () => {
    const own = await createTenant();
    const owner = await own.as("owner");
    const { id } = await createConnection(owner, {
      name: "Embedder",
      kind: "openai_compatible",
      baseUrl: "http://127.0.0.1:9/v1",
    });
    const choice = { ...atEndpoint(), connectionId: id };
    expect(await getEmbeddingSetting(owner)).toEqual({ kind: "built_in" });
    await setEmbeddingModel(owner, choice);
    await setEmbeddingModel(owner, choice);
    expect(await getEmbeddingSetting(owner)).toEqual(choice);
    const events = await own.open.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, own.projectId), eq(auditEvents.action, "embedding_model.update")));
    expect(events).toHaveLength(1);
    await drainJobs();
    expect(reembedded.filter((projectId) => projectId === own.projectId)).toHaveLength(1);
  });

  it("refuses foreign connections, lacking permission and connections without embeddings", async () => {
    const stranger = await (await createTenant()).as("owner");
    await expect(setEmbeddingModel(stranger, atEndpoint())).rejects.toMatchObject({ code: "not_found" });
    await expect(setEmbeddingModel(tenant.ctx, atEndpoint())).rejects.toMatchObject({ code: "forbidden" });
    const simulated = await createConnection(admin, { name: "Simulated", kind: "simulated" });
    await expect(
      setEmbeddingModel(admin, { ...atEndpoint(), connectionId: simulated.id }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(setEmbeddingModel(admin, { ...atEndpoint(), model: "" })).rejects.toMatchObject({
      name: expect.stringContaining("ZodError"),
    });
  });
});
