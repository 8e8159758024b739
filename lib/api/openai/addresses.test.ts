import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { createApiKey } from "#lib/identity";
import { awaitStored, flushGenerations, getGeneration, listGenerations } from "#lib/observability";
import { createPrompt } from "#lib/prompts";
import { createRoute } from "#lib/routes";
import { listModels } from "#lib/models";
import { completionOfTexts } from "./completion-answer.ts";
import { type Json, json, openAddresses, streamOf } from "./addresses.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let open: Awaited<ReturnType<typeof openAddresses>>;
beforeAll(async () => {
  open = await openAddresses(await createTenant());
});
afterAll(() => open.close());

const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
const likely = { tokens: ["It", "."], token_logprobs: [-0.1, -0.2], top_logprobs: null, text_offset: [0, 2] };
const spelled = {
  content: [
    { token: "It", logprob: -0.1, bytes: null, top_logprobs: [{ token: "It", logprob: -0.1, bytes: null }] },
    { token: ".", logprob: -0.2, bytes: null, top_logprobs: [] },
  ],
};

beforeEach(() => {
  open.asked.length = 0;
  const top = { id: "cmpl-1", created: 1, model: "m-2026", system_fingerprint: "fp_1" };
  open.handlers["completions"] = (body, response) => {
    const texts = body["n"] === 2 ? ["It.", "So."] : ["It."];
    const choices = texts.map((text, index) => ({
      text,
      index,
      logprobs: body["logprobs"] ? likely : null,
      finish_reason: "length",
    }));
    if (!body["stream"]) return json(response, { ...top, object: "text_completion", choices, usage });
    const piece = (text: string, reason: string | null = null) => ({
      ...top,
      object: "text_completion",
      choices: [{ text, index: 0, logprobs: null, finish_reason: reason }],
    });
    return streamOf(response, [piece("It"), piece("."), piece("", "length"), { ...top, choices: [], usage }]);
  };
  open.handlers["chat/completions"] = (body, response) => {
    const choices = [
      {
        index: 0,
        message: { role: "assistant", content: "It." },
        logprobs: body["logprobs"] ? spelled : null,
        finish_reason: "stop",
      },
    ];
    if (!body["stream"]) return json(response, { ...top, choices, usage });
    return streamOf(response, [
      { ...top, choices: [{ index: 0, delta: { content: "It." } }] },
      { ...top, choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
      { ...top, choices: [], usage },
    ]);
  };
  open.handlers["moderations"] = (body, response) =>
    json(response, {
      id: "modr-1",
      model: body["model"],
      results: [{ flagged: true, categories: { hate: true }, category_scores: { hate: 0.9 } }],
    });
});

describe("/completions", () => {
  it("goes to a server that has it with every member, and its answer comes back", async () => {
    const asked = {
      prompt: "Say",
      max_tokens: 3,
      n: 2,
      logprobs: 1,
      echo: true,
      suffix: "!",
      best_of: 2,
      odd: { a: 1 },
    };
    const answer = await open.client.completions.create({ ...asked, model: "full/org/m" });
    expect(open.asked).toMatchObject([{ path: "completions", body: { ...asked, model: "org/m" } }]);
    expect(answer).toMatchObject({
      object: "text_completion",
      model: "m-2026",
      system_fingerprint: "fp_1",
      choices: [
        { text: "It.", index: 0, logprobs: likely, finish_reason: "length" },
        { text: "So.", index: 1, logprobs: likely, finish_reason: "length" },
      ],
      usage,
    });
    await open.client.completions.create({ model: "full/org/m", prompt: ["Say"], stream: false });
    expect(open.asked.at(-1)?.body).toEqual({ model: "org/m", prompt: ["Say"], stream: false });
    await awaitStored(answer.id);
    expect(await getGeneration(open.tenant.ctx, { generationId: answer.id })).toMatchObject({
      output: "It.",
      inputTokens: 5,
      settings: { wire: "completions" },
    });
  });

  it("streams as the server does", async () => {
    const stream = await open.client.completions.create({
      model: "full/org/m",
      prompt: "Say",
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await Array.fromAsync(stream);
    expect(chunks.map((chunk) => chunk.choices[0]?.text ?? null)).toEqual(["It", ".", "", null]);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("length");
    expect(chunks.at(-1)?.usage).toEqual(usage);
    expect(new Set(chunks.map(({ model, object }) => `${model} ${object}`))).toEqual(
      new Set(["m-2026 text_completion"]),
    );
  });

  it("is asked by chat where there is nothing else, and only once for that", async () => {
    const ask = () =>
      open.client.completions.create({
        model: "chat/m",
        prompt: ["Say"],
        echo: true,
        max_tokens: 3,
        stop: ["x"],
      });
    const answer = await ask();
    expect(answer).toMatchObject({ choices: [{ text: "SayIt.", finish_reason: "stop" }], usage });
    await ask();
    expect(open.asked.map(({ path }) => path)).toEqual([
      "completions",
      "chat/completions",
      "chat/completions",
    ]);
    expect(open.asked[1]?.body).toEqual({
      model: "m",
      messages: [{ role: "user", content: "Say" }],
      max_tokens: 3,
      stop: ["x"],
    });
    const spelledOut = await open.client.completions.create({ model: "chat/m", prompt: "Say", logprobs: 1 });
    expect(spelledOut.choices[0]?.logprobs).toEqual({ ...likely, top_logprobs: [{ It: -0.1 }, {}] });
    expect(open.asked.at(-1)?.body).toMatchObject({ logprobs: true, top_logprobs: 1 });
    const stream = await open.client.completions.create({
      model: "chat/m",
      prompt: "Say",
      echo: true,
      stream: true,
    });
    const texts = (await Array.fromAsync(stream)).map((chunk) => chunk.choices[0]?.text ?? "");
    expect(texts.join("")).toBe("SayIt.");
  });

  it("answers by any kind of connection, a prompt of a list each by a call of its own", async () => {
    const answer = await open.client.completions.create({
      model: "sim/simulated-instant",
      prompt: ["One", "Two"],
      echo: true,
    });
    expect(answer.choices.map(({ index, text }) => [index, text.slice(0, 3)])).toEqual([
      [0, "One"],
      [1, "Two"],
    ]);
    expect(answer.usage?.total_tokens).toBeGreaterThan(10);
  });

  it("refuses with words what chat cannot say and what nobody can judge", async () => {
    for (const [asked, word] of [
      [{ prompt: "Say", suffix: "!" }, "suffix"],
      [{ prompt: "Say", best_of: 3 }, "best_of"],
      [{ prompt: "Say", echo: true, logprobs: 1 }, "echo together"],
      [{ prompt: [1, 2] }, "numbers of tokens"],
      [{ prompt: [[1, 2]] }, "numbers of tokens"],
    ] as const)
      for (const model of ["chat/m", "sim/simulated-instant"]) {
        const refused = await open.post("/completions", { model, ...asked });
        const { error } = (await refused.json()) as { error: { message: string; type: string } };
        expect([refused.status, error.type]).toEqual([400, "invalid_request_error"]);
        expect(error.message.toLowerCase()).toContain(word);
      }
  });

  it("keeps a server's refusal: a missing model is not a missing address", async () => {
    open.handlers["completions"] = (_, response) =>
      json(
        response,
        { error: { message: "no", code: "model_not_found", type: "invalid_request_error" } },
        404,
      );
    const asked = open.client.completions.create({ model: "full/org/m", prompt: "Say" });
    await expect(asked).rejects.toMatchObject({ status: 404, code: "model_not_found" });
    expect(open.asked.map(({ path }) => path)).toEqual(["completions"]);
  });
});

describe("several prompts of one call", () => {
  it("say what they took together", async () => {
    const prompt = ["One", "Two"];
    const answered = await open.post("/completions", { model: "sim/simulated-instant", prompt });
    const { valueloop } = (await answered.json()) as { valueloop: Json & { generation_ids: string[] } };
    const each = await Promise.all(
      valueloop.generation_ids.map(async (generationId) => {
        await awaitStored(generationId);
        return getGeneration(open.tenant.ctx, { generationId });
      }),
    );
    const [one, other] = each;
    if (!one || !other) throw new Error("a prompt was lost");
    // Nobody prices a simulated model: what is unknown of one is unknown of both.
    expect(valueloop).toMatchObject({
      generation_id: one.id,
      cost_usd: null,
      latency_ms: expect.closeTo((one.latencyMs ?? 0) + (other.latencyMs ?? 0)) as number,
      is_simulated: true,
    });
    const together = (first: Partial<typeof one>, second: Partial<typeof one>) =>
      completionOfTexts([
        { generation: { ...one, storedOutput: "", isStoredAsSaid: true, ...first }, echo: "" },
        { generation: { ...other, storedOutput: "", isStoredAsSaid: true, ...second }, echo: "" },
      ]).valueloop;
    const priced = { costUsd: 0.25, carbonGrams: 2, isUsageEstimated: false };
    expect(together(priced, { costUsd: 0.5, carbonGrams: 1, isUsageEstimated: true })).toMatchObject({
      cost_usd: 0.75,
      carbon_grams: 3,
      usage_is_estimated: true,
    });
    const unknown = { costUsd: null, carbonGrams: null, isUsageEstimated: false };
    expect(together(priced, unknown)).toMatchObject({
      cost_usd: null,
      carbon_grams: null,
      usage_is_estimated: false,
    });
  });

  it("are not to be sent again once one of them is paid, and share their time", async () => {
    const [works] = [open.handlers["completions"]];
    const answers = (fails: string) => {
      open.handlers["completions"] = (body, response) => {
        if ([body["prompt"]].flat().includes(fails)) return json(response, { error: { message: "no" } }, 500);
        return works?.(body, response);
      };
    };
    const ask = (headers = {}) =>
      open.post("/completions", { model: "full/org/m", prompt: ["a", "b", "c"] }, headers);
    answers("b");
    const later = await ask();
    expect([later.status, later.headers.get("x-should-retry")]).toEqual([500, "false"]);
    answers("a");
    expect((await ask()).headers.get("x-should-retry")).toBeNull();
    open.asked.length = 0;
    open.handlers["completions"] = (body, response) => setTimeout(() => void works?.(body, response), 200);
    // Each of them would be in time.
    const late = await ask({ "x-valueloop-timeout-ms": "450" });
    expect(late.status).toBe(504);
    expect(open.asked.length).toBeGreaterThan(1);
  });
});

describe("/moderations", () => {
  it("is passed to a connection that offers it", async () => {
    const input = [{ type: "text" as const, text: "Words." }];
    const answer = await open.client.moderations.create({ input, model: "full/text-moderation-1" });
    expect(answer.results[0]).toMatchObject({ flagged: true, category_scores: { hate: 0.9 } });
    expect(open.asked).toMatchObject([
      {
        path: "moderations",
        body: { model: "text-moderation-1", input },
        headers: { authorization: "Bearer key-of-the-server" },
      },
    ]);
    // Without a name the only model that is called so.
    await open.client.moderations.create({ input: "Words." });
    expect(open.asked.at(-1)?.body).toEqual({ model: "text-moderation-1", input: "Words." });
    await flushGenerations();
    const { items } = await listGenerations(open.tenant.ctx, { source: "moderation", limit: 10 });
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      status: "succeeded",
      model: "text-moderation-1",
      outputPreview: expect.stringMatching(/^flagged: hate/),
      costUsd: null,
    });
  });

  it("is refused with words elsewhere: nothing here judges in its place", async () => {
    const asked = open.client.moderations.create({ input: "Words.", model: "sim/simulated-instant" });
    await expect(asked).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining("does not offer moderations") as string,
    });
  });
});

it.each([
  ["prompt is too long: 212000 tokens > 200000 maximum", "context_length_exceeded"],
  ["Output blocked by content filter policy", "content_filter"],
  ["messages.0: unknown field", "invalid_input"],
])("what a provider says in words only has OpenAI's code: %s", async (message, code) => {
  // As Anthropic answers, without a code.
  open.handlers["chat/completions"] = (_, response) =>
    json(response, { type: "error", error: { type: "invalid_request_error", message } }, 400);
  const asked = open.client.chat.completions.create({
    model: "chat/m",
    messages: [{ role: "user", content: "Hi" }],
  });
  await expect(asked).rejects.toMatchObject({ status: 400, code, type: "invalid_request_error" });
});

describe("x-valueloop-timeout-ms", () => {
  it.each([
    ["/chat/completions", { messages: [{ role: "user", content: "Hi" }] }],
    ["/completions", { prompt: "Hi" }],
    ["/responses", { input: "Hi" }],
  ])("is the most a call of %s may take, streamed or not", async (path, body) => {
    open.handlers["chat/completions"] = async (_, response) => {
      response.on("close", () => undefined);
      await new Promise((done) => setTimeout(done, 3_000).unref());
      json(response, {});
    };
    for (const stream of [true, false]) {
      const asked = { model: "chat/m", stream, ...body };
      const late = await open.post(path, asked, { "x-valueloop-timeout-ms": "150" });
      const { error } = (await late.json()) as { error: Json };
      expect([late.status, error["code"], error["message"]]).toEqual([
        504,
        "upstream_timeout",
        expect.stringContaining("0.2 s"),
      ]);
    }
    const wrong = await open.post(path, { model: "chat/m", ...body }, { "x-valueloop-timeout-ms": "soon" });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining("whole number")]);
    // Beyond it a provider is not waited for: what is said must hold.
    const long = await open.post(path, { model: "chat/m", ...body }, { "x-valueloop-timeout-ms": "3600001" });
    expect([long.status, await long.text()]).toEqual([400, expect.stringContaining("1 to 3600000")]);
  });
});

it("a key may say the most that its calls take, which no header exceeds", async () => {
  open.handlers["chat/completions"] = async (_, response) => {
    await new Promise((done) => setTimeout(done, 3_000).unref());
    json(response, {});
  };
  const { secret } = await createApiKey(open.tenant.ctx, {
    name: "hurried",
    scopes: ["generations:write"],
    timeoutMs: 150,
  });
  const body = { model: "chat/m", messages: [{ role: "user", content: "Hi" }] };
  for (const headers of [{}, { "x-valueloop-timeout-ms": "60000" }]) {
    const late = await open.post("/chat/completions", body, {
      authorization: `Bearer ${secret}`,
      ...headers,
    });
    expect([late.status, await late.text()]).toEqual([504, expect.stringContaining("0.2 s")]);
  }
});

describe("/models/{model}", () => {
  it("knows whatever a call may name, slashes too", async () => {
    const { client, admin, tenant } = open;
    expect(await client.models.retrieve("full/org/m")).toMatchObject({
      id: "full/org/m",
      object: "model",
      owned_by: "full",
    });
    const [target] = await listModels(tenant.ctx);
    if (!target) throw new Error("no model");
    const { connectionId, model } = target;
    await createRoute(admin, { name: "support", definition: { targets: [{ connectionId, model }] } });
    expect(await client.models.retrieve("route:support")).toMatchObject({
      owned_by: "routes",
      valueloop: { connection_id: connectionId, model },
    });
    await createPrompt(tenant.ctx, {
      path: "support/triage",
      content: {
        kind: "chat",
        messages: [{ role: "user", content: "Hi" }],
        settings: { model: { connectionId, model } },
      },
    });
    expect(await client.models.retrieve("prompt:support/triage@1")).toMatchObject({
      id: "prompt:support/triage@1",
      owned_by: "prompts",
      valueloop: { model },
    });
    for (const name of ["route:nobody", "prompt:no/body", "nobody"])
      await expect(client.models.retrieve(name)).rejects.toMatchObject({ status: 404, code: "not_found" });
  });
});

describe("a policy", () => {
  it("holds at every address", async () => {
    await savePolicy(open.admin, {
      name: "No bombs",
      message: "none",
      rules: { blocklist: [{ term: "bomb", stages: ["input", "output"], action: "block" }] },
    });
    for (const [path, body] of [
      ["/completions", { model: "full/org/m", prompt: "A bomb." }],
      ["/completions", { model: "full/org/m", prompt: "A", suffix: "bomb" }],
      ["/moderations", { model: "full/text-moderation-1", input: "A bomb." }],
    ] as [string, Json][]) {
      const refused = await open.post(path, body);
      expect([path, refused.status]).toEqual([path, 422]);
      expect(((await refused.json()) as { error: Json }).error["code"]).toBe("guardrail_blocked");
    }
    expect(open.asked).toEqual([]);
  });
});
