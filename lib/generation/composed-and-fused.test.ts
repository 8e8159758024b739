import fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { addModel, createConnection, getModelCard } from "#lib/models";
import { flushGenerations, getGeneration, getTrace } from "#lib/observability";
import { toAppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { seededRandom } from "#platform/random";
import type { ChatRequest, ChatUsage, ModelCard } from "#schema/models";
import type { Span } from "#schema/observability";
import { beginCall } from "./begin.ts";
import { mayFuse, runComposed, runFused } from "./pipeline.ts";
import { everyFailure, type FallbackRules, retryRules } from "./retry.ts";
import { GenerateInput, type GenerationEvent } from "./schema.ts";
import { type Ending, type Piece, scriptedTarget, scriptedTimers, type Try } from "./scripted.testing.ts";

let tenant: Tenant;
let card: ModelCard[];

beforeAll(async () => {
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  await savePolicy(admin, {
    name: "Strict",
    rules: {
      pii: [{ type: "EMAIL_ADDRESS", input: "redact", output: "redact", stored: "redact" }],
      blocklist: [{ term: "forbidden", action: "block", wholeWord: true, stages: ["input", "output"] }],
      patterns: [],
    },
  });
  card = await Promise.all(
    ["one", "two", "three"].map(async (name, at) => {
      const kind = "openai_compatible";
      const { id } = await createConnection(admin, { name, kind, baseUrl: "https://api.example.com/v1" });
      await addModel(admin, { connectionId: id, name: "m", inputPrice: 1 + at, outputPrice: 10 });
      return getModelCard(tenant.ctx, { connectionId: id, model: "m" });
    }),
  );
  // Time stands still, so that durations are the same whichever way is faster.
  vi.spyOn(performance, "now").mockReturnValue(1_000);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await flushGenerations();
});

/** More than a stream's guard holds back, so that an answer that breaks off has begun. */
const long = "And one more word. ".repeat(40);
const words = fc.constantFrom(
  "Hello. ",
  "More\n",
  "ada@example.org ",
  "end",
  "é😀 ",
  " ",
  "x".repeat(50),
  long,
);
const bad = { weight: 1, arbitrary: fc.constant("This is forbidden here.\n") };
const text = fc.oneof({ weight: 12, arbitrary: words }, bad);
const count = fc.option(fc.nat(500), { nil: null });
const usage: fc.Arbitrary<ChatUsage> = fc.record({
  inputTokens: fc.nat(1_000),
  cachedInputTokens: count,
  cacheWriteTokens: count,
  cacheWriteHourTokens: count,
  audioInputTokens: count,
  outputTokens: fc.nat(1_000),
  reasoningTokens: count,
  audioOutputTokens: count,
  isEstimated: fc.boolean(),
  reportedCostUsd: fc.option(fc.constantFrom(0, 0.25), { nil: null }),
});
const toolCalls = fc.array(
  fc.record({
    id: fc.constantFrom("a", "b"),
    name: fc.constantFrom("find", "send"),
    arguments: fc.constantFrom('{"a": 1}', '{"a":1.0}', "not json", "[1]", ""),
  }),
  { maxLength: 2 },
);
const end = fc.record({
  kind: fc.constant("end" as const),
  end: fc.record({
    type: fc.constant("end" as const),
    usage,
    finishReason: fc.constantFrom(
      "stop" as const,
      "length" as const,
      "tool_calls" as const,
      "other" as const,
    ),
    toolCalls,
    refusal: fc.option(text, { nil: null, freq: 5 }),
    model: fc.constant("m-1"),
    computeMs: fc.option(fc.nat(900), { nil: null }),
  }),
});
const fault: fc.Arbitrary<Ending> = fc.oneof(
  fc.record({
    kind: fc.constant("error" as const),
    code: fc.constantFrom(
      "upstream_failed" as const,
      "rate_limited" as const,
      "invalid_input" as const,
      "unavailable" as const,
    ),
    isRetryable: fc.boolean(),
    retryAfterMs: fc.constantFrom(null, 1_500, 60_000),
  }),
  fc.record({ kind: fc.constantFrom("crash" as const, "silence" as const, "cancel" as const) }),
);
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant("delta" as const), text }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("reasoning" as const), text }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("sign" as const) }) },
);
const attempt: fc.Arbitrary<Try> = fc.oneof(
  fc.record({ pieces: fc.array(piece, { maxLength: 5 }), ending: end }),
  fc.record({ pieces: fc.constant<Piece[]>([]), ending: fault }),
  fc.record({ pieces: fc.array(piece, { minLength: 1, maxLength: 3 }), ending: fault }),
);
const target = fc.record({
  tries: fc.array(attempt, { minLength: 1, maxLength: 3 }),
  order: fc.nat(1),
  weight: fc.constantFrom(1, 3),
});
const message = fc.oneof(
  fc.record({ role: fc.constantFrom("user" as const, "system" as const), content: text }),
  fc.record({ role: fc.constant("assistant" as const), content: text, toolCalls }),
  fc.record({ role: fc.constant("tool" as const), content: text, toolCallId: fc.constant("a") }),
  fc.record({
    role: fc.constant("user" as const),
    content: text,
    name: fc.constant("ada"),
    asSent: fc.record({ role: fc.constant("user"), note: text, list: fc.constant([1]) }),
  }),
);
const scenario = fc.record({
  targets: fc.array(target, { minLength: 1, maxLength: 3 }),
  messages: fc.array(message, { minLength: 1, maxLength: 3 }),
  hasPrompt: fc.boolean(),
  isStream: fc.boolean(),
  attempts: fc.constantFrom(1, 3, 5),
  fallbackOn: fc.constantFrom<FallbackRules>(
    ["any"],
    ["any"],
    ["rate_limit", "context_length"],
    ["server_error"],
    [],
  ),
  cancelInSleep: fc.constantFrom(0, 0, 0, 1, 2),
  maxTokens: fc.constantFrom(null, 50),
  settings: fc.record({ temperature: fc.constant(0.5), stop: fc.constant(["END"]) }, { requiredKeys: [] }),
  more: fc.record(
    {
      tools: fc.constant([{ type: "function", function: { name: "find", parameters: {} } }]),
      toolChoice: fc.constantFrom("auto", { type: "function", function: { name: "find" } }),
      responseSchema: fc.constant({ type: "object" }),
      extra: fc.constant({ top_k: 3 }),
      metadata: fc.constant({ who: "ada@example.org" }),
    },
    { requiredKeys: [] },
  ),
  seed: fc.nat(1_000),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer Value> ? Value : never;

/** Plays a scenario one way, and says everything that can be seen of it but ids and times of day. */
async function play(given: Scenario, way: "composed" | "fused") {
  const timers = scriptedTimers();
  const controller = new AbortController();
  const requests: ChatRequest[] = [];
  const slept: number[] = [];
  const events: GenerationEvent[] = [];
  const world = { fireTimer: timers.fire, cancel: () => controller.abort(), requests };
  const targets = given.targets.flatMap((one, at) => {
    const known = card[at];
    return known ? [scriptedTarget(known, one, world)] : [];
  });
  const prompt = {
    content: {
      kind: "text",
      text: "Sort {{ticket}}.",
      variables: [{ name: "ticket" }],
      settings: { topP: 0.5 },
    },
    variables: { ticket: "this of ada@example.org" },
  };
  const input = GenerateInput.parse({
    source: "test",
    messages: given.messages,
    settings: given.settings,
    ...given.more,
    ...(given.hasPrompt ? { prompt } : {}),
  });
  const route = {
    origin: { id: newId(), name: "law", version: 1 },
    targets,
    retry: { ...retryRules, attempts: given.attempts },
    fallbackOn: given.fallbackOn,
    timeoutMs: 9_000,
    firstTokenTimeoutMs: 1_000,
    maxTokens: given.maxTokens,
    policyIds: [],
    cacheTtlSeconds: null,
  };
  const emit = given.isStream ? (event: GenerationEvent) => void events.push(event) : null;
  const call = beginCall(
    tenant.ctx,
    { input, route, emit },
    {
      signal: controller.signal,
      setTimer: timers.setTimer,
      random: seededRandom(given.seed),
      sleep: async (ms, signal) => {
        slept.push(ms);
        if (slept.length === given.cancelInSleep) controller.abort();
        signal.throwIfAborted();
      },
    },
  );
  const seen = { requests, slept, events };
  try {
    const answered = way === "fused" ? await runFused(call) : await runComposed(call, {});
    const kept = await getGeneration(tenant.ctx, { generationId: answered.id });
    const { roots } = await getTrace(tenant.ctx, { traceId: kept.traceId });
    return anonymous(
      { ...seen, answered, kept, spans: call.trace.spans.map(plain), roots: roots.length },
      call,
    );
  } catch (thrown) {
    const { code, message: said } = toAppError(thrown);
    return anonymous({ ...seen, thrown: { code, said } }, call);
  } finally {
    call.stop.release();
  }
}

function plain({ name, kind, status, attributes, startUs, endUs, parentSpanId, spanId }: Span) {
  return { name, kind, status, attributes, durationUs: endUs - startUs, parentSpanId, spanId };
}

/** Ids numbered in the order they appear, and no time of day. */
function anonymous(value: unknown, { generationId, trace }: ReturnType<typeof beginCall>): unknown {
  const ids = [generationId, trace.traceId, ...trace.spans.map(({ spanId }) => spanId)];
  const json = JSON.stringify(value, (key, member: unknown) => (key === "startedAt" ? "then" : member));
  return JSON.parse(ids.reduce((whole, id, at) => whole.replaceAll(id, `id ${at}`), json));
}

it("a generation is the same composed by LangChain and fused: text, spans, cost, errors, retries, fallbacks", async () => {
  const met = new Map<string, number>();
  const meet = (what: string) => met.set(what, (met.get(what) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const fused = await play(given, "fused");
      expect(await play(given, "composed")).toEqual(fused);
      const { slept, requests, answered } = fused as {
        slept: number[];
        requests: unknown[];
        answered?: { status: string; errorCode: string | null; output: string; toolCalls: unknown };
      };
      meet(`${answered?.status} ${answered?.errorCode}`);
      if (slept.length > 0) meet("retried");
      if (requests.length > slept.length + 1) meet("fell back");
      if (answered?.errorCode && answered.output) meet("broke off");
      if (answered?.toolCalls) meet("tools");
    }),
    { numRuns: 200 },
  );
  // The law means something only where all of this was met.
  for (const what of [
    "succeeded null",
    "failed guardrail_blocked",
    "failed upstream_failed",
    "failed upstream_timeout",
    "cancelled cancelled",
    "retried",
    "fell back",
    "broke off",
    "tools",
  ])
    expect(met.get(what) ?? 0, what).toBeGreaterThan(2);
}, 120_000);

it("is fused only where nobody listens and nothing is drawn", () => {
  const world = { fireTimer: () => undefined, cancel: () => undefined, requests: [] };
  const at = (order: number, known: ModelCard | undefined) => {
    if (!known) throw new Error("no card");
    return scriptedTarget(known, { tries: [], order, weight: 1 }, world);
  };
  const of = (...orders: number[]) => ({
    route: {
      origin: null,
      targets: orders.map((order, position) => at(order, card[position])),
      retry: retryRules,
      fallbackOn: everyFailure,
      timeoutMs: null,
      firstTokenTimeoutMs: null,
      maxTokens: null,
      policyIds: [],
      cacheTtlSeconds: null,
    },
  });
  expect(mayFuse(of(0, 1), {})).toBe(true);
  expect(mayFuse(of(0, 0), {})).toBe(false);
  expect(mayFuse(of(0), { callbacks: [{} as never] })).toBe(false);
});
