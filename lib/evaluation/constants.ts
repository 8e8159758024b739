export { evaluatorKinds, evaluatorTable } from "./evaluators/constants.ts";

/** The most cases a run works on at once. */
export const maxConcurrency = 64;
