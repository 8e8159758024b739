import { ChatOpenAI, OpenAI, OpenAIEmbeddings } from "@langchain/openai";
import { apiKey, baseUrl, run } from "./common.mjs";

const left = new Set(["n-2", "n-2-stream", "every-setting", "tools-result", "embed-tokens", "embed-base64"]);

/** What LangChain has no way to ask for. */
function isBeyond({ path, name, body }) {
  if (left.has(name)) return true;
  if (path === "completions") return name !== "completion" && name !== "completion-too-long";
  if (path === "responses") return Array.isArray(body.input) || name === "response-schema";
  return path !== "embeddings" && Boolean(path);
}

await run(async (feature) => {
  if (isBeyond(feature)) return undefined;
  const { path, body, model } = feature;
  const shared = { model, apiKey, maxRetries: 0, configuration: { baseURL: baseUrl } };
  if (path === "embeddings") return new OpenAIEmbeddings(shared).embedDocuments([body.input].flat());
  const chat = new ChatOpenAI({
    ...shared,
    useResponsesApi: path === "responses",
    ...(body.logprobs ? { logprobs: true } : {}),
  });
  if (path === "completions") {
    const llm = new OpenAI({ ...shared, maxTokens: body.max_tokens ?? 5 });
    return (await llm.generate([body.prompt])).generations;
  }
  const { messages = [{ role: "user", content: body.input }], tools, response_format } = body;
  const bound = chat.withConfig({
    ...(tools ? { tools } : {}),
    ...(response_format ? { response_format } : {}),
  });
  const read = (message) => ({
    content: message.content,
    tool_calls: message.tool_calls,
    additional_kwargs: message.additional_kwargs,
    usage_metadata: message.usage_metadata,
    response_metadata: message.response_metadata,
  });
  if (!body.stream) return read(await bound.invoke(messages));
  let whole;
  let pieces = 0;
  for await (const chunk of await bound.stream(messages)) {
    whole = whole ? whole.concat(chunk) : chunk;
    if (chunk.tool_call_chunks?.length) pieces += 1;
  }
  return { ...read(whole), pieces };
});
