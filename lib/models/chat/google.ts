import type { ContentBlock } from "@langchain/core/messages";
import { requireOutboundUrl } from "#platform/outbound";
import type { SentPart } from "./message-parts.ts";
import { type Open, packagedToolChoice, packagedTransport } from "./packaged.ts";
import type { ChatTransport, TransportTarget } from "./transport.ts";

/** Google's Gemini API, through its LangChain package. That package brings its own fetch, so the address is checked before each call. */
export async function googleTransport(target: TransportTarget): Promise<ChatTransport> {
  const { ChatGoogleGenerativeAI } = await import("@langchain/google-genai");
  const open: Open = async (request, messages, signal, count) => {
    if (target.baseUrl) await requireOutboundUrl(target.baseUrl, { mustResolve: true });
    const { temperature, maxTokens, topP, stop, tools, responseSchema } = request;
    const topK = request.extra?.["top_k"];
    const model = new ChatGoogleGenerativeAI({
      apiKey: target.apiKey ?? "missing",
      model: target.model,
      maxRetries: 0,
      ...(target.baseUrl ? { baseUrl: target.baseUrl } : {}),
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
      ...(topP === undefined ? {} : { topP }),
      ...(typeof topK === "number" ? { topK } : {}),
      ...(stop?.length ? { stopSequences: stop } : {}),
    });
    countStream(model, count);
    const choice = packagedToolChoice(request.toolChoice);
    const bound = tools?.length ? model.bindTools(tools, choice ? { tool_choice: choice } : {}) : model;
    // The package's Schema type is Google's subset of JSON Schema; the API itself refuses what it does not know.
    const schema = responseSchema ? { responseSchema: responseSchema as never } : {};
    return bound.stream(messages, { ...schema, ...(signal ? { signal } : {}) });
  };
  return packagedTransport(target.name, target.model, open, googleBlock);
}

/** A part as one of LangChain's data blocks, which the package turns into Google's. */
function googleBlock(part: SentPart): ContentBlock {
  if (part.type === "text") return { type: "text", text: part.text };
  const type = part.type === "image_url" ? "image" : part.type === "input_audio" ? "audio" : "file";
  const about = part.mediaType === null ? {} : { mime_type: part.mediaType };
  return "url" in part.source
    ? { type, source_type: "url", url: part.source.url, ...about }
    : { type, source_type: "base64", data: part.source.data, ...about };
}

type Piece = { usageMetadata?: unknown };
type Client = { generateContentStream(...given: unknown[]): Promise<{ stream: AsyncIterable<Piece> }> };

/**
 * Reads the count of tokens as Google sends it. The package takes candidatesTokenCount for the whole output, so that
 * thinking, which is billed as output and is most of it, would be lost.
 */
function countStream(model: object, count: (usage: unknown) => void): void {
  // The package keeps its client private; it is the one place where a response passes unchanged.
  const { client } = model as { client: Client };
  const open = client.generateContentStream.bind(client);
  client.generateContentStream = async (...given) => {
    const opened = await open(...given);
    return { ...opened, stream: counted(opened.stream, count) };
  };
}

async function* counted(
  pieces: AsyncIterable<Piece>,
  count: (usage: unknown) => void,
): AsyncGenerator<Piece> {
  for await (const piece of pieces) {
    if (piece.usageMetadata) count(piece.usageMetadata);
    yield piece;
  }
}
