export { branchRule, mainBranch, messageRoles, variableTypes } from "./content/rules.ts";

/** Labels that move by promotions only, from a project's first day; releases makes an environment of each, and may guard more. */
export const guardedFromTheStart = ["development", "staging", "production"] as const;
