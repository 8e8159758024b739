import OpenAI from "openai";
import { apiKey, baseUrl, readEvents, run } from "./common.mjs";

const client = new OpenAI({ apiKey, baseURL: baseUrl, maxRetries: 0 });

await run(async ({ path, body, model, name }) => {
  if (path === "embeddings") return client.embeddings.create({ ...body, model });
  if (path === "moderations") return client.moderations.create({ ...body, model });
  if (path === "completions") {
    if (!body.stream) return client.completions.create({ ...body, model });
    return { chunks: await Array.fromAsync(await client.completions.create({ ...body, model })) };
  }
  if (path === "responses") {
    if (name === "response-schema") return client.responses.parse({ ...body, model });
    if (!body.stream) return client.responses.create({ ...body, model });
    const { stream: _, ...asked } = body;
    const events = [];
    const stream = client.responses.stream({ ...asked, model });
    for await (const event of stream) events.push(event);
    return { ...readEvents(events), final: await stream.finalResponse() };
  }
  if (name === "json-schema" || name === "refusal") {
    const { choices } = await client.chat.completions.parse({ ...body, model });
    return { choices };
  }
  if (!body.stream) return client.chat.completions.create({ ...body, model });
  const stream = await client.chat.completions.create({ ...body, model, stream: true });
  return { chunks: await Array.fromAsync(stream) };
});
