import "./data.ts";
import "./jobs.ts";

export { beginRequest, leaseMs } from "./begin.ts";
export type { BegunRequest, KeptAnswer } from "./schema.ts";
