import { allTime, everyCall, type ScopeQuery, type UsageSums } from "#schema/observability";
import { answeredOf, readScope } from "#client/observability";
import type { SearchParams } from "nuqs/server";
import { pageAddress, parseAsId } from "#platform/list-address";
import { trafficList, type TrafficFilters } from "./traffic-list.ts";

/** Filters that name a few calls wherever they lie: with them no span is the usual. */
const anywhere = ["runId", "traceId"] as const;

/** What `prompt` and `version` were called before. */
const olderNames = pageAddress({ promptId: parseAsId, promptVersionId: parseAsId });

/** The scope and the filters of the address. */
export function readTrafficQuery(search: SearchParams) {
  const { cursor, sort: _, ...filters } = trafficList.load(search);
  const isAnywhere = anywhere.some((name) => filters[name] !== null);
  const usual = isAnywhere ? { ...everyCall, days: allTime } : everyCall;
  const { promptId, promptVersionId } = olderNames.load(search);
  const named = readScope(search, usual);
  const scope: ScopeQuery = {
    ...named,
    prompt: named.prompt ?? promptId ?? undefined,
    version: named.version ?? promptVersionId ?? undefined,
  };
  return { scope, usual, filters, cursor };
}

/** Filters that sums by day know nothing of. */
export function isBeyondSums({ simulated: _simulated, model: _model, ...filters }: TrafficFilters): boolean {
  return Object.values(filters).some((value) => value !== null);
}

/**
 * How many rows the list has where a sum over the scope says it: with a status or what is known as the one filter beside
 * the model. So a list that a number opens says that number, however many they are. Null where only a count can say it.
 */
export function summedBy({
  simulated,
  model: _model,
  status,
  known,
  ...others
}: TrafficFilters): ((usage: UsageSums) => number) | null {
  const isAlone = Object.values(others).every((value) => value === null) && simulated === "false";
  if (!isAlone || (status === null) === (known === null)) return null;
  switch (status ?? known) {
    case "failed":
      return ({ failed }) => failed;
    case "cancelled":
      return ({ cancelled }) => cancelled;
    case "succeeded":
      return answeredOf;
    case "cost":
      return ({ priced }) => priced;
    case "carbon":
      return ({ carbonKnown }) => carbonKnown;
    default:
      return null;
  }
}
