export type { ChatEvent, ChatMessage, ChatRequest, ChatUsage, ModelFacts, ModelTarget } from "./schema.ts";
