import { allTime, everyCall, ListGenerationsInput, type ScopeQuery } from "#schema/observability";
import { readScope } from "#client/observability";
import { type ListQuery, readFilters } from "../../_parts/read-filters.ts";

/** What narrows the calls down beside the scope. */
const OtherFilters = ListGenerationsInput.omit({
  environment: true,
  source: true,
  promptId: true,
  promptVersionId: true,
  from: true,
  to: true,
});

/** Filters that name a few calls wherever they lie: with them no span is the usual. */
const anywhere = ["runId", "traceId"] as const;

/**
 * The scope and the filters of the address. A place in the list that is none leads to the list's start. `promptId` and
 * `promptVersionId` are older names of `prompt` and `version`.
 */
export function readTrafficQuery(query: ListQuery) {
  const isPlace = typeof query["cursor"] === "string" && query["cursor"].includes("~");
  const { filters, given } = readFilters(OtherFilters, isPlace ? query : { ...query, cursor: undefined });
  const isAnywhere = anywhere.some((name) => given[name] !== undefined);
  const usual = isAnywhere ? { ...everyCall, days: allTime } : everyCall;
  const scope: ScopeQuery = readScope(
    {
      ...query,
      prompt: query["prompt"] ?? query["promptId"],
      version: query["version"] ?? query["promptVersionId"],
    },
    usual,
  );
  return { scope, usual, filters, given };
}

/** Filters that sums by day know nothing of. */
export function isBeyondSums(given: ReturnType<typeof readTrafficQuery>["given"]): boolean {
  return Object.keys(given).some((name) => !["cursor", "simulated", "model"].includes(name));
}
