import { allTime, everyCall, type ScopeQuery } from "#schema/observability";
import { readScope } from "#client/observability";
import type { SearchParams } from "nuqs/server";
import { trafficList, type TrafficFilters } from "./traffic-list.ts";

/** Filters that name a few calls wherever they lie: with them no span is the usual. */
const anywhere = ["runId", "traceId"] as const;

/** The scope and the filters of the address. `promptId` and `promptVersionId` are older names of `prompt` and `version`. */
export function readTrafficQuery(search: SearchParams) {
  const { cursor, sort: _, ...filters } = trafficList.load(search);
  const isAnywhere = anywhere.some((name) => filters[name] !== null);
  const usual = isAnywhere ? { ...everyCall, days: allTime } : everyCall;
  const scope: ScopeQuery = readScope(
    {
      ...search,
      prompt: search["prompt"] ?? search["promptId"],
      version: search["version"] ?? search["promptVersionId"],
    },
    usual,
  );
  return { scope, usual, filters, cursor };
}

/** Filters that sums by day know nothing of. */
export function isBeyondSums({ simulated: _simulated, model: _model, ...filters }: TrafficFilters): boolean {
  return Object.values(filters).some((value) => value !== null);
}
