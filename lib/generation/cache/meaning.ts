import { languageOf } from "#lib/meaning";
import { currentEmbeddingModel, embedTexts } from "#lib/models";
import { builtInEmbeddingModels } from "#constants/models";
import { contentHash } from "#platform/canonical";
import type { SemanticCache } from "#schema/routes";
import type { Guarded } from "../call.ts";
import { besideMessages } from "./key.ts";
import type { Meaning } from "./state.ts";

/** What may differ in words between two calls that one answer serves, and everything else, which may not. */
type Asked = { question: string; scope: unknown };

/** A question longer than this tells a case of its own. */
const longestQuestion = 1_000;

/**
 * What a call asks, as a vector, and by which calls it may be answered; null where only the same call may: a question
 * that is no text, is long, holds nothing that may vary, or is in a language that the embedding model does not read.
 */
export async function meaningOf(call: Guarded, semantic: SemanticCache): Promise<Meaning | null> {
  const asked = askedOf(call, semantic);
  if (!asked || asked.question.trim() === "" || asked.question.length > longestQuestion) return null;
  const model = await currentEmbeddingModel(call.ctx);
  if (builtInEmbeddingModels.includes(model) && languageOf(asked.question) !== "en") return null;
  const { vectors } = await embedTexts(call.ctx, [asked.question], { model, signal: call.stop.signal });
  const [vector] = vectors;
  if (!vector) return null;
  return { question: asked.question, scopeKey: contentHash(asked.scope), vector: Array.from(vector), model };
}

function askedOf(call: Guarded, { varying }: SemanticCache): Asked | null {
  const { messages, input } = call;
  const last = messages.at(-1);
  if (last?.role !== "user" || !isText(last.asSent)) return null;
  const { content, asSent: _, ...rest } = last;
  const scope = {
    ...besideMessages(call),
    before: messages.slice(0, -1),
    last: rest,
    promptVersionId: call.origin.promptVersionId,
  };
  const variables = input.prompt?.variables ?? {};
  if (!input.prompt || input.messages?.length) return { question: content, scope: { ...scope, variables } };
  // The prompt wrote the last message: what it is about stands in its variables.
  const words = varying.flatMap((name) => (typeof variables[name] === "string" ? [variables[name]] : []));
  if (words.length === 0 || words.length < varying.filter((name) => name in variables).length) return null;
  const others = Object.fromEntries(Object.entries(variables).filter(([name]) => !varying.includes(name)));
  // Without a stored version the words around the variables may be any.
  if (!call.origin.promptVersionId) return null;
  return { question: words.join("\n"), scope: { ...scope, variables: others } };
}

/** A picture or a file is seen by the model and by no vector here. */
function isText(asSent: Record<string, unknown> | undefined): boolean {
  if (!asSent) return true;
  const { content, ...others } = asSent;
  const parts: unknown[] = Array.isArray(content) ? content : [];
  const isOnlyText = parts.every(
    (part) => typeof part === "object" && part !== null && "type" in part && part.type === "text",
  );
  return isOnlyText && Object.keys(others).length === 0;
}
