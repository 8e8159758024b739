import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { embedMany, generateText, jsonSchema, Output, streamText, tool } from "ai";
import { apiKey, baseUrl, run } from "./common.mjs";

const isCompatible = process.env.PEER_VARIANT === "compatible";
const provider = isCompatible
  ? createOpenAICompatible({
      name: "peer",
      apiKey,
      baseURL: baseUrl,
      includeUsage: true,
      supportsStructuredOutputs: true,
    })
  : createOpenAI({ apiKey, baseURL: baseUrl });
const of = (model) => (isCompatible ? provider.chatModel(model) : provider.chat(model));
const left = new Set([
  "every-setting",
  "n-2",
  "n-2-stream",
  "tools-result",
  "content-parts",
  "annotations-stream",
  "json-object",
  "embed-tokens",
  "embed-base64",
]);

const toolsOf = (body) =>
  Object.fromEntries(
    (body.tools ?? [])
      .map(({ function: f, ...flat }) => f ?? flat)
      .map((f) => [f.name, tool({ description: f.description, inputSchema: jsonSchema(f.parameters) })]),
  );

function modelOf({ path, model }) {
  if (path === "completions")
    return isCompatible ? provider.completionModel(model) : provider.completion(model);
  return path === "responses" ? provider.responses(model) : of(model);
}

/** The schema of a structured answer, by either address's name for it. */
function schemaOf({ name, body }) {
  if (name === "json-schema") return body.response_format.json_schema.schema;
  return name === "response-schema" ? body.text.format.schema : null;
}

await run(async (feature) => {
  const { path, name, body, model } = feature;
  if (left.has(name)) return undefined;
  if (path === "embeddings") {
    const { embeddings, usage } = await embedMany({
      model: isCompatible ? provider.textEmbeddingModel(model) : provider.embedding(model),
      values: [body.input].flat(),
      maxRetries: 0,
    });
    return { embeddings, usage };
  }
  if (path === "moderations" || (isCompatible && path === "responses")) return undefined;
  if (name === "completion-all" || name === "response-all" || name === "response-search-stream")
    return undefined;
  const content = body.messages?.at(-1).content ?? body.prompt ?? body.input;
  const messages = [
    {
      role: "user",
      content: Array.isArray(content)
        ? content.map((part) => (part.type === "text" ? part : { type: "image", image: part.image_url.url }))
        : content,
    },
  ];
  const schema = schemaOf(feature);
  const options = {
    model: modelOf(feature),
    messages,
    maxRetries: 0,
    tools: toolsOf(body),
    ...(body.logprobs ? { providerOptions: { openai: { logprobs: 1 } } } : {}),
    ...(schema ? { experimental_output: Output.object({ schema: jsonSchema(schema) }) } : {}),
  };
  const read = async (result) => ({
    text: await result.text,
    reasoning: await result.reasoningText,
    calls: (await result.toolCalls).map(({ toolCallId, toolName, input }) => ({
      toolCallId,
      toolName,
      input,
    })),
    finishReason: await result.finishReason,
    sources: (await result.sources).map(({ url, title }) => ({ url, title })),
    usage: await result.usage,
    model: (await result.response).modelId,
    metadata: await result.providerMetadata,
  });
  if (!body.stream) return read(await generateText(options));
  let failed;
  let pieces = 0;
  const result = streamText({ ...options, onError: ({ error }) => (failed = error) });
  for await (const part of result.fullStream) if (part.type === "tool-input-delta") pieces += 1;
  if (failed) throw failed;
  return { ...(await read(result)), toolPieces: pieces };
});
