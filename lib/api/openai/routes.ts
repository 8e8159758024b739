import type { Hono } from "hono";
import { type Context, requirePermission } from "#lib/identity";
import { embedTexts, listModels } from "#lib/models";
import type { ApiContext, ApiEnv } from "../context.ts";
import { bodyOf } from "../node.ts";
import { apiBasePath } from "../schema.ts";
import { chatCompletion } from "./chat.ts";
import { ChatCompletionBody, EmbeddingsBody } from "./schema.ts";

/** Mounts what speaks OpenAI's protocol. It stands outside the table of rows: it streams, and it is the hot path. */
export function addOpenAiRoutes(app: Hono<ApiEnv>, contextOf: (c: ApiContext) => Promise<Context>): void {
  app.post(`${apiBasePath}/chat/completions`, async (c) => {
    const ctx = await contextOf(c);
    requirePermission(ctx, "generation.create");
    const body = ChatCompletionBody.parse(await bodyOf(c));
    return chatCompletion(c, ctx, body);
  });

  app.get(`${apiBasePath}/models`, async (c) => {
    const choices = await listModels(await contextOf(c));
    const data = choices.map((choice) => ({
      id: `${choice.connectionName}/${choice.model}`,
      object: "model",
      created: 0,
      owned_by: choice.connectionName,
      valueloop: { connection_id: choice.connectionId, model: choice.model },
    }));
    return c.json({ object: "list", data });
  });

  app.post(`${apiBasePath}/embeddings`, async (c) => {
    const ctx = await contextOf(c);
    requirePermission(ctx, "generation.create");
    const { input, encoding_format: format } = EmbeddingsBody.parse(await bodyOf(c));
    const { model, vectors } = await embedTexts(ctx, [input].flat());
    const data = vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: format === "base64" ? base64Of(vector) : vector,
    }));
    return c.json({ object: "list", model, data, usage: { prompt_tokens: 0, total_tokens: 0 } });
  });
}

/** A vector as OpenAI's clients read it: 32-bit floats, little endian, in base64. */
function base64Of(vector: number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString("base64");
}
