import OpenAI from "openai";
import { apiKey, baseUrl, run } from "./common.mjs";

const client = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0 });

await run(async ({ path, body, model, name }) => {
  if (path === "embeddings") return client.embeddings.create({ ...body, model });
  if (name === "json-schema" || name === "refusal") {
    const { choices } = await client.chat.completions.parse({ ...body, model });
    return { choices };
  }
  if (!body.stream) return client.chat.completions.create({ ...body, model });
  const stream = await client.chat.completions.create({ ...body, model, stream: true });
  return { chunks: await Array.fromAsync(stream) };
});
