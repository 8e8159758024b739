import {
  compilePrompt,
  getPrompt,
  getPromptVersion,
  resolveIncludes,
  resolvePrompt,
  resolverOf,
} from "#lib/prompts";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { PromptContent, type Resolution, type VersionView } from "#schema/prompts";
import type { z } from "zod";
import type { ChatSettings } from "#schema/models";
import type { Begun, PromptOrigin, Rendered } from "./call.ts";
import type { ChatMessage, GenerationPrompt } from "./schema.ts";
import { type SpanEnd, type SpanStart, Step } from "./step.ts";

type PromptInput = z.output<typeof GenerationPrompt>;
type Resolved = { content: PromptContent; includes: Resolution[]; origin: PromptOrigin };

const noOrigin: PromptOrigin = {
  promptId: null,
  promptPath: null,
  promptVersionId: null,
  promptVersionNumber: null,
  label: null,
};

/** Fills the prompt and settles the settings: the version's own, over which the caller's are laid. Throws not_found, invalid_input. */
class Render extends Step<Begun, Rendered> {
  readonly stepName = "render";

  override startOf({ input }: Begun): SpanStart | null {
    return input.prompt ? { name: "render", kind: "internal", attributes: {} } : null;
  }
  override endOf({ origin }: Rendered): SpanEnd {
    return { status: "ok", attributes: origin.promptPath ? { "gen_ai.prompt.name": origin.promptPath } : {} };
  }

  protected async act(call: Begun): Promise<Rendered> {
    const { input, ctx } = call;
    const own = ownSettings(input);
    if (!input.prompt)
      return Object.assign(call, {
        messages: input.messages ?? [],
        settings: capped(call, own),
        origin: noOrigin,
      });
    const { content, includes, origin } = await resolve(ctx, input.prompt);
    const compiled = compilePrompt(content, input.prompt.variables, resolverOf(includes)).messages.map(
      asChatMessage,
    );
    const messages = [...compiled, ...(input.messages ?? [])];
    return Object.assign(call, {
      messages,
      origin,
      settings: capped(call, { ...settingsOf(content), ...own }),
    });
  }
}

export const render = new Render();

/** No answer longer than the route allows. */
function capped({ route }: Begun, settings: ChatSettings): ChatSettings {
  if (route.maxTokens === null) return settings;
  return { ...settings, maxTokens: Math.min(settings.maxTokens ?? route.maxTokens, route.maxTokens) };
}

function ownSettings(input: Begun["input"]): ChatSettings {
  const { settings, tools, toolChoice, responseSchema, responseFormat, mayAskPlainly, extra, wire } = input;
  return {
    ...settings,
    ...(tools ? { tools } : {}),
    ...(toolChoice ? { toolChoice } : {}),
    ...(responseSchema ? { responseSchema } : {}),
    ...(mayAskPlainly ? { mayAskPlainly } : {}),
    ...(responseFormat ? { responseFormat } : {}),
    ...(extra ? { extra } : {}),
    ...(wire ? { wire } : {}),
  };
}

/** What a version asks of a call. */
export function settingsOf(content: PromptContent): ChatSettings {
  const { model: _, ...settings } = content.settings;
  const tools = content.tools?.map((tool) => ({ type: "function", function: tool }));
  return {
    ...settings,
    ...(tools?.length ? { tools } : {}),
    ...(content.responseSchema ? { responseSchema: content.responseSchema } : {}),
  };
}

async function resolve(ctx: Context, prompt: PromptInput): Promise<Resolved> {
  if (prompt.content !== undefined) return resolveDraft(ctx, prompt);
  if (prompt.versionId)
    return originOf(await getPromptVersion(ctx, { versionId: prompt.versionId }), prompt.label ?? null);
  const path =
    prompt.promptPath ??
    (prompt.promptId ? (await getPrompt(ctx, { promptId: prompt.promptId })).path : undefined);
  if (!path)
    throw new AppError("invalid_input", "Say which prompt: give its path, its id or a version's id.");
  const { label, versionNumber } = prompt;
  const version = await resolvePrompt(ctx, {
    path,
    ...(label ? { label } : {}),
    ...(versionNumber ? { version: versionNumber } : {}),
  });
  return originOf(version, versionNumber ? null : (label ?? "latest"));
}

/** A content that is not saved. It runs under its prompt's name only when that prompt is of this project. */
async function resolveDraft(ctx: Context, prompt: PromptInput): Promise<Resolved> {
  const content = PromptContent.parse(prompt.content);
  const known = prompt.promptId
    ? { promptId: prompt.promptId }
    : prompt.promptPath
      ? { path: prompt.promptPath }
      : null;
  if (!known) return { content, includes: await resolveIncludes(ctx, { content }), origin: noOrigin };
  const { id, path, latest } = await getPrompt(ctx, known);
  const includes = await resolveIncludes(ctx, { content, within: { id, path }, kept: latest.includes });
  return { content, includes, origin: { ...noOrigin, promptId: id, promptPath: path } };
}

function originOf(version: VersionView, label: string | null): Resolved {
  const { promptId, promptPath, id, number, content, includes } = version;
  return {
    content,
    includes,
    origin: { promptId, promptPath, promptVersionId: id, promptVersionNumber: number, label },
  };
}

export function asChatMessage(message: {
  role: "system" | "user" | "assistant" | "developer";
  content: string;
}): ChatMessage {
  return { role: message.role === "developer" ? "system" : message.role, content: message.content };
}
