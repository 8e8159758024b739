import type { ChatUsage } from "./schema.ts";
import { amountOf, countOf, recordOf } from "./loose.ts";

/** What a server said of one call's tokens so far; null is "it did not say". */
export type Counts = { [Key in Exclude<keyof ChatUsage, "isEstimated">]: number | null };

const unsaid: Counts = {
  inputTokens: null,
  cachedInputTokens: null,
  cacheWriteTokens: null,
  cacheWriteHourTokens: null,
  audioInputTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  audioOutputTokens: null,
  reportedCostUsd: null,
};

/**
 * Reads the usage object of any provider: OpenAI's two forms, DeepSeek's cache hits, Anthropic's cache writes, Gemini's
 * thoughts, Ollama's own names, OpenRouter's cost. In the result the input includes what was read from and written to a
 * cache, and the output includes thinking, whichever way the provider counts. Null when it is no usage at all.
 */
export function readCounts(value: unknown): Counts | null {
  const usage = recordOf(value);
  if (!usage) return null;
  const inputDetails = recordOf(usage["prompt_tokens_details"]) ?? recordOf(usage["input_tokens_details"]);
  const outputDetails =
    recordOf(usage["completion_tokens_details"]) ?? recordOf(usage["output_tokens_details"]);
  const written = recordOf(usage["cache_creation"]);
  const first = (...names: string[]) => firstCount(usage, names);
  const cached = largest(
    firstCount(inputDetails ?? {}, ["cached_tokens", "cache_read_tokens"]),
    first("prompt_cache_hit_tokens", "cache_read_input_tokens", "cachedContentTokenCount", "cached_tokens"),
    first("num_cached_tokens"),
  );
  const hour = countOf(written?.["ephemeral_1h_input_tokens"]);
  const write = largest(
    first("cache_creation_input_tokens", "cache_write_input_tokens"),
    firstCount(inputDetails ?? {}, [
      "cache_write_tokens",
      "cache_creation_tokens",
      "cache_creation_input_tokens",
    ]),
    sum(countOf(written?.["ephemeral_5m_input_tokens"]), hour),
  );
  const thoughts = first("thoughtsTokenCount", "thoughts_token_count");
  const counts: Counts = {
    inputTokens: inputOf(usage, inputDetails !== null, cached, write),
    cachedInputTokens: cached,
    cacheWriteTokens: write,
    cacheWriteHourTokens: hour,
    audioInputTokens: countOf(inputDetails?.["audio_tokens"]),
    outputTokens: sum(
      first(
        "completion_tokens",
        "output_tokens",
        "candidatesTokenCount",
        "candidates_token_count",
        "eval_count",
      ),
      thoughts,
    ),
    reasoningTokens: largest(
      thoughts,
      firstCount(outputDetails ?? {}, ["reasoning_tokens", "thinking_tokens"]),
      first("reasoning_tokens"),
    ),
    audioOutputTokens: countOf(outputDetails?.["audio_tokens"]),
    reportedCostUsd: costOf(usage),
  };
  return reconcile(counts, first("total_tokens", "totalTokenCount", "total_token_count"));
}

/** Later counts win over earlier ones, but a zero or a silence takes nothing back: servers send both as fillers. */
export function mergeCounts(earlier: Counts | null, later: Counts | null): Counts | null {
  if (!earlier || !later) return earlier ?? later;
  const merged = { ...earlier };
  for (const key of Object.keys(unsaid) as (keyof Counts)[]) {
    const value = later[key];
    if (value !== null && (value > 0 || merged[key] === null)) merged[key] = value;
  }
  return merged;
}

/**
 * The usage of a finished call. What the server left out, or put at 0 although there was text, is taken from
 * `estimate`, and the whole is then marked as an estimate.
 */
export function settleUsage(counts: Counts | null, hasOutput: boolean, estimate: ChatUsage): ChatUsage {
  const { inputTokens, outputTokens } = counts ?? unsaid;
  const isInputCounted = inputTokens !== null && inputTokens > 0;
  const isOutputCounted = outputTokens !== null && (outputTokens > 0 || !hasOutput);
  if (isInputCounted && isOutputCounted) return makeUsage({ ...counts, inputTokens, outputTokens });
  return makeUsage({
    ...counts,
    inputTokens: isInputCounted ? inputTokens : estimate.inputTokens,
    outputTokens: isOutputCounted ? outputTokens : estimate.outputTokens,
    reasoningTokens: counts?.reasoningTokens ?? estimate.reasoningTokens,
    isEstimated: true,
  });
}

/** True when a server counted both sides of a call, so that nothing need be estimated. */
export function isCounted(counts: Counts | null, hasOutput: boolean): boolean {
  if (!counts?.inputTokens || counts.outputTokens === null) return false;
  return counts.outputTokens > 0 || !hasOutput;
}

/** A whole usage from the figures that are known; parts never exceed what they are parts of. */
export function makeUsage(
  known: Partial<ChatUsage> & Pick<ChatUsage, "inputTokens" | "outputTokens">,
): ChatUsage {
  const usage: ChatUsage = { ...unsaid, isEstimated: false, ...known } as ChatUsage;
  const within = (part: number | null, whole: number) => (part === null ? null : Math.min(part, whole));
  usage.cachedInputTokens = within(usage.cachedInputTokens, usage.inputTokens);
  const uncached = usage.inputTokens - (usage.cachedInputTokens ?? 0);
  usage.cacheWriteTokens = within(usage.cacheWriteTokens, uncached);
  usage.cacheWriteHourTokens = within(usage.cacheWriteHourTokens, usage.cacheWriteTokens ?? 0);
  usage.audioInputTokens = within(usage.audioInputTokens, usage.inputTokens);
  usage.reasoningTokens = within(usage.reasoningTokens, usage.outputTokens);
  usage.audioOutputTokens = within(usage.audioOutputTokens, usage.outputTokens);
  return usage;
}

type Loose = Record<string, unknown>;

/** All input tokens. Anthropic's `input_tokens` leaves the cached ones out; OpenAI's, which has details, does not. */
function inputOf(
  usage: Loose,
  hasDetails: boolean,
  cached: number | null,
  write: number | null,
): number | null {
  const prompt = firstCount(usage, [
    "prompt_tokens",
    "promptTokenCount",
    "prompt_token_count",
    "prompt_eval_count",
  ]);
  const tools = firstCount(usage, ["toolUsePromptTokenCount", "tool_use_prompt_token_count"]);
  if (prompt !== null) return sum(prompt, tools);
  const input = countOf(usage["input_tokens"]);
  if (input !== null) {
    const isWithoutCache =
      !hasDetails && ("cache_read_input_tokens" in usage || "cache_creation_input_tokens" in usage);
    return isWithoutCache ? sum(input, cached, write) : input;
  }
  return sum(countOf(usage["prompt_cache_hit_tokens"]), countOf(usage["prompt_cache_miss_tokens"]));
}

/** Some servers leave thinking out of the output, or the cache out of the input; the total they send tells which. */
function reconcile(counts: Counts, total: number | null): Counts {
  const { input, output } = completed(counts, total);
  if (input === null || output === null) return { ...counts, inputTokens: input, outputTokens: output };
  const inCache = (counts.cachedInputTokens ?? 0) + (counts.cacheWriteTokens ?? 0);
  const thought = counts.reasoningTokens ?? 0;
  const over = total === null ? 0 : total - input - output;
  const isMissing = (part: number, whole: number) => part > whole || (part > 0 && over === part);
  // Both beside what they are part of: only then does the total hold them twice over.
  if (inCache > 0 && thought > 0 && over === inCache + thought)
    return { ...counts, inputTokens: input + inCache, outputTokens: output + thought };
  if (isMissing(inCache, input)) return { ...counts, inputTokens: input + inCache, outputTokens: output };
  if (isMissing(thought, output)) return { ...counts, inputTokens: input, outputTokens: output + thought };
  // Gemini's OpenAI form bills thinking that it shows in the total only.
  return over > 0 && thought === 0
    ? { ...counts, inputTokens: input, outputTokens: output + over, reasoningTokens: over }
    : { ...counts, inputTokens: input, outputTokens: output };
}

/** Of input, output and their total, the third follows from two. */
function completed({ inputTokens: input, outputTokens: output }: Counts, total: number | null) {
  if (total === null || (input === null) === (output === null)) return { input, output };
  return {
    input: input ?? Math.max(0, total - (output ?? 0)),
    output: output ?? Math.max(0, total - (input ?? 0)),
  };
}

/** OpenRouter's charge in USD; with the caller's own key its fee and the provider's charge are apart. */
function costOf(usage: Loose): number | null {
  const cost = amountOf(usage["cost"]);
  if (cost === null || usage["is_byok"] !== true) return cost;
  const upstream = amountOf(recordOf(usage["cost_details"])?.["upstream_inference_cost"]);
  return cost + (upstream ?? 0);
}

function firstCount(record: Loose, names: string[]): number | null {
  for (const name of names) {
    const count = countOf(record[name]);
    if (count !== null) return count;
  }
  return null;
}

function largest(...counts: (number | null)[]): number | null {
  const said = counts.filter((count) => count !== null);
  return said.length === 0 ? null : Math.max(...said);
}

function sum(...counts: (number | null)[]): number | null {
  const said = counts.filter((count) => count !== null);
  return said.length === 0 ? null : said.reduce((total, count) => total + count, 0);
}
