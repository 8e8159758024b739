"use server";

import { z } from "zod";
import { action } from "#app/_action";
import { generate } from "#lib/generation";
import {
  archiveRoute,
  createRoute,
  explainRoute,
  forgetAnswers,
  pinAnswer,
  restartSemanticCache,
  saveRoute,
} from "#lib/routes";
import {
  ArchiveRouteInput,
  CreateRouteInput,
  ExplainRouteInput,
  ForgetAnswersInput,
  PinAnswerInput,
  SaveRouteInput,
  SemanticStateInput,
} from "#schema/routes";

export const createRouteAction = action("route.create")
  .inputSchema(CreateRouteInput)
  .action(({ ctx, parsedInput }) => createRoute(ctx, parsedInput));

export const saveRouteAction = action("route.save")
  .inputSchema(SaveRouteInput)
  .action(({ ctx, parsedInput }) => saveRoute(ctx, parsedInput));

export const archiveRouteAction = action("route.archive")
  .inputSchema(ArchiveRouteInput)
  .action(({ ctx, parsedInput }) => archiveRoute(ctx, parsedInput));

export const forgetAnswersAction = action("route.forget_answers")
  .inputSchema(ForgetAnswersInput)
  .action(({ ctx, parsedInput }) => forgetAnswers(ctx, parsedInput));

export const pinAnswerAction = action("answer.pin")
  .inputSchema(PinAnswerInput)
  .action(({ ctx, parsedInput }) => pinAnswer(ctx, parsedInput));

export const restartSemanticCacheAction = action("route.restart_semantic_cache")
  .inputSchema(SemanticStateInput)
  .action(({ ctx, parsedInput }) => restartSemanticCache(ctx, parsedInput));

export const explainRouteAction = action("route.explain")
  .inputSchema(ExplainRouteInput)
  .action(({ ctx, parsedInput }) => explainRoute(ctx, parsedInput));

const TryRouteInput = z.object({
  reference: z.string().min(1).max(80),
  text: z.string().trim().min(1, "Write something to ask.").max(20_000),
  metadata: z.record(z.string(), z.unknown()).default({}),
});

/** One true call of a stored version, recorded as every other. */
export const tryRouteAction = action("route.try")
  .inputSchema(TryRouteInput)
  .action(async ({ ctx, parsedInput: { reference, text, metadata } }) => {
    const messages = [{ role: "user" as const, content: text }];
    const { id, status, output, refusal, model, connectionName, latencyMs, costUsd, errorMessage } =
      await generate(ctx, {
        source: "playground",
        route: reference,
        messages,
        metadata,
      });
    return { id, status, output, refusal, model, connectionName, latencyMs, costUsd, errorMessage };
  });
