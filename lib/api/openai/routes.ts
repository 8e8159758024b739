import type { Hono } from "hono";
import type { z } from "zod";
import { type Context, requirePermission } from "#lib/identity";
import { listModels } from "#lib/models";
import type { ApiContext, ApiEnv } from "../context.ts";
import { onceByKey } from "../idempotency.ts";
import { bodyOf } from "../node.ts";
import { apiBasePath } from "../schema.ts";
import { chatCompletion } from "./chat.ts";
import { embeddings } from "./embeddings.ts";
import { completions } from "./completions.ts";
import { fileContent, filePage, oneFile, removeFile, uploadFile } from "./files.ts";
import { modelOf, namedModel } from "./models.ts";
import { moderations } from "./moderations.ts";
import { responses } from "./responses.ts";
import {
  ChatCompletionBody,
  CompletionsBody,
  EmbeddingsBody,
  ModerationsBody,
  ResponsesBody,
} from "./schema.ts";

/** Mounts what speaks OpenAI's protocol. It stands outside the table of rows: it streams, and it is the hot path. */
export function addOpenAiRoutes(app: Hono<ApiEnv>, contextOf: (c: ApiContext) => Promise<Context>): void {
  const post = <Body extends z.ZodType>(
    path: string,
    schema: Body,
    answer: (c: ApiContext, ctx: Context, body: z.output<Body>) => Promise<Response>,
  ) =>
    app.post(apiBasePath + path, async (c) => {
      const ctx = await contextOf(c);
      requirePermission(ctx, "generation.create");
      const body = schema.parse(await bodyOf(c));
      return await onceByKey(c, ctx, body, () => answer(c, ctx, body));
    });

  post("/chat/completions", ChatCompletionBody, chatCompletion);
  post("/completions", CompletionsBody, completions);
  post("/responses", ResponsesBody, responses);
  post("/moderations", ModerationsBody, moderations);
  post("/embeddings", EmbeddingsBody, embeddings);

  app.get(`${apiBasePath}/models`, async (c) => {
    const choices = await listModels(await contextOf(c));
    return c.json({ object: "list", data: choices.map(modelOf) });
  });

  // A model's name may hold slashes.
  app.get(`${apiBasePath}/models/:name{.+}`, async (c) => {
    return c.json(await namedModel(await contextOf(c), c.req.param("name")));
  });

  const files = `${apiBasePath}/files`;
  app.post(files, async (c) => {
    const ctx = await contextOf(c);
    requirePermission(ctx, "file.create");
    return uploadFile(c, ctx);
  });
  app.get(files, async (c) => filePage(c, await contextOf(c)));
  app.get(`${files}/:id`, async (c) => oneFile(c, await contextOf(c), c.req.param("id")));
  app.get(`${files}/:id/content`, async (c) => fileContent(await contextOf(c), c.req.param("id")));
  app.delete(`${files}/:id`, async (c) => removeFile(c, await contextOf(c), c.req.param("id")));
}
