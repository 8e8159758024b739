export * from "./budgets/schema.ts";
export * from "./uses/schema.ts";
