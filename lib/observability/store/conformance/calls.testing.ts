import fc from "fast-check";
import type { ProjectId } from "#lib/identity";
import { newId } from "#platform/ids";
import { absent } from "../../generations/absent.ts";
import type { Generation, Span, UsageFilter } from "../../schema.ts";
import { generationSources } from "../../sources.ts";

/** A project of nobody: a store knows projects by their ids only. */
export const newProject = () => newId() as ProjectId;

export function call(more: Partial<Generation> = {}): Generation {
  return {
    ...absent,
    id: newId(),
    traceId: newId().replaceAll("-", ""),
    startedAt: new Date("2026-11-20T08:00:00Z"),
    source: "api",
    status: "succeeded",
    provider: "p",
    model: "m",
    input: [{ role: "user", content: "Hello" }],
    output: "Hi",
    latencyMs: 100,
    actorKind: "user",
    actorId: null,
    ...more,
  };
}

export function span(more: Partial<Span> = {}): Span {
  const startUs = Date.parse("2026-11-20T08:00:00Z") * 1_000;
  return {
    traceId: newId().replaceAll("-", ""),
    spanId: newId().slice(-16).replaceAll("-", ""),
    parentSpanId: null,
    generationId: null,
    name: "step",
    kind: "internal",
    startUs,
    endUs: startUs + 1_500,
    status: "ok",
    statusMessage: null,
    attributes: {},
    events: [],
    ...more,
  };
}

export const batch = (
  project: ProjectId,
  generations: readonly Generation[],
  spans: readonly Span[] = [],
) => ({
  generations: generations.map((generation) => ({ projectId: project, generation })),
  spans: spans.map((one) => ({ projectId: project, span: one })),
});

const dayMs = 86_400_000;
export const firstDay = Date.UTC(2026, 10, 20);
export const days = 3;
export const prompts = [newId(), newId()];
export const versions = [newId(), newId(), newId()];
export const runId = newId();
export const connectionId = newId();

const optional = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });
/** Moments of three days, the first of a day and the last before it among them. */
const moment = fc
  .oneof(
    fc.integer({ min: 0, max: days * 24 * 3600 - 1 }).map((seconds) => seconds * 1_000),
    fc.nat(days - 1).map((day) => day * dayMs),
    fc.integer({ min: 1, max: days }).map((day) => day * dayMs - 1),
  )
  .map((ms) => new Date(firstDay + ms));
/** To the billionth: squares of what is next to nothing are no number of a database. */
const amount = fc.nat(1_000_000_000).map((billionths) => billionths / 1e9);
const status = fc.constantFrom<Generation["status"][]>("succeeded", "succeeded", "failed", "cancelled");
const prompt = fc.constantFrom<Partial<Generation>[]>(
  {},
  { promptId: prompts[0] ?? "", promptPath: "a/b" },
  ...versions.map((promptVersionId, at) => ({
    promptId: prompts[at === 2 ? 1 : 0] ?? "",
    promptPath: at === 2 ? "c/d" : "a/b",
    promptVersionId,
    promptVersionNumber: at === 2 ? 1 : at + 1,
  })),
);
const anyCall = fc.record({
  startedAt: moment,
  source: fc.oneof(fc.constant("api" as const), fc.constantFrom(...generationSources)),
  status,
  label: fc.constantFrom("production", "production", "staging", null),
  prompt,
  provider: fc.constantFrom("p", "q"),
  model: fc.constantFrom("m", "n"),
  latencyMs: fc.double({ min: 0, max: 4_000, noNaN: true }),
  timeToFirstTokenMs: optional(fc.double({ min: 1, max: 900, noNaN: true })),
  costUsd: optional(amount),
  carbonGrams: optional(amount),
  carbonGramsLow: optional(amount),
  inputTokens: optional(fc.nat(500)),
  outputTokens: optional(fc.nat(500)),
  isUsageEstimated: optional(fc.boolean()),
  isSimulated: fc.boolean(),
  runId: fc.constantFrom(null, runId),
  connectionId: fc.constantFrom(null, connectionId),
  output: fc.constantFrom("yes", "No, 100% of it", "a_b", ""),
  metadata: fc.constantFrom(
    null,
    { plan: "pro" },
    { plan: "free", seats: 12 },
    { seats: "12", trial: false },
  ),
});

/** The same calls each time, of every kind. */
export const someCalls = (count: number): Generation[] =>
  fc.sample(anyCall, { numRuns: count, seed: 11 }).map(({ prompt: of, ...rest }) => call({ ...rest, ...of }));

/** Spans of instants and whole days, and everything a scope can name. */
export const anyScope: fc.Arbitrary<UsageFilter> = fc
  .record({
    ends: fc.tuple(moment, moment),
    environment: fc.constantFrom(undefined, "any", "none", "production", "staging"),
    source: fc.constantFrom(undefined, "api" as const, ["api" as const, "run" as const]),
    promptId: fc.constantFrom(undefined, undefined, ...prompts),
    promptVersionId: fc.constantFrom(undefined, undefined, ...versions),
    model: fc.constantFrom(undefined, undefined, "n"),
    simulated: fc.boolean(),
  })
  .map(({ ends: [a, b], simulated, ...of }) => ({
    ...(Object.fromEntries(
      Object.entries(of).filter(([, value]) => value !== undefined),
    ) as Partial<UsageFilter>),
    simulated,
    from: a < b ? a : b,
    to: a < b ? b : a,
  }));

/** Whether a call is of a scope, simulated or not: the definition that stores are held to. */
export function isOf(one: Generation, scope: Omit<UsageFilter, "simulated">): boolean {
  return (
    one.startedAt >= scope.from &&
    one.startedAt < scope.to &&
    (scope.promptId === undefined || one.promptId === scope.promptId) &&
    (scope.promptVersionId === undefined || one.promptVersionId === scope.promptVersionId) &&
    (scope.model === undefined || one.model === scope.model) &&
    (scope.source === undefined || [scope.source].flat().includes(one.source)) &&
    isOfEnvironment(one, scope.environment)
  );
}

export function isOfEnvironment({ label }: Generation, environment: string | undefined): boolean {
  if (environment === undefined || environment === "any") return true;
  return environment === "none" ? label === null : label === environment;
}

export const versionKey = (one: Generation) =>
  one.promptVersionId ?? (one.promptId === null ? "" : `draft:${one.promptId}`);
export const dayOf = ({ startedAt }: Generation) => startedAt.toISOString().slice(0, 10);
