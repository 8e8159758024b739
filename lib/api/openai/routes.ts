import type { Hono } from "hono";
import { type Context, requirePermission } from "#lib/identity";
import { listModels } from "#lib/models";
import type { ApiContext, ApiEnv } from "../context.ts";
import { bodyOf, disconnectSignal } from "../node.ts";
import { apiBasePath } from "../schema.ts";
import { chatCompletion } from "./chat.ts";
import { embeddings } from "./embeddings.ts";
import { completions } from "./completions.ts";
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
  app.post(`${apiBasePath}/chat/completions`, async (c) => {
    const ctx = await contextOf(c);
    requirePermission(ctx, "generation.create");
    const body = ChatCompletionBody.parse(await bodyOf(c));
    return chatCompletion(c, ctx, body);
  });

  app.get(`${apiBasePath}/models`, async (c) => {
    const choices = await listModels(await contextOf(c));
    return c.json({ object: "list", data: choices.map(modelOf) });
  });

  // A model's name may hold slashes.
  app.get(`${apiBasePath}/models/:name{.+}`, async (c) => {
    return c.json(await namedModel(await contextOf(c), c.req.param("name")));
  });

  app.post(`${apiBasePath}/completions`, async (c) => {
    const ctx = await contextOf(c);
    requirePermission(ctx, "generation.create");
    return completions(c, ctx, CompletionsBody.parse(await bodyOf(c)));
  });

  app.post(`${apiBasePath}/responses`, async (c) => {
    const ctx = await contextOf(c);
    requirePermission(ctx, "generation.create");
    return responses(c, ctx, ResponsesBody.parse(await bodyOf(c)));
  });

  app.post(`${apiBasePath}/moderations`, async (c) => {
    const ctx = await contextOf(c);
    requirePermission(ctx, "generation.create");
    const body = ModerationsBody.parse(await bodyOf(c));
    return c.json(await moderations(ctx, body, disconnectSignal(c)));
  });

  app.post(`${apiBasePath}/embeddings`, async (c) => {
    const ctx = await contextOf(c);
    requirePermission(ctx, "generation.create");
    const body = EmbeddingsBody.parse(await bodyOf(c));
    return c.json(await embeddings(ctx, body, disconnectSignal(c)));
  });
}
