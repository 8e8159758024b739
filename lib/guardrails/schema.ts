export * from "./pii/schema.ts";
export * from "./policies/rules.ts";
export * from "./policies/schema.ts";
