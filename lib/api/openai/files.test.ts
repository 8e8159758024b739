import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { eq } from "drizzle-orm";
import OpenAI, { toFile } from "openai";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { fileContents, files } from "#db/schema/files";
import { createApiKey } from "#lib/identity";
import { closePools, createConnection } from "#lib/models";
import { createTenant, type Tenant } from "#testing";
import { createApi } from "../app.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let client: OpenAI;
let strangers: OpenAI;
let asked: { path: string; body: Record<string, unknown> }[] = [];
const servers: Server[] = [];

const completion = {
  id: "1",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "A cat." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};
const text = { type: "output_text", text: "A cat.", annotations: [] };
const answerOfResponses = {
  id: "resp_1",
  object: "response",
  created_at: 1,
  status: "completed",
  model: "m",
  output: [{ type: "message", id: "msg_1", role: "assistant", status: "completed", content: [text] }],
  usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 },
};

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  tenant = await createTenant();
  const upstream = await listen(
    createServer({ keepAliveTimeout: 0 }, (request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const body = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
        asked.push({ path: request.url ?? "", body });
        const answer = request.url === "/v1/responses" ? answerOfResponses : completion;
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
      });
    }),
  );
  await createConnection(await tenant.as("admin"), {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: `${upstream}/v1`,
    models: ["m"],
  });
  const api = createApi({ db: async () => tenant.ctx.db, checkReady: async () => undefined });
  const baseURL = `${await listen(createServer({ keepAliveTimeout: 0 }, getRequestListener(api.fetch, { overrideGlobalObjects: false })))}/api/v1`;
  const other = await createTenant();
  const clientOf = async (of: Tenant) => {
    const scopes = ["files:write" as const, "generations:write" as const];
    const { secret } = await createApiKey(of.ctx, { name: "files", scopes });
    return new OpenAI({ baseURL, apiKey: secret, maxRetries: 0 });
  };
  [client, strangers] = [await clientOf(tenant), await clientOf(other)];
});
afterAll(async () => {
  for (const server of servers) server.closeAllConnections();
  await closePools();
});

const png = Buffer.from("iVBORw0KGgo=", "base64");
const upload = (bytes: Buffer | string, name: string, type?: string) =>
  toFile(Buffer.from(bytes), name, type ? { type } : {}).then((file) =>
    client.files.create({ file, purpose: "user_data" }),
  );

it("keeps, lists, gives back and deletes a file for OpenAI's own client", async () => {
  const made = await upload(png, "cat.png", "image/png");
  expect(made).toMatchObject({
    object: "file",
    bytes: 8,
    filename: "cat.png",
    purpose: "user_data",
    status: "processed",
  });
  const second = await upload("a,b\n1,2\n", "table.csv");
  const listed = await Array.fromAsync(await client.files.list({ limit: 1, order: "asc" }));
  expect(listed.map(({ id }) => id)).toEqual([made.id, second.id]);
  expect(await client.files.retrieve(made.id)).toEqual(made);
  const content = await client.files.content(made.id);
  expect(content.headers.get("content-type")).toBe("application/octet-stream");
  expect(content.headers.get("content-disposition")).toContain("attachment");
  expect(Buffer.from(await content.arrayBuffer())).toEqual(png);
  expect(await client.files.delete(second.id)).toEqual({ id: second.id, object: "file", deleted: true });
  await expect(client.files.retrieve(second.id)).rejects.toMatchObject({ status: 404 });
});

it("shows nothing of it to another project", async () => {
  const { id } = await upload(png, "cat.png");
  await expect(strangers.files.retrieve(id)).rejects.toMatchObject({ status: 404 });
  await expect(strangers.files.content(id)).rejects.toMatchObject({ status: 404 });
  await expect(strangers.files.delete(id)).rejects.toMatchObject({ status: 404 });
  expect((await strangers.files.list()).data).toEqual([]);
  const messages = [{ role: "user" as const, content: [{ type: "file" as const, file: { file_id: id } }] }];
  await expect(strangers.chat.completions.create({ model: "loop/m", messages })).rejects.toMatchObject({
    status: 404,
  });
});

it("has the same bytes once, until the last file with them goes", async () => {
  const bytes = Buffer.from("the same bytes");
  const [one, two] = [await upload(bytes, "one.txt"), await upload(bytes, "two.txt")];
  const [row] = await tenant.ctx.db
    .select({ hash: files.contentHash })
    .from(files)
    .where(eq(files.id, one.id.slice(5)));
  const kept = () =>
    tenant.ctx.db
      .select({ hash: fileContents.hash })
      .from(fileContents)
      .where(eq(fileContents.hash, row?.hash ?? ""));
  expect(await kept()).toHaveLength(1);
  await client.files.delete(one.id);
  expect(await kept()).toHaveLength(1);
  await client.files.delete(two.id);
  expect(await kept()).toHaveLength(0);
});

it("a text is stored as the policies leave it; what is no text, as it came", async () => {
  const text = await upload("Write to anna.schmidt@firma-nord.de, please.", "letter.txt");
  expect(await (await client.files.content(text.id)).text()).toBe("Write to <EMAIL_ADDRESS>, please.");
  const bytes = Buffer.concat([Buffer.from([0, 255]), Buffer.from("anna.schmidt@firma-nord.de")]);
  const other = await upload(bytes, "a.bin");
  expect(Buffer.from(await (await client.files.content(other.id)).arrayBuffer())).toEqual(bytes);
});

it("a call that names a picture or a document sends its bytes on, by chat and by responses", async () => {
  const picture = await upload(png, "cat.png");
  const pdf = await upload("%PDF-1.7", "terms.pdf");
  asked = [];
  const named = [picture, pdf].map(({ id }) => ({ type: "file" as const, file: { file_id: id } }));
  const theirs = { type: "file" as const, file: { file_id: "file-abc" } };
  await client.chat.completions.create({
    model: "loop/m",
    messages: [{ role: "user", content: [{ type: "text", text: "What is it?" }, ...named, theirs] }],
  });
  await client.responses.create({
    model: "loop/m",
    input: [
      {
        role: "user",
        content: [
          { type: "input_image", file_id: picture.id, detail: "low" },
          { type: "input_file", file_id: pdf.id },
        ],
      },
    ],
  });
  const url = "data:image/png;base64,iVBORw0KGgo=";
  const file_data = `data:application/pdf;base64,${Buffer.from("%PDF-1.7").toString("base64")}`;
  expect(asked[0]?.body["messages"]).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "What is it?" },
        { type: "image_url", image_url: { url } },
        { type: "file", file: { filename: "terms.pdf", file_data } },
        theirs,
      ],
    },
  ]);
  expect(asked[1]?.path).toBe("/v1/responses");
  expect(asked[1]?.body["input"]).toEqual([
    {
      role: "user",
      content: [
        { type: "input_image", image_url: url, detail: "low" },
        { type: "input_file", filename: "terms.pdf", file_data },
      ],
    },
  ]);
});

it("a call names no more than a body may hold, however often it names it", async () => {
  const { id } = await upload(Buffer.alloc(13_000_000), "big.bin");
  const part = { type: "file" as const, file: { file_id: id } };
  const messages = [{ role: "user" as const, content: [part, part] }];
  await expect(client.chat.completions.create({ model: "loop/m", messages })).rejects.toMatchObject({
    status: 413,
  });
});

it("sends parts that are no objects on as they came, beside a file that a call names", async () => {
  const { id } = await upload("a", "a.txt");
  for (const part of [null, 1, "a"]) {
    asked = [];
    const content = [part, { type: "input_file", file_id: id }];
    await client.post("/responses", { body: { model: "loop/m", input: [{ role: "user", content }] } });
    const sent = asked[0]?.body["input"] as { content: unknown[] }[];
    expect(sent[0]?.content).toEqual([part, expect.objectContaining({ filename: "a.txt" })]);
  }
});

it("says what is wrong with an upload", async () => {
  await expect(upload("", "empty.txt")).rejects.toMatchObject({ status: 400 });
  const file = await toFile(Buffer.from("a"), "a.txt");
  await expect(client.files.create({ file, purpose: "other" as "user_data" })).rejects.toMatchObject({
    status: 400,
  });
  await expect(client.post("/files", { body: { purpose: "user_data" } })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining("multipart/form-data") as string,
  });
  await expect(upload(Buffer.alloc(20_000_001, 1), "big.bin")).rejects.toMatchObject({ status: 413 });
  await expect(client.files.list({ after: "file-none" })).rejects.toMatchObject({ status: 400 });
});
