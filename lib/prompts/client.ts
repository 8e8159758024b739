export { isInReach, splitPath, fitsType, labelNameProblem, promptPathProblem } from "./content/rules.ts";
export { withoutMessageIds } from "./content/message-ids.ts";
export { lineageOf } from "./versions/lineage.ts";
export { contentTexts } from "./content/texts.ts";
export { readJsonSchema, readTools } from "./content/read-json.ts";
export { coerceVariables } from "./template/coerce.ts";
export { diffContents } from "./diff/contents.ts";
export { resolverOf } from "./template/includes.ts";
export { detectVariables, templateProblems } from "./template/template.ts";
