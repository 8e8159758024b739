export { type ReviewedCase, ReviewOfRunInput } from "./summary/of-run-shape.ts";
export * from "./adjudications/schema.ts";
export * from "./decisions/schema.ts";
export * from "./explore/schema.ts";
export * from "./queues/schema.ts";
export * from "./tasks/schema.ts";
export type { ReviewSession } from "./describe.ts";
