import { createMultiParser, createParser, parseAsStringLiteral } from "nuqs/server";
import { isId } from "#platform/is-id";
import { pageAddress, parseAsId, parseAsText } from "#platform/list-address";
import { caseViews } from "#schema/evaluation";

/** As many as one family of tests is adjusted over. */
export const mostCandidates = 8;

const compareTabs = ["cases", "summary", "plots", "settings"] as const;
export type CompareTab = (typeof compareTabs)[number];

/** The address of a comparison: one baseline, its candidates, and what is shown of it. */
export const compareAddress = pageAddress({
  baseline: parseAsId,
  candidate: createMultiParser<string[]>({
    parse: (ids) => ids.filter(isId),
    serialize: (ids) => ids,
    eq: (a, b) => a.join() === b.join(),
  }).withDefault([]),
  /** `add=1`: one more candidate is chosen. */
  add: createParser<true>({ parse: (text) => (text === "1" ? true : null), serialize: () => "1" }),
  tab: parseAsStringLiteral(compareTabs).withDefault("cases"),
  view: parseAsStringLiteral(caseViews),
  cursor: parseAsText,
});
