import type { Context } from "#lib/identity";
import { chooseTargets, type GenerateInput } from "#lib/generation";
import { findTarget, parseModelReference, parsePromptReference } from "#lib/routes";
import { AppError } from "#platform/errors";
import { getModelCard, type ModelTarget, unsupportedMembers, unsupportedParts } from "#lib/models";
import { messageOf } from "./messages.ts";
import { ChatCompletionBody } from "./schema.ts";

/** OpenAI's request as ours. Throws invalid_input for what we do not offer, not_found for unknown models. */
export async function generateInputOf(ctx: Context, body: ChatCompletionBody): Promise<GenerateInput> {
  refuseWhatWouldBeDropped(body);
  const model = parseModelReference(body.model);
  const reference = body.prompt ?? (model.kind === "prompt" ? model.reference : undefined);
  if (reference === undefined && body.messages.length === 0)
    throw new AppError("invalid_input", "messages: send at least one message.");
  // Without one the prompt is served by the model it was released with.
  const named = model.kind === "prompt" ? body.target : body.model;
  const prompt =
    reference === undefined
      ? {}
      : { prompt: { ...parsePromptReference(reference), variables: body.variables ?? {} } };
  const { asked, targets } = await targetsOf(ctx, named, prompt);
  const messages = body.messages.map(messageOf);
  const input: GenerateInput = {
    source: "api",
    ...asked,
    ...prompt,
    ...(messages.length > 0 ? { messages } : {}),
    settings: settingsOf(body),
    ...(body.tools?.length ? { tools: body.tools } : {}),
    ...(body.tool_choice ? { toolChoice: body.tool_choice } : {}),
    ...responseFormatOf(body),
    ...extraOf(body),
    ...metadataOf(body),
  };
  await requireAskable(ctx, targets, input);
  return input;
}

/** What calls at other addresses share with chat's: whom they ask, with which settings, for whom. */
export async function askedOf(
  ctx: Context,
  body: SharedBody,
): Promise<{ base: Omit<GenerateInput, "messages">; targets: ModelTarget[] }> {
  const { kind } = parseModelReference(body.model);
  if (kind === "prompt")
    throw new AppError("invalid_input", "model: a prompt is called at /chat/completions; name a model here.");
  const { asked, targets } = await targetsOf(ctx, body.model, {});
  return { base: { source: "api", ...asked, settings: settingsOf(body), ...metadataOf(body) }, targets };
}

/** Members that mean the same at every address at which a model writes. */
export type SharedBody = SettingsBody & Pick<ChatCompletionBody, "model" | "metadata" | "user">;
type SettingsBody = Partial<
  Pick<
    ChatCompletionBody,
    | "temperature"
    | "top_p"
    | "max_tokens"
    | "max_completion_tokens"
    | "frequency_penalty"
    | "presence_penalty"
    | "stop"
    | "seed"
  >
>;

function metadataOf({ metadata, user }: Pick<ChatCompletionBody, "metadata" | "user">) {
  if (!metadata && !user) return {};
  return { metadata: { ...metadata, ...(user ? { user } : {}) } };
}

/** Throws invalid_input where a target's protocol has no place for what is asked. */
export async function requireAskable(
  ctx: Context,
  targets: readonly ModelTarget[],
  input: GenerateInput,
): Promise<void> {
  for (const target of targets) await refuseWhatCannotGoOn(ctx, target, input);
}

/** True where every target speaks OpenAI's protocol, so that it may have the address that the caller used. */
export async function speakOpenAi(ctx: Context, targets: readonly ModelTarget[]): Promise<boolean> {
  const cards = await Promise.all(targets.map((target) => getModelCard(ctx, target)));
  return cards.every(({ connectionKind }) => connectionKind === "openai_compatible");
}

/** A program waits as long as OpenAI's clients do, where no route says otherwise; it can leave sooner. */
const timeoutMs = 600_000;

type Asked = { timeoutMs: number; firstTokenTimeoutMs?: number } & Pick<GenerateInput, "targets" | "route">;

/** What a call asks, and every model that may answer it: those of a route, the one named, or the prompt's own. */
async function targetsOf(
  ctx: Context,
  named: string | undefined,
  prompt: Pick<Parameters<typeof chooseTargets>[1], "prompt">,
): Promise<{ asked: Asked; targets: ModelTarget[] }> {
  const reference = named === undefined ? null : parseModelReference(named);
  const own =
    reference?.kind === "route"
      ? { route: reference.reference }
      : named === undefined
        ? {}
        : { targets: [await findTarget(ctx, named)] };
  const { targets, route } = await chooseTargets(ctx, { ...prompt, ...own });
  // A model that thinks without a word may take all of it: a comment keeps the stream open meanwhile.
  if (!route) return { asked: { targets, timeoutMs, firstTokenTimeoutMs: timeoutMs }, targets };
  const { id: routeId, version, definition } = route;
  const limit = definition.timeoutMs ?? timeoutMs;
  const asked = {
    route: { routeId, version },
    timeoutMs: limit,
    firstTokenTimeoutMs: definition.firstTokenTimeoutMs ?? limit,
  };
  return { asked, targets };
}

/** A program that asks for these builds on the answer's having them. */
function refuseWhatWouldBeDropped(body: ChatCompletionBody): void {
  const { audio, modalities } = body;
  const isSpoken = Array.isArray(modalities) && modalities.some((mode) => mode !== "text");
  for (const [member, value] of Object.entries({ audio, modalities: isSpoken }))
    if (value) throw new AppError("invalid_input", `${member} is not offered; leave it out.`);
}

/** A connection whose protocol has no place for a member is not asked without it: nothing is dropped in silence. */
async function refuseWhatCannotGoOn(ctx: Context, target: ModelTarget, input: GenerateInput): Promise<void> {
  const { connectionKind, connectionName } = await getModelCard(ctx, target);
  const { settings, tools, toolChoice, extra, messages = [] } = input;
  const dropped = [
    ...unsupportedMembers(connectionKind, { ...settings, tools, toolChoice, extra }),
    ...unsupportedParts(connectionKind, messages).map((type) => `message parts of type ${type}`),
  ];
  if (dropped.length === 0) return;
  const names = dropped.join(", ");
  throw new AppError(
    "invalid_input",
    `${names}: "${connectionName}" (${connectionKind}) cannot be asked for this; leave it out or choose another model.`,
  );
}

/** Members we read, and that go on to the server as they are all the same. */
const passedOn = new Set([
  "user",
  "stream_options",
  "n",
  "logprobs",
  "top_logprobs",
  "logit_bias",
  // Also a setting; here it says by which of its two names the caller asked for a limit.
  "max_completion_tokens",
]);
/** Members we read ourselves; every other one goes on to the server as it is. */
const ownMembers = new Set(Object.keys(ChatCompletionBody.shape).filter((member) => !passedOn.has(member)));

function extraOf(body: ChatCompletionBody): { extra?: Record<string, unknown> } {
  const extra = Object.fromEntries(
    Object.entries(body).filter(
      ([member, value]) => !ownMembers.has(member) && value !== null && value !== undefined,
    ),
  );
  // Only a stored completion may carry metadata upstream; here it stands on the generation in any case.
  if (body["store"] === true && body.metadata) extra["metadata"] = body.metadata;
  if (!body.stream) delete extra["stream_options"];
  // Some clients say it, and a server may tell it from saying nothing.
  if (body.stream === false) extra["stream"] = false;
  return Object.keys(extra).length > 0 ? { extra } : {};
}

function settingsOf(body: SettingsBody): NonNullable<GenerateInput["settings"]> {
  const maxTokens = body.max_completion_tokens ?? body.max_tokens;
  return {
    ...(body.temperature == null ? {} : { temperature: body.temperature }),
    ...(body.top_p == null ? {} : { topP: body.top_p }),
    ...(maxTokens == null ? {} : { maxTokens }),
    ...(body.frequency_penalty == null ? {} : { frequencyPenalty: body.frequency_penalty }),
    ...(body.presence_penalty == null ? {} : { presencePenalty: body.presence_penalty }),
    ...(body.stop == null ? {} : { stop: [body.stop].flat().filter((text) => text !== "") }),
    ...(body.seed == null ? {} : { seed: body.seed }),
  };
}

/** The format as it was sent, and its schema for connections that take nothing else. */
function responseFormatOf({ response_format: format }: ChatCompletionBody): {
  responseSchema?: Record<string, unknown>;
  responseFormat?: Record<string, unknown>;
} {
  if (!format || format.type === "text") return {};
  if (format.type === "json_object") return { responseFormat: format, responseSchema: { type: "object" } };
  const schema = format.json_schema?.schema;
  if (format.type !== "json_schema" || !schema)
    throw new AppError(
      "invalid_input",
      "response_format: send text, json_object, or json_schema with its schema.",
    );
  return { responseFormat: format, responseSchema: schema };
}
