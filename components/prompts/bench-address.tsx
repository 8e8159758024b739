import { branchRule, mainBranch } from "#constants/prompts";
import { pageAddress, parseAsId, parseAsPattern } from "#platform/list-address";

/** The address of a prompt's editor and playground: the branch that is open, and the conversation. */
export const benchAddress = pageAddress({
  branch: parseAsPattern(branchRule.pattern).withDefault(mainBranch),
  chat: parseAsId,
});
