import type { BaseMessage } from "@langchain/core/messages";
import { fetch as guardedFetch } from "undici";
import type { ChatRequest } from "../schema.ts";
import type { TransportTarget } from "./create.ts";
import { guardedAgent } from "./http-pool.ts";
import { packagedTransport } from "./packaged.ts";
import type { ChatTransport } from "./transport.ts";

/** Anthropic demands a limit; this is what its smallest current model allows. */
const defaultMaxTokens = 4096;

/** Anthropic's Messages API, through its LangChain package and our checked sockets. */
export async function anthropicTransport(target: TransportTarget): Promise<ChatTransport> {
  const { ChatAnthropic } = await import("@langchain/anthropic");
  // The two fetch types differ only in which copy of undici's types they name.
  const fetch = ((url: string, init?: object) =>
    guardedFetch(url, {
      ...init,
      dispatcher: guardedAgent(),
      redirect: "error",
    })) as unknown as typeof globalThis.fetch;
  const open = async (request: ChatRequest, messages: BaseMessage[], signal: AbortSignal | undefined) => {
    const { temperature, maxTokens, topP, stop, tools, responseSchema } = request;
    const model = new ChatAnthropic({
      apiKey: target.apiKey ?? "missing",
      model: target.model,
      maxRetries: 0,
      maxTokens: maxTokens ?? defaultMaxTokens,
      ...(target.baseUrl ? { anthropicApiUrl: target.baseUrl } : {}),
      ...(temperature === undefined ? {} : { temperature }),
      // Newer models refuse both at once; temperature is the one people mean.
      ...(topP === undefined || temperature !== undefined ? {} : { topP }),
      ...(stop?.length ? { stopSequences: stop } : {}),
      ...(responseSchema
        ? { outputConfig: { format: { type: "json_schema" as const, schema: responseSchema } } }
        : {}),
      clientOptions: { fetch },
    });
    const bound = tools?.length ? model.bindTools(tools) : model;
    return bound.stream(messages, signal ? { signal } : {});
  };
  return packagedTransport(target.name, target.model, open, { isOutputRunningTotal: true });
}
