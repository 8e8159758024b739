import type { z } from "zod";
import type { Given } from "#platform/filter-address";

export type ListQuery = Record<string, string | string[] | undefined>;

/**
 * The filters of a list as its address gives them. One that is typed wrong or unknown is left out rather than
 * shown as an error; one that stands there several times counts as often as the list takes it.
 */
export function readFilters<Schema extends z.ZodObject>(
  schema: Schema,
  query: ListQuery,
): { filters: z.output<Schema>; given: Given } {
  const given: Record<string, string | string[]> = {};
  for (const name of Object.keys(schema.shape)) {
    const value = query[name];
    const isSet = value !== undefined && value !== "" && name !== "limit";
    const fits = [value, Array.isArray(value) ? value[0] : undefined].find(
      (one) => isSet && one !== undefined && schema.safeParse({ [name]: one }).success,
    );
    if (fits !== undefined) given[name] = fits;
  }
  return { filters: schema.parse(given), given };
}
