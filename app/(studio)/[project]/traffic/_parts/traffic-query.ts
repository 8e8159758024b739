import { ListGenerationsInput } from "#schema/observability";
import { type ListQuery, readFilters } from "../../_parts/read-filters.ts";

/** The filters of the address. A place in the list that is none leads to the list's start. */
export function readTrafficQuery(query: ListQuery) {
  const isPlace = typeof query["cursor"] === "string" && query["cursor"].includes("~");
  return readFilters(ListGenerationsInput, isPlace ? query : { ...query, cursor: undefined });
}
