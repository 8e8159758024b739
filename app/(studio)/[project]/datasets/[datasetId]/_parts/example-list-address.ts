import { type inferParserType, parseAsInteger, parseAsStringLiteral } from "nuqs/server";
import { listAddress, parseAsText } from "#platform/list-address";

/** What examples can be narrowed down to. */
export const exampleFilters = {
  q: parseAsText,
  from: parseAsStringLiteral(["import", "hand", "generation", "correction"]),
};
const parsers = { ...exampleFilters, version: parseAsInteger };

/** The address of a dataset: the version looked at (its number), what is looked for, and where examples came from. */
export const exampleAddress = listAddress(parsers);
export type DatasetSearch = inferParserType<typeof parsers> & { cursor: string | null };
