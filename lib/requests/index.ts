import "./data.ts";
import "./jobs.ts";

export { beginRequest } from "./begin.ts";
export type { BegunRequest, KeptAnswer } from "./schema.ts";
