import type { Context } from "#lib/identity";
import { listModels, passModerations } from "#lib/models";
import { findTarget } from "#lib/routes";
import { AppError } from "#platform/errors";
import { judgedBody } from "./judged-body.ts";
import { isLlamaGuard, moderateByLlamaGuard } from "./llama-guard.ts";
import type { ModerationsBody } from "./schema.ts";

/**
 * POST /moderations: a connection that offers it is asked as the caller wrote the body, and its answer goes back as it
 * came; a Llama Guard is asked by chat, and answers in the same shape. There is no judge of our own, so without such a
 * model the call is refused. Throws invalid_input,
 * guardrail_blocked, not_found, and what the connection throws.
 */
export async function moderations(ctx: Context, body: ModerationsBody, signal: AbortSignal): Promise<object> {
  const { model, ...asked } = body;
  const target = await findTarget(ctx, model ?? (await onlyModerator(ctx)));
  if (isLlamaGuard(target.model)) return moderateByLlamaGuard(ctx, target, { input: asked.input, signal });
  return passModerations(ctx, target, await judgedBody(ctx, asked, signal), signal);
}

/** The one model of the project that is called a moderation model. */
async function onlyModerator(ctx: Context): Promise<string> {
  const names = (await listModels(ctx))
    .filter(
      ({ model, connectionKind }) =>
        connectionKind === "openai_compatible" && /moderation|llama[-_. ]?guard/i.test(model),
    )
    .map(({ connectionName, model }) => `${connectionName}/${model}`);
  const [only, ...others] = names;
  if (only && others.length === 0) return only;
  throw new AppError(
    "invalid_input",
    only
      ? `model: several connections offer moderation. Say which: ${names.join(", ")}.`
      : "model: no connection of this project offers a moderation model. Add one (OpenAI's omni-moderation-latest at a server with /moderations, or a Llama Guard), and name it here.",
  );
}
