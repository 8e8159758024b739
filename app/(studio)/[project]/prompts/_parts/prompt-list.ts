import { createParser, type inferParserType } from "nuqs/server";
import { labelNameProblem, promptPathProblem } from "#client/prompts";
import { listAddress, parseAsArchived, parseAsText } from "#platform/list-address";

export const parseAsPromptPath = createParser<string>({
  parse: (path) => (promptPathProblem(path) === null ? path : null),
  serialize: (path) => path,
});

const parsers = {
  q: parseAsText,
  folder: parseAsPromptPath,
  label: createParser<string>({
    parse: (name) => (labelNameProblem(name) === null ? name : null),
    serialize: (name) => name,
  }),
  archived: parseAsArchived,
};

/** The address of the registry. */
export const promptList = listAddress(parsers);
export type PromptFilters = inferParserType<typeof parsers>;
