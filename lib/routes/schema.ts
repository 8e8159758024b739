export * from "./answers/schema.ts";
export * from "./definition.ts";
export * from "./health/schema.ts";
export * from "./names/schema.ts";
export * from "./routes/schema.ts";
export * from "./semantic/schema.ts";
export { RouteSla } from "./sla.ts";
