import type { BaseChatModelCallOptions } from "@langchain/core/language_models/chat_models";
import type { ChatSettings } from "./schema.ts";

/** LangChain's call options plus the settings every provider of ours understands; `tool_choice` is LangChain's name of `toolChoice`. */
export type ChatCallOptions = BaseChatModelCallOptions &
  Omit<ChatSettings, "stop"> & { traceparent?: string | undefined; idleTimeoutMs?: number | undefined };
