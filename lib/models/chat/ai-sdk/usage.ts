import type { LanguageModelV4Usage } from "@ai-sdk/provider";
import { countOf, recordOf } from "../loose.ts";
import { type Counts, readCounts } from "../usage.ts";

/**
 * The SDK's usage as our counts. It puts 0 where a provider said nothing, so a 0 counts only when the
 * provider's own object, which it passes on, says it as well.
 */
export function countsOf({ inputTokens, outputTokens, raw }: LanguageModelV4Usage): Counts {
  const said = readCounts(raw);
  return {
    inputTokens: inputTokens.total ?? said?.inputTokens ?? null,
    cachedInputTokens: more(inputTokens.cacheRead, said?.cachedInputTokens),
    cacheWriteTokens: more(inputTokens.cacheWrite, said?.cacheWriteTokens),
    cacheWriteHourTokens: said?.cacheWriteHourTokens ?? hourOf(raw),
    audioInputTokens: said?.audioInputTokens ?? null,
    outputTokens: outputTokens.total ?? said?.outputTokens ?? null,
    reasoningTokens: more(outputTokens.reasoning, said?.reasoningTokens),
    audioOutputTokens: said?.audioOutputTokens ?? null,
    reportedCostUsd: null,
  };
}

function more(counted: number | undefined, said: number | null | undefined): number | null {
  return counted !== undefined && counted > 0 ? counted : (said ?? null);
}

/** Bedrock tells what it wrote to a cache by how long it keeps it. */
function hourOf(raw: unknown): number | null {
  const details = recordOf(raw)?.["cacheDetails"];
  if (!Array.isArray(details)) return null;
  const hour = details.map(recordOf).find((each) => each?.["ttl"] === "1h");
  return countOf(hour?.["inputTokens"]);
}
