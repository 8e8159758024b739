import { parseAsStringLiteral } from "nuqs/server";
import { diffViews } from "#components/prompts/content-diff";
import { pageAddress, parseAsText, parseAsVersionNumber } from "#platform/list-address";

/** The address of a prompt's history: the two versions compared, how, and the place in the list of all. */
export const historyAddress = pageAddress({
  from: parseAsVersionNumber,
  to: parseAsVersionNumber,
  view: parseAsStringLiteral(diffViews).withDefault("words"),
  cursor: parseAsText,
});
