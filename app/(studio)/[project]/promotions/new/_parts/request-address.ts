import type { inferParserType } from "nuqs/server";
import { environmentNamePattern } from "#constants/releases";
import { pageAddress, parseAsId, parseAsPattern } from "#platform/list-address";

const parsers = {
  promptId: parseAsId,
  versionId: parseAsId,
  environment: parseAsPattern(environmentNamePattern),
  /** `keyOfTarget` of the model or route in the place of the version's own. */
  model: parseAsPattern(/^\S{1,60} .{1,200}$/),
  baselineRunId: parseAsId,
  candidateRunId: parseAsId,
};

/** The address of a promotion that is asked for: what is chosen so far. */
export const requestAddress = pageAddress(parsers);
export type RequestChoices = inferParserType<typeof parsers>;
