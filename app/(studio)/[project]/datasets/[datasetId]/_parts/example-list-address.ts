import { type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { listAddress, parseAsText, parseAsVersionNumber } from "#platform/list-address";
import type { ProvenanceKind } from "#schema/datasets";

const kinds = ["import", "hand", "generation", "correction"] as const satisfies readonly ProvenanceKind[];

/** What examples can be narrowed down to. */
export const exampleFilters = {
  q: parseAsText,
  from: parseAsStringLiteral(kinds),
};
const parsers = { ...exampleFilters, version: parseAsVersionNumber };

/** The address of a dataset: the version looked at (its number), what is looked for, and where examples came from. */
export const exampleAddress = listAddress(parsers);
export type DatasetSearch = inferParserType<typeof parsers> & { cursor: string | null };
