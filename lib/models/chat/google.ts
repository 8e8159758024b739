import { requireOutboundUrl } from "#platform/outbound";
import type { TransportTarget } from "./create.ts";
import { packagedTransport } from "./packaged.ts";
import type { ChatTransport } from "./transport.ts";

/** Google's Gemini API, through its LangChain package. That package brings its own fetch, so the address is checked before each call. */
export async function googleTransport(target: TransportTarget): Promise<ChatTransport> {
  const { ChatGoogleGenerativeAI } = await import("@langchain/google-genai");
  return packagedTransport(target.name, target.model, async (request, messages, signal) => {
    if (target.baseUrl) await requireOutboundUrl(target.baseUrl, { mustResolve: true });
    const { temperature, maxTokens, topP, stop, tools, responseSchema } = request;
    const model = new ChatGoogleGenerativeAI({
      apiKey: target.apiKey ?? "missing",
      model: target.model,
      maxRetries: 0,
      ...(target.baseUrl ? { baseUrl: target.baseUrl } : {}),
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
      ...(topP === undefined ? {} : { topP }),
      ...(stop?.length ? { stopSequences: stop } : {}),
    });
    const bound = tools?.length ? model.bindTools(tools) : model;
    // The package's Schema type is Google's subset of JSON Schema; the API itself refuses what it does not know.
    const schema = responseSchema ? { responseSchema: responseSchema as never } : {};
    return bound.stream(messages, { ...schema, ...(signal ? { signal } : {}) });
  });
}
