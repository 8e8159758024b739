import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { savePolicy } from "#lib/guardrails";
import { flushGenerations, getGeneration } from "#lib/observability";
import { streamGeneration } from "./index.ts";
import { chunk, lastChunks, startStream } from "./loopback.testing.ts";
import { type LoopbackTenant, loopbackTenant } from "./loopback-tenant.testing.ts";
import type { GenerateInput, GenerationEvent } from "./schema.ts";
import type { SetTimer } from "./stop.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let loop: LoopbackTenant;
let tenant: LoopbackTenant["tenant"];
let input: GenerateInput;

beforeAll(async () => {
  loop = await loopbackTenant();
  ({ tenant } = loop);
  input = {
    source: "test",
    targets: [loop.target],
    messages: [{ role: "user", content: "Think." }],
  };
});
afterAll(() => loop.close());

/** Timers that fire when the test says so. */
function handTimers() {
  const waiting = new Map<number, () => void>();
  const setTimer: SetTimer = (run, ms) => {
    waiting.set(ms, run);
    return () => waiting.delete(ms);
  };
  return { setTimer, fire: (ms: number) => waiting.get(ms)?.() };
}

const piece = (delta: object) => `data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`;

async function collect(events: AsyncGenerator<GenerationEvent>, on: (event: GenerationEvent) => void) {
  const all: GenerationEvent[] = [];
  for await (const event of events) {
    all.push(event);
    on(event);
  }
  const last = all.at(-1);
  if (last?.type !== "done" && last?.type !== "error") throw new Error("the stream did not end");
  return { all, last, generation: last.generation };
}

it("REASON-2: thinking is a sign of life, told apart from the answer, and timed as the first token", async () => {
  const timers = handTimers();
  loop.behave = (_, response) => {
    startStream(response).write(piece({ reasoning_content: "step 1. " }));
    later = () => response.end(piece({ reasoning_content: "step 2." }) + chunk("Answer") + lastChunks());
  };
  let later = () => {};
  const { all, last, generation } = await collect(
    streamGeneration(tenant.ctx, input, { setTimer: timers.setTimer }),
    (event) => {
      if (event.type !== "reasoning" || event.text !== "step 1. ") return;
      timers.fire(60_000);
      timers.fire(120_000);
      later();
    },
  );
  expect(last.type).toBe("done");
  expect(generation).toMatchObject({ output: "Answer", reasoning: "step 1. step 2." });
  expect(generation.timeToFirstTokenMs).not.toBeNull();
  const text = all.map((event) => (event.type === "delta" ? event.text : "")).join("");
  expect(text).toBe("Answer");
});

it("pieces of a tool call are a sign of life too", async () => {
  const timers = handTimers();
  let later = () => {};
  let isFired = false;
  const call = (given: string) =>
    piece({ tool_calls: [{ index: 0, id: "c", function: { name: "f", arguments: given } }] });
  loop.behave = (_, response) => {
    startStream(response).write(call('{"a":'));
    later = () => response.end(call("1}") + lastChunks());
  };
  const { last, generation } = await collect(
    streamGeneration(tenant.ctx, input, { setTimer: timers.setTimer }),
    (event) => {
      if (event.type !== "progress" || isFired) return;
      isFired = true;
      timers.fire(60_000);
      later();
    },
  );
  expect(last.type).toBe("done");
  expect(generation.toolCalls).toMatchObject([{ name: "f", arguments: '{"a":1}' }]);
});

it("silence is still silence", async () => {
  const timers = handTimers();
  loop.behave = (_, response) => {
    startStream(response).write(": keep-alive\n\n");
    setImmediate(() => timers.fire(60_000));
  };
  const { last } = await collect(
    streamGeneration(tenant.ctx, input, { setTimer: timers.setTimer, sleep: async () => undefined }),
    () => undefined,
  );
  expect(last).toMatchObject({ type: "error", code: "upstream_timeout" });
});

it("thinking is guarded and redacted as the answer is", async () => {
  loop.behave = (_, response) =>
    startStream(response).end(
      piece({ reasoning_content: "Ada's card is 4111 1111 1111 1111.\n" }) + chunk("Done.") + lastChunks(),
    );
  await savePolicy(await tenant.as("admin"), {
    name: "Cards",
    rules: { pii: [{ type: "CREDIT_CARD", output: "redact", stored: "redact" }] },
  });
  const { generation } = await collect(streamGeneration(tenant.ctx, input), () => undefined);
  expect(generation.reasoning).not.toContain("4111");
  await flushGenerations();
  const kept = await getGeneration(tenant.ctx, { generationId: generation.id });
  expect(kept.reasoning).toContain("CREDIT_CARD");
});
