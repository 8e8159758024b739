export * from "./chats/schema.ts";
export * from "./stream/schema.ts";
