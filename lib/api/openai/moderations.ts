import { besideCall } from "#lib/generation";
import type { Context } from "#lib/identity";
import { listModels, passModerations } from "#lib/models";
import { findTarget } from "#lib/routes";
import { AppError } from "#platform/errors";
import type { ApiContext } from "../context.ts";
import { disconnectSignal, sendJson } from "../node.ts";
import { generationIdHeader } from "./failure.ts";
import { judgedBody } from "./judged-body.ts";
import { isLlamaGuard, moderateByLlamaGuard } from "./llama-guard.ts";
import { ModerationsAnswer, type ModerationsBody } from "./schema.ts";

/**
 * POST /moderations: a connection that offers it is asked as the caller wrote the body, and its answer goes back as it
 * came; a Llama Guard is asked by chat, and answers in the same shape. There is no judge of our own, so without such a
 * model the call is refused. Throws invalid_input,
 * guardrail_blocked, not_found, and what the connection throws.
 */
export async function moderations(c: ApiContext, ctx: Context, body: ModerationsBody): Promise<Response> {
  const { model, ...asked } = body;
  const signal = disconnectSignal(c);
  const target = await findTarget(ctx, model ?? (await onlyModerator(ctx)));
  if (isLlamaGuard(target.model))
    return sendJson(c, await moderateByLlamaGuard(ctx, target, { input: asked.input, signal }));
  const judged = await judgedBody(ctx, asked, signal);
  const { answer, generationId } = await besideCall(ctx, {
    source: "moderation",
    target,
    settings: { inputs: Array.isArray(body.input) ? body.input.length : 1 },
    onLimits: (states) => c.set("limits", states),
    metadata: typeof body["user"] === "string" ? { user: body["user"] } : null,
    ask: () => passModerations(ctx, target, judged, signal),
    // Servers do not count what they judge, so what it cost is not known.
    read: ({ results }) => ({ usage: null, output: verdictsOf(results) }),
  });
  return sendJson(c, answer, { [generationIdHeader]: generationId });
}

/** Input by input, which categories a server found: "flagged: hate, violence". */
function verdictsOf(results: unknown): string {
  const parsed = ModerationsAnswer.shape.results.safeParse(results);
  if (!parsed.success) return "";
  return parsed.data
    .map(({ flagged, categories }) => {
      const found = Object.keys(categories).filter((name) => categories[name]);
      return flagged ? `flagged: ${found.join(", ")}` : "not flagged";
    })
    .join("\n");
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
