import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { closePools, createConnection } from "#lib/models";
import { awaitStored, flushGenerations, getGeneration } from "#lib/observability";
import { generate, streamGeneration } from "./index.ts";
import { lastChunks, loopbackProvider, type LoopbackHandler, startStream } from "./loopback.testing.ts";
import type { GenerateInput } from "./schema.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

type Json = Record<string, unknown>;

let server: Awaited<ReturnType<typeof loopbackProvider>>;
let behave: LoopbackHandler;
/** Its policies leave the answer as it is and redact what is stored. */
let lenient: Tenant;
/** Its policies block an answer with an address. */
let strict: Tenant;
const inputs = new Map<Tenant, GenerateInput>();

beforeAll(async () => {
  server = await loopbackProvider((...all) => behave(...all));
  lenient = await tenantOf();
  strict = await tenantOf();
  await savePolicy(await strict.as("admin"), {
    name: "No addresses",
    rules: { pii: [{ type: "EMAIL_ADDRESS", output: "block" }] },
  });
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.close();
});

async function tenantOf(): Promise<Tenant> {
  const tenant = await createTenant();
  const { id } = await createConnection(await tenant.as("admin"), {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: server.url,
    models: ["m"],
  });
  const messages = [{ role: "user" as const, content: "Say it." }];
  inputs.set(tenant, { source: "api", targets: [{ connectionId: id, model: "m" }], messages });
  return tenant;
}

/** What the caller got and what is stored, of a call in one piece or of a stream. */
async function call(tenant: Tenant, isStreamed: boolean, more: Partial<GenerateInput> = {}) {
  const input = { ...inputs.get(tenant), ...more } as GenerateInput;
  const answered = isStreamed ? await lastOf(tenant, input) : await generate(tenant.ctx, input);
  await awaitStored(answered.id);
  return { answered, kept: await getGeneration(tenant.ctx, { generationId: answered.id }) };
}

async function lastOf(tenant: Tenant, input: GenerateInput) {
  for await (const event of streamGeneration(tenant.ctx, input))
    if (event.type === "done" || event.type === "error") return event.generation;
  throw new Error("the stream did not end");
}

const answering =
  (choice: Json, more: Json = {}): LoopbackHandler =>
  ({ json }, response) => {
    if (json["stream"])
      return streaming({ ...more, choices: [{ ...choice, delta: choice["message"] }] })({ json }, response);
    const choices = [{ finish_reason: "stop", ...choice }];
    return response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ ...more, choices }));
  };
function streaming(...chunks: Json[]) {
  return (_: unknown, response: Parameters<LoopbackHandler>[1]) =>
    startStream(response).end(
      chunks.map((one) => `data: ${JSON.stringify(one)}\n\n`).join("") + lastChunks(),
    );
}
const spelled = (...tokens: string[]) => ({ content: tokens.map((token) => ({ token, logprob: -0.1 })) });
const said = (content: string) => ({ role: "assistant", content });

it.each([
  ["in one piece", false],
  ["of a stream", true],
])("an answer %s that a policy blocks is not stored token by token", async (_form, isStreamed) => {
  const logprobs = spelled("anna", ".k@ex", "ample.org");
  behave = answering({ message: said("anna.k@example.org"), logprobs });
  const { answered, kept } = await call(strict, isStreamed);
  expect(kept).toMatchObject({ errorCode: "guardrail_blocked", output: "" });
  expect(JSON.stringify([answered, kept])).not.toContain(".k@ex");
});

it("other spellings of a text are not stored at all, and of probabilities no more than a bound", async () => {
  const logprobs = spelled("It", ".");
  behave = answering(
    { message: said("It."), logprobs, token_ids: [1, 2], odd: 1 },
    { prompt_logprobs: [{ 5: { decoded_token: "anna" } }], plain: 2 },
  );
  const { answered, kept } = await call(lenient, false);
  expect(answered.answerMembers).toMatchObject({
    answer: { plain: 2 },
    choice: { logprobs, odd: 1, token_ids: [1, 2] },
  });
  expect(kept.answerMembers).toEqual({ answer: { plain: 2 }, choice: { logprobs, odd: 1 } });
  behave = answering({
    message: said("It."),
    logprobs: spelled(...Array<string>(10_000).fill("It")),
    odd: 1,
  });
  expect((await call(lenient, false)).kept.answerMembers).toEqual({ choice: { odd: 1 } });
});
