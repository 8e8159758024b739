/** What the list of prompts can be put in order by: `version` is the newest's number, `by` who saved it, `updated` when anything of the prompt changed. */
export const promptOrders = ["path", "version", "updated", "by"] as const;

export { branchRule, mainBranch, messageRoles, variableTypes } from "./content/rules.ts";

/** Labels that move by promotions only, from a project's first day; releases makes an environment of each, and may guard more. */
export const guardedFromTheStart = ["development", "staging", "production"] as const;
