import { createMultiParser, createParser, type inferParserType, parseAsStringLiteral } from "nuqs/server";
import { generationStatuses, metadataPairPattern, usageMeasures } from "#constants/observability";
import { listAddress, parseAsId, parseAsPattern, parseAsText, parseAsYesNo } from "#platform/list-address";

/** Of more pairs the first count. */
const mostPairs = 5;

/** What narrows the calls down beside the scope. */
export const trafficFilters = {
  text: parseAsText,
  model: parseAsPattern(/^.{1,200}$/),
  status: parseAsStringLiteral(generationStatuses),
  simulated: parseAsYesNo,
  metadata: createMultiParser<string[]>({
    parse: (pairs) => {
      const valid = pairs.filter((pair) => metadataPairPattern.test(pair) && !pair.includes("\0"));
      return valid.length > 0 ? valid.slice(0, mostPairs) : null;
    },
    serialize: (pairs) => pairs,
    eq: (a, b) => a.join("\n") === b.join("\n"),
  }),
  promptPath: parseAsPattern(/^.{1,300}$/),
  connectionId: parseAsId,
  runId: parseAsId,
  traceId: parseAsPattern(/^.{1,64}$/),
  known: parseAsStringLiteral(usageMeasures),
  overMs: createParser<number>({
    parse: (text) => (text !== "" && Number(text) >= 0 ? Number(text) : null),
    serialize: String,
  }),
};

/** The address of the calls. A place in the list that is none leads to the list's start. */
export const trafficList = listAddress(trafficFilters, parseAsPattern(/^[^~]+~[^~]+$/));
export type TrafficFilters = inferParserType<typeof trafficFilters>;
