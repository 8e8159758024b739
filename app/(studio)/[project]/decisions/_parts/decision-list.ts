import { type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { listAddress, parseAsId, parseAsPattern } from "#platform/list-address";
import { decisionFilters, splits } from "#schema/review";

const parsers = {
  kind: parseAsStringLiteral(decisionFilters),
  reason: parseAsPattern(/^.{1,60}$/),
  reviewer: parseAsId,
  model: parseAsPattern(/^.{1,200}$/),
  language: parseAsPattern(/^.{1,8}$/),
  /** "only": rejections for a reason that counts as a safety failure. */
  safety: parseAsStringLiteral(["only"]),
  split: parseAsStringLiteral(splits).withDefault("version"),
};
/** The address of the explorer, beside its scope. */
export const decisionList = listAddress(parsers);

export type DecisionsFilters = inferParserType<typeof parsers>;
