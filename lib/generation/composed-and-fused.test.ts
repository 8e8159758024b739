// oxlint-disable unicorn/no-thenable -- Portkey's word for the target of a condition; it is a text
import fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { addModel, createConnection, getModelCard } from "#lib/models";
import { flushGenerations, getGeneration, getTrace } from "#lib/observability";
import { AppError, toAppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { seededRandom } from "#platform/random";
import type { ChatRequest, ChatUsage, ModelCard } from "#schema/models";
import type { Span } from "#schema/observability";
import { type FallbackRules, TargetHealth } from "#lib/routes";
import type { RouteChoice } from "#schema/routes";
import { Restorations } from "#lib/guardrails";
import { beginCall } from "./begin.ts";
import { mayFuse, runComposed, runFused } from "./pipeline.ts";
import { retryRules } from "./retry.ts";
import { GenerateInput, type GenerationEvent } from "./schema.ts";
import { type Ending, type Piece, scriptedTarget, scriptedTimers, type Try } from "./scripted.testing.ts";

let tenant: Tenant;
let card: ModelCard[];
/** The same both ways, since what is recorded names it. */
const routeId = newId();

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
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("call" as const),
      index: fc.nat(1),
      id: fc.constantFrom("a", "b"),
      name: fc.constantFrom("find", "send", "forbidden"),
      arguments: fc.constantFrom('{"a"', ": 1}", "ada@example.org"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("head" as const),
      model: fc.constantFrom(null, "m-2026"),
      members: fc.constantFrom({}, { system_fingerprint: "fp_1" }),
    }),
  },
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
  seenBefore: fc.constantFrom(
    ...([
      "nothing",
      "nothing",
      "nothing",
      "fast",
      "slow",
      "open",
      "rested",
      "probed",
      "busy",
      "gone",
    ] as const),
  ),
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
  hasBreaker: fc.boolean(),
  choice: fc.constantFrom<RouteChoice>(
    { by: "weight" },
    { by: "latency" },
    { by: "cost", outputTokens: 500 },
    { by: "cost", outputTokens: 500, withinMs: 500 },
    { by: "sticky", key: "metadata.who" },
    {
      by: "condition",
      conditions: [{ query: { "metadata.who": { $ne: "ada@example.org" } }, then: "target 1" }],
      default: "target 0",
    },
    {
      by: "condition",
      conditions: [{ query: { "metadata.who": "ada@example.org" }, then: "target 1" }],
      default: "target 0",
    },
  ),
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

/** One failure opens it. */
const breaker = {
  failureShare: 0.5,
  minimumCalls: 1,
  windowMs: 60_000,
  coolDownMs: 10_000,
  closesAfter: 1,
};

/** A target's health as an earlier life would have left it. */
function healthAfter(seen: Scenario["targets"][number]["seenBefore"]): TargetHealth {
  const health = new TargetHealth();
  const now = tenant.clock.now();
  const failure = { errorClass: "server_error" as const, retryAfterMs: null, isProbe: false };
  const took = { fast: 100, slow: 900 };
  if (seen === "fast" || seen === "slow")
    for (const isStream of [true, false])
      health.succeeded(now, breaker, { isStream, ms: took[seen], wholeMs: took[seen], isProbe: false });
  if (seen === "open") health.failed(now, breaker, failure);
  if (seen === "rested" || seen === "probed") {
    health.failed(new Date(now.getTime() - breaker.coolDownMs), breaker, failure);
    if (seen === "probed") health.admit(now, breaker);
  }
  if (seen === "busy") health.places.enter(null);
  return health;
}

/** Plays a scenario one way, and says everything that can be seen of it but ids and times of day. */
async function play(given: Scenario, way: "composed" | "fused") {
  const timers = scriptedTimers();
  const controller = new AbortController();
  const requests: ChatRequest[] = [];
  const slept: number[] = [];
  const events: GenerationEvent[] = [];
  const world = { fireTimer: timers.fire, cancel: () => controller.abort(), requests };
  const targets = given.targets.flatMap(({ seenBefore, ...one }, at) => {
    const known = card[at];
    const gone = seenBefore === "gone" ? { gone: new AppError("no_model", "not offered") } : {};
    const beside = { name: `target ${at}`, concurrency: 1, health: healthAfter(seenBefore), ...gone };
    return known ? [scriptedTarget(known, { ...one, ...beside }, world)] : [];
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
    origin: { id: routeId, name: "law", version: 1 },
    targets,
    choice: given.choice,
    breaker: given.hasBreaker ? breaker : null,
    queueMs: 700,
    retry: { ...retryRules, attempts: given.attempts },
    fallbackOn: given.fallbackOn,
    timeoutMs: 9_000,
    firstTokenTimeoutMs: 1_000,
    idleTimeoutMs: 5_000,
    maxTokens: given.maxTokens,
    policyIds: [],
    cache: null,
    sla: null,
  };
  const emit = given.isStream ? (event: GenerationEvent) => void events.push(event) : null;
  const call = beginCall(
    tenant.ctx,
    { input, route, emit, restorations: new Restorations() },
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
  const health = () => targets.map((one) => one.health?.snapshot(tenant.clock.now(), route.breaker));
  const seen = { requests, slept, events };
  try {
    const answered = way === "fused" ? await runFused(call) : await runComposed(call, {});
    const kept = await getGeneration(tenant.ctx, { generationId: answered.id });
    const { roots } = await getTrace(tenant.ctx, { traceId: kept.traceId });
    return anonymous(
      { ...seen, answered, kept, spans: call.trace.spans.map(plain), roots: roots.length, health: health() },
      call,
    );
  } catch (thrown) {
    const { code, message: said } = toAppError(thrown);
    return anonymous({ ...seen, thrown: { code, said }, health: health() }, call);
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
      const { slept, requests, answered, spans } = fused as {
        slept: number[];
        requests: unknown[];
        spans?: Pick<Span, "attributes">[];
        answered?: { status: string; errorCode: string | null; output: string; toolCalls: unknown };
      };
      meet(`${answered?.status} ${answered?.errorCode}`);
      if (slept.length > 0) meet("retried");
      if (requests.length > slept.length + 1) meet("fell back");
      if (answered?.errorCode && answered.output) meet("broke off");
      const root = spans?.[0]?.attributes ?? {};
      const skipped = root["valueloop.route.skipped"];
      if (Array.isArray(skipped)) for (const one of skipped) meet(String(one).replace(/.*: /, ""));
      if (typeof root["valueloop.route.reason"] === "string")
        meet(root["valueloop.route.reason"].replace(/[:,] .*| \d+/g, ""));
      if (answered?.toolCalls) meet("tools");
    }),
    { numRuns: 300 },
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
    "circuit open",
    "no free place",
    "not offered now",
    "by weight",
    "the faster of two drawn",
    "the cheapest",
    "the cheapest that is fast enough",
    "sticky by metadata.who",
    "condition holds",
    "no condition holds",
  ])
    expect(met.get(what) ?? 0, what).toBeGreaterThan(2);
}, 120_000);

it("is fused only where nobody listens and nothing stands between the steps", () => {
  expect(mayFuse({})).toBe(true);
  expect(mayFuse({ callbacks: [{} as never] })).toBe(false);
  expect(mayFuse({ steps: { before: [{} as never] } })).toBe(false);
  expect(mayFuse({ steps: { after: [{} as never] } })).toBe(false);
});
