export type { CorrectionProblem } from "./corrections/shape.ts";
