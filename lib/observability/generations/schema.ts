import { z } from "zod";
import { Flag } from "#platform/flag";
import { Moment } from "#platform/moment";
import { PageInput } from "#platform/pagination";
import type { CacheState } from "../cached/schema.ts";
import { generationStatuses, metadataPairPattern, mostIds, usageMeasures } from "../constants.ts";
import { scopeShape } from "../scope.ts";
import type { GenerationSource } from "../sources.ts";
import type { Span } from "../traces/schema.ts";

export const GenerationStatus = z.enum(generationStatuses);
export type GenerationStatus = z.infer<typeof GenerationStatus>;

/** What a policy found and did, as it is kept on a generation; a finding never holds the text it found. */
export type GuardrailFinding = {
  stage: "input" | "output" | "stored";
  policyId: string;
  policyName: string;
  policyVersion: number;
  kind: string;
  /** The PII type, the pattern's name or the place in the blocklist. */
  rule: string;
  action: string;
  /** How often the rule matched. */
  count: number;
};

/** One call to one model. Null is unknown, never 0: a cost of 0 is a call that was free. */
export type Generation = {
  id: string;
  traceId: string;
  startedAt: Date;
  source: GenerationSource;
  status: GenerationStatus;
  promptId: string | null;
  promptPath: string | null;
  promptVersionId: string | null;
  promptVersionNumber: number | null;
  /** The label the caller asked by, when it asked by one: the environment it counts for. */
  label: string | null;
  runId: string | null;
  caseId: string | null;
  /** The generation whose answer a cache gave again: no model was asked, and nothing was spent. */
  cachedFromId: string | null;
  /** How the cache of its route met the call; null where there was none to ask. */
  cacheState: CacheState | null;
  /** The stored route it went through, in the version it had then. */
  routeId: string | null;
  routeVersion: number | null;
  connectionId: string | null;
  connectionName: string | null;
  provider: string;
  model: string;
  /** The compiled messages as sent, after redaction by policy. */
  input: unknown;
  variables: Record<string, unknown> | null;
  settings: Record<string, unknown> | null;
  output: string;
  toolCalls:
    | { id: string; name: string; arguments: string; extra?: Record<string, unknown> | undefined }[]
    | null;
  /** AnswerMembers of #schema/models: what the provider said beside what has a place here. */
  answerMembers: Record<string, unknown> | null;
  finishReason: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  /** What the model thought before it answered, where the provider shows it; never a part of the output. */
  reasoning: string | null;
  /** The model's own words for why it does not answer. */
  refusal: string | null;
  /** All input; cached, cache-written and audio tokens are parts of it. */
  inputTokens: number | null;
  cachedInputTokens: number | null;
  cacheWriteTokens: number | null;
  audioInputTokens: number | null;
  /** All output; thinking and audio tokens are parts of it. */
  outputTokens: number | null;
  reasoningTokens: number | null;
  audioOutputTokens: number | null;
  /** True when the provider did not count, so that tokens, cost and carbon are estimates; null without tokens. */
  isUsageEstimated: boolean | null;
  costUsd: number | null;
  /** A Cost of #schema/models: the parts the cost is the sum of, and whose prices they are. */
  costBasis: Record<string, unknown> | null;
  latencyMs: number;
  timeToFirstTokenMs: number | null;
  energyKwh: number | null;
  carbonGrams: number | null;
  carbonGramsLow: number | null;
  carbonGramsHigh: number | null;
  carbonMethod: Record<string, unknown> | null;
  guardrails: GuardrailFinding[] | null;
  metadata: Record<string, unknown> | null;
  isSimulated: boolean;
  isDemo: boolean;
  actorKind: string;
  actorId: string | null;
};

/** A generation in a list: without its long texts. */
export type GenerationSummary = Omit<
  Generation,
  | "input"
  | "variables"
  | "settings"
  | "output"
  | "toolCalls"
  | "answerMembers"
  | "reasoning"
  | "refusal"
  | "costBasis"
  | "carbonMethod"
  | "guardrails"
  | "metadata"
> & {
  /** The first 200 characters. */
  outputPreview: string;
};

type RequiredOnRecord =
  | "traceId"
  | "startedAt"
  | "source"
  | "status"
  | "provider"
  | "model"
  | "input"
  | "output"
  | "latencyMs";

/** What a caller of recordGenerations gives; fields left out are null (false, the context's actor, a new id). Its spans become those of its trace. */
export type GenerationRecord = Pick<Generation, RequiredOnRecord> & {
  [Key in Exclude<keyof Generation, RequiredOnRecord>]?: Generation[Key] | undefined;
} & {
  spans?: Span[] | undefined;
  /** The end user's key as it was sent, of which a hash is kept. Left out, it is read from the metadata, as `endUserOf` does. */
  endUser?: string | null | undefined;
};

/** `key=value`, as metadata was sent with a call; a value that reads as a number or a flag finds these too. */
const MetadataPair = z
  .string()
  .regex(metadataPairPattern, "Write it as key=value, at most 64 and 200 characters.")
  .refine((pair) => !pair.includes("\0") && pair.isWellFormed(), "It holds a character that no text has.");

export type UsageMeasure = (typeof usageMeasures)[number];

/** Filters of the list of generations; all optional, all combined. */
export const ListGenerationsInput = PageInput.extend({
  promptId: z.uuid().optional(),
  promptPath: z.string().max(300).optional(),
  promptVersionId: z.uuid().optional(),
  model: z.string().max(200).optional(),
  connectionId: z.uuid().optional(),
  environment: scopeShape.environment,
  source: scopeShape.source,
  status: GenerationStatus.optional(),
  runId: z.uuid().optional(),
  traceId: z.string().max(64).optional(),
  /** Looked for in the input, the output and the prompt's path, without regard to case. */
  text: z.string().max(200).optional(),
  /** All of these must be in a call's metadata. */
  metadata: z.union([MetadataPair.transform((pair) => [pair]), z.array(MetadataPair).max(5)]).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  /** true: simulated only, false: without simulated, absent: both. */
  simulated: Flag.optional(),
  /** Only calls that took longer than this many milliseconds. */
  overMs: z.coerce.number().min(0).optional(),
  /** Only calls of which this is known: what a mean of it is taken over. */
  known: z.enum(usageMeasures).optional(),
});
export type ListGenerationsInput = z.input<typeof ListGenerationsInput>;
/** The same as a store is asked. */
export type GenerationFilter = Omit<z.output<typeof ListGenerationsInput>, "limit" | "cursor"> & {
  /** Calls of the end user whose key has this hash; asked only by exports and erasures. */
  endUserHash?: string;
};

export const GetGenerationInput = z.object({ generationId: z.uuid() });
export type GetGenerationInput = z.input<typeof GetGenerationInput>;

export const GetGenerationsInput = z.object({ ids: z.array(z.uuid()).max(mostIds) });
export type GetGenerationsInput = z.input<typeof GetGenerationsInput>;

export const CallScopesInput = z.object({ ids: z.array(z.uuid()).max(mostIds) });
export type CallScopesInput = z.input<typeof CallScopesInput>;

/** The scope a call belongs to: what rows about it (tasks, decisions, feedback) keep of it. */
export type CallScope = Pick<
  Generation,
  "promptId" | "promptVersionId" | "promptPath" | "promptVersionNumber" | "source" | "model" | "isSimulated"
> & {
  /** The label the caller asked by; null when by none. */
  environment: string | null;
  /** What is kept of the end user's key; null where the call named nobody. */
  endUserHash: string | null;
};
