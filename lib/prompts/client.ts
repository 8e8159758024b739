export {
  branchNameProblem,
  isInReach,
  splitPath,
  contentBytes,
  fitsType,
  labelNameProblem,
  promptPathProblem,
} from "./content/rules.ts";
export { withoutMessageIds } from "./content/message-ids.ts";
export { lineageOf } from "./versions/lineage.ts";
export { contentTexts } from "./content/texts.ts";
export { readJsonSchema, readTools } from "./content/read-json.ts";
export { coerceVariables } from "./template/coerce.ts";
export { compilePrompt } from "./template/compile.ts";
export { diffContents } from "./diff/contents.ts";
export { resolverOf } from "./template/includes.ts";
export { renderTemplate } from "./template/render.ts";
export { detectVariables, mergeDetected, templateProblems } from "./template/template.ts";
