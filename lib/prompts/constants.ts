export {
  labelNameProblem,
  messageRoles,
  promptPathProblem,
  readJsonSchema,
  readTools,
  splitPath,
  fitsType,
  variableTypes,
} from "./content-facts.ts";
export { coerceVariables } from "./coerce.ts";
export type { VariableIssue } from "./coerce.ts";
export { diffContents } from "./diff/contents.ts";
export { diffWords } from "./diff/texts.ts";
export { detectVariables, templateProblems } from "./template.ts";
