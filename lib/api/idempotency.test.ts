import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { keyedRequests } from "#db/schema/requests";
import { erasePerson } from "#lib/governance";
import { savePolicy } from "#lib/guardrails";
import { createApiKey } from "#lib/identity";
import { sha256 } from "#platform/crypto";
import { flushGenerations, listGenerations } from "#lib/observability";
import { beginRequest, leaseMs } from "#lib/requests";
import { dropOldRequests } from "../requests/begin.ts";
import { type Json, json, openAddresses, streamOf } from "./openai/addresses.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let open: Awaited<ReturnType<typeof openAddresses>>;
beforeAll(async () => {
  tenant = await createTenant();
  open = await openAddresses(tenant);
});
afterAll(() => open.close());

let said = 0;
beforeEach(() => {
  open.asked.length = 0;
  open.handlers["chat/completions"] = (body, response) => {
    said += 1;
    const content = `Secret number ${said}`;
    if (!body["stream"])
      return json(response, { choices: [{ index: 0, message: { content }, finish_reason: "stop" }] });
    return streamOf(response, [
      { choices: [{ index: 0, delta: { content: "Secret " } }] },
      { choices: [{ index: 0, delta: { content: `number ${said}` } }] },
      { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
    ]);
  };
});

const chat = (more: Json = {}) => ({ model: "chat/m", messages: [{ role: "user", content: "Hi" }], ...more });
const send = (key: string, body: Json = chat(), path = "/chat/completions") =>
  open.post(path, body, { "idempotency-key": key });
const textOf = async (response: Response) => response.text();

const nothing = { pii: [], blocklist: [], patterns: [] };
async function forbid(term: string) {
  const stages = ["input" as const];
  const blocklist = [{ term, action: "block" as const, wholeWord: true, stages }];
  await savePolicy(await tenant.as("admin"), { name: `no ${term}`, rules: { ...nothing, blocklist } });
}
let storesAddresses = true;
async function storeNoAddresses() {
  if (!storesAddresses) return;
  storesAddresses = false;
  const pii = [{ type: "EMAIL_ADDRESS" as const, stored: "redact" as const }];
  await savePolicy(await tenant.as("admin"), { name: "no addresses", rules: { ...nothing, pii } });
}

describe("a request that is sent again with its Idempotency-Key", () => {
  it.each([
    ["/chat/completions", chat()],
    ["/chat/completions", chat({ stream: true })],
    ["/responses", { model: "chat/m", input: "Hi", stream: true }],
    ["/completions", { model: "chat/m", prompt: "Hi" }],
  ])("gets the first answer, byte for byte: %s %o", async (path, body) => {
    const key = `same ${path} ${JSON.stringify(body)}`;
    const first = await send(key, body, path);
    const firstText = await textOf(first);
    const asked = open.asked.length;
    const again = await send(key, body, path);
    expect(await textOf(again)).toBe(firstText);
    expect(open.asked).toHaveLength(asked);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
    for (const name of ["content-type", "x-valueloop-generation-id", "x-accel-buffering"])
      expect([name, again.headers.get(name)]).toEqual([name, first.headers.get(name)]);
    expect(firstText).toContain(`number ${said}`);
    await flushGenerations();
    const id = first.headers.get("x-valueloop-generation-id") ?? "";
    const { items } = await listGenerations(tenant.ctx, { limit: 50 });
    expect(items.filter((one) => one.id === id)).toHaveLength(1);
  });

  it("is refused with another body, and runs under another key or another program's", async () => {
    const [first, other] = [await send("k1"), await send("k1", chat({ temperature: 1 }))];
    expect([first.status, other.status]).toEqual([200, 422]);
    expect((await other.json()) as Json).toMatchObject({
      error: { code: "key_reused", type: "invalid_request_error" },
    });
    const { secret } = await createApiKey(tenant.ctx, { name: "other", scopes: ["generations:write"] });
    const theirs = await open.post("/chat/completions", chat(), {
      "idempotency-key": "k1",
      authorization: `Bearer ${secret}`,
    });
    expect(await textOf(theirs)).not.toBe(await textOf(first));
    expect(open.asked).toHaveLength(2);
  });

  it("is told to wait while the first is being answered", async () => {
    const answer = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    open.handlers["chat/completions"] = async (_, response) => {
      asked.resolve();
      await answer.promise;
      json(response, { choices: [{ index: 0, message: { content: "Done" }, finish_reason: "stop" }] });
    };
    const first = send("slow");
    await asked.promise;
    const second = await send("slow");
    expect([second.status, second.headers.get("retry-after")]).toEqual([409, "1"]);
    expect(((await second.json()) as { error: Json }).error["code"]).toBe("conflict");
    answer.resolve();
    expect(await textOf(await send("slow"))).toBe(await textOf(await first));
  });

  it("runs again where the first failed or broke off", async () => {
    const works = open.handlers["chat/completions"];
    open.handlers["chat/completions"] = (_, response) => json(response, { error: { message: "no" } }, 500);
    expect((await send("failed")).status).toBe(500);
    open.handlers["chat/completions"] = (_, response) =>
      streamOf(
        response,
        [{ choices: [{ index: 0, delta: { content: "It" } }] }, { error: { message: "no" } }],
        false,
      );
    expect(await textOf(await send("broken", chat({ stream: true })))).toContain('"error"');
    expect((await send("bad", chat({ temperature: "hot" }))).status).toBe(400);
    if (works) open.handlers["chat/completions"] = works;
    for (const [key, body] of [
      ["failed", chat()],
      ["broken", chat({ stream: true })],
    ] as const)
      expect(await textOf(await send(key, body))).toContain("number ");
    expect((await send("bad", chat({ temperature: "hot" }))).status).toBe(400);
  });

  it("runs again where a provider refused it, with whatever status, and keeps what a policy refused", async () => {
    const works = open.handlers["chat/completions"];
    open.handlers["chat/completions"] = (_, response) => json(response, { error: { message: "no" } }, 422);
    expect((await send("refused upstream")).status).toBe(422);
    if (works) open.handlers["chat/completions"] = works;
    expect((await send("refused upstream")).status).toBe(200);

    await forbid("forbidden");
    const asked = open.asked.length;
    const body = chat({ messages: [{ role: "user", content: "A forbidden word" }] });
    const [one, other] = [await send("blocked", body), await send("blocked", body)];
    expect([one.status, other.status, other.headers.get("idempotent-replayed")]).toEqual([422, 422, "true"]);
    expect(await textOf(other)).toBe(await textOf(one));
    expect(open.asked).toHaveLength(asked);
  });

  it.each([
    ["/chat/completions", chat()],
    ["/chat/completions", chat({ stream: true })],
    ["/responses", { model: "chat/m", input: "Hi" }],
    ["/completions", { model: "chat/m", prompt: "Hi" }],
  ])("is not kept where a policy stores less of the answer than was said: %s %o", async (path, body) => {
    open.handlers["chat/completions"] = (asked, response) =>
      asked["stream"]
        ? streamOf(response, [
            { choices: [{ index: 0, delta: { content: "Write to ada@example.org" } }] },
            { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
          ])
        : json(response, {
            choices: [{ index: 0, message: { content: "Write to ada@example.org" }, finish_reason: "stop" }],
          });
    await storeNoAddresses();
    const key = `personal ${path} ${JSON.stringify(body)}`;
    const asked = open.asked.length;
    for (const _ of [1, 2]) expect(await textOf(await send(key, body, path))).toContain("ada@example.org");
    expect(open.asked).toHaveLength(asked + 2);
    const rows = await tenant.open.db.select().from(keyedRequests);
    expect(rows.map(({ keyHash }) => keyHash)).not.toContain(sha256(key));
  });

  it("makes one thing of the API's own, too", async () => {
    const { secret } = await createApiKey(tenant.ctx, {
      name: "writer",
      scopes: ["datasets:write", "datasets:read"],
    });
    const create = () =>
      open.post(
        "/datasets",
        { name: "tickets" },
        { "idempotency-key": "d1", authorization: `Bearer ${secret}` },
      );
    const [one, other] = [await create(), await create()];
    expect([one.status, other.status]).toEqual([201, 201]);
    expect(await other.json()).toEqual(await one.json());
  });
});

it("kept answers are sealed, end after a day, and go with the person they are of", async () => {
  await (await send("sealed", chat({ user: "ada" }))).text();
  const rows = async () => tenant.open.db.select().from(keyedRequests);
  expect(JSON.stringify(await rows())).not.toContain("Secret number");
  await flushGenerations();
  const before = (await rows()).length;
  await erasePerson(await tenant.as("owner"), { kind: "end_user", key: "ada" });
  expect(await rows()).toHaveLength(before - 1);

  const begin = () => beginRequest(tenant.ctx, { key: "k", request: 1 });
  const first = await begin();
  if (first.kind === "first")
    await first.keep({ status: 200, contentType: "a", generationId: null, text: "t" });
  tenant.clock.advance(24 * 3_600_000 - 1);
  expect((await begin()).kind).toBe("again");
  tenant.clock.advance(1);
  expect((await begin()).kind).toBe("first");
  await expect(begin()).rejects.toMatchObject({ code: "conflict" });
  tenant.clock.advance(leaseMs);
  expect((await begin()).kind).toBe("first");
  await dropOldRequests(tenant.open.db, new Date(tenant.clock.now().getTime() + 25 * 3_600_000));
  expect(await rows()).toHaveLength(before - 1);
});

it("a request is held while somebody says that it is being answered, and half a minute longer", async () => {
  const begin = () => beginRequest(tenant.ctx, { key: "leased", request: 1 });
  const first = await begin();
  if (first.kind !== "first") throw new Error("the key was used");
  for (const _ of [1, 2, 3]) {
    tenant.clock.advance(leaseMs - 1);
    await expect(begin()).rejects.toMatchObject({ code: "conflict" });
    await Promise.all([first.renew(), first.renew()]);
  }
  // Its process was killed: another answers, and what the first may still say is too late.
  tenant.clock.advance(leaseMs);
  const second = await begin();
  if (second.kind !== "first") throw new Error("nobody took it over");
  const answer = (text: string) => ({ status: 200, contentType: "a", generationId: null, text });
  await first.renew();
  await first.keep(answer("late"));
  await first.forget();
  await expect(begin()).rejects.toMatchObject({ code: "conflict" });
  await second.keep(answer("in time"));
  expect(await begin()).toMatchObject({ kind: "again", answer: { text: "in time" } });
});

it.each([chat(), chat({ stream: true })])(
  "a finished answer is given though it cannot be kept: %o",
  async (body) => {
    const { db } = tenant.ctx;
    const update = db.update.bind(db);
    const away = vi.spyOn(db, "update").mockImplementation((table) => {
      if ((table as unknown) === keyedRequests) throw new Error("the database is away");
      return update(table);
    });
    const answered = await send(`away ${JSON.stringify(body)}`, body);
    expect([answered.status, await textOf(answered)]).toEqual([200, expect.stringContaining("number ")]);
    expect(away).toHaveBeenCalledWith(keyedRequests);
    away.mockRestore();
  },
);
