export { ChatMessage } from "#schema/models";
export * from "./cache/schema.ts";
export * from "./events.ts";
export * from "./generate-input.ts";
