import type { LiveGeneration } from "#lib/generation";
import type { Context } from "#lib/identity";
import { openAiErrorOf } from "../problem.ts";
import { errorOf } from "./answer.ts";
import { cacheHeaders } from "./cache-headers.ts";

export const generationIdHeader = "x-valueloop-generation-id";

/** What an answer's headers say of its generation. */
export function answerHeaders({ id, cacheUse }: LiveGeneration): Record<string, string> {
  return { [generationIdHeader]: id, ...cacheHeaders(cacheUse) };
}

/** The answer to a call that did not succeed, in OpenAI's shape. */
export function failure(ctx: Context, generation: LiveGeneration): Response {
  const response = openAiErrorOf(errorOf(generation), ctx.requestId);
  response.headers.set(generationIdHeader, generation.id);
  // OpenAI's clients go by this before they go by the status: their tries would multiply with the route's.
  if (generation.wasRetried) response.headers.set("x-should-retry", "false");
  return response;
}
