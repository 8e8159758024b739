export { mainBranch, messageRoles, variableTypes } from "./content/rules.ts";
export type { VariableIssue } from "./template/coerce.ts";
