import { parseAsStringLiteral } from "nuqs/server";
import { runStatuses, runVerdicts } from "#constants/evaluation";
import { listAddress, parseAsId, parseAsText } from "#platform/list-address";

/** The address of the list of runs. */
export const runList = listAddress({
  query: parseAsText,
  promptId: parseAsId,
  promptVersionId: parseAsId,
  suiteId: parseAsId,
  status: parseAsStringLiteral(runStatuses),
  verdict: parseAsStringLiteral(runVerdicts),
});
