export { evaluatorKinds, evaluatorTable, isQuality } from "./evaluators/constants.ts";
export { judgeMessages } from "./evaluators/judge-prompt.ts";

/** The most cases a run works on at once. */
export const maxConcurrency = 64;
