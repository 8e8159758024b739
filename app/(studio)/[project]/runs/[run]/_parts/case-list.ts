import { parseAsStringLiteral } from "nuqs/server";
import { caseFilters } from "#constants/evaluation";
import { listAddress, parseAsPattern } from "#platform/list-address";

/** The address of a run's cases; with "unjudged", by which evaluator. */
export const caseList = listAddress({
  cases: parseAsStringLiteral(caseFilters).withDefault("all"),
  evaluator: parseAsPattern(/^.{1,100}$/),
});
