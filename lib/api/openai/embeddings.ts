import { actsAt, loadPolicies } from "#lib/guardrails";
import { besideCall } from "#lib/generation";
import type { Context } from "#lib/identity";
import {
  currentEmbeddingModel,
  embeddingTarget,
  embedWholeTexts,
  makeUsage,
  passEmbeddings,
  tokenCounter,
} from "#lib/models";
import { findTarget } from "#lib/routes";
import { AppError } from "#platform/errors";
import type { ChatUsage } from "#schema/models";
import type { ApiContext } from "../context.ts";
import { disconnectSignal, sendJson } from "../node.ts";
import { generationIdHeader } from "./failure.ts";
import { judgedBody } from "./judged-body.ts";
import type { EmbeddingsBody } from "./schema.ts";

type Input = EmbeddingsBody["input"];
type Asked = Omit<EmbeddingsBody, "model"> & { input: Input };

/**
 * POST /embeddings. A model of a connection is asked as the caller wrote the body, and its answer goes back as it came;
 * without a model, or with the name of the project's own embedding model, that one answers. Throws invalid_input for
 * what the project's own model cannot do, guardrail_blocked, and what the connection throws.
 */
export async function embeddings(c: ApiContext, ctx: Context, body: EmbeddingsBody): Promise<Response> {
  const { model, ...rest } = body;
  const signal = disconnectSignal(c);
  const asked = await guarded(ctx, rest, signal);
  const own = await currentEmbeddingModel(ctx);
  const isOther = model !== undefined && model !== own;
  const target = isOther ? await findTarget(ctx, model) : await embeddingTarget(ctx);
  const ask = (): Promise<Json> =>
    isOther && target
      ? passEmbeddings(ctx, target, asked, signal)
      : ownEmbeddings(ctx, { ...body, ...asked }, signal);
  const { answer, generationId } = await besideCall(ctx, {
    source: "embedding",
    target,
    ownModel: own,
    settings: askedWords(body),
    onLimits: (states) => c.set("limits", states),
    metadata: typeof body["user"] === "string" ? { user: body["user"] } : null,
    ask,
    read: ({ usage }) => ({ usage: usageOf(usage, !isOther), output: "" }),
  });
  return sendJson(c, answer, { [generationIdHeader]: generationId });
}

type Json = Record<string, unknown>;

/** What was asked for, without its texts. */
function askedWords({ input, dimensions, encoding_format: encoding }: EmbeddingsBody): Json {
  const texts = textsOf(input);
  return {
    inputs: texts ? texts.length : input.length,
    ...(texts ? { characters: texts.reduce((sum, text) => sum + text.length, 0) } : {}),
    ...(dimensions == null ? {} : { dimensions }),
    ...(encoding == null ? {} : { encoding_format: encoding }),
  };
}

/** What a server counted; null where it did not. */
function usageOf(usage: unknown, isEstimated: boolean): ChatUsage | null {
  const { prompt_tokens: prompt, total_tokens: total } = (usage ?? {}) as Json;
  const inputTokens = [prompt, total].find(
    (count) => typeof count === "number" && Number.isInteger(count) && count >= 0,
  );
  return typeof inputTokens === "number" ? makeUsage({ inputTokens, outputTokens: 0, isEstimated }) : null;
}

/** All that goes out but the model is judged like a message: `user` and members we do not know may name somebody too. Numbers of tokens cannot be, so where policies look they do not go on. */
async function guarded(ctx: Context, asked: Asked, signal: AbortSignal): Promise<Asked> {
  const policies = await loadPolicies(ctx);
  if (!actsAt(policies, "input")) return asked;
  if (textsOf(asked.input) === null)
    throw new AppError(
      "invalid_input",
      "input: send texts. A policy of this project looks at what goes out, and cannot read numbers of tokens.",
    );
  // The encoding is a word of the protocol.
  const { encoding_format: encoding, ...texts } = asked;
  return {
    ...(await judgedBody(ctx, texts, signal)),
    ...(encoding == null ? {} : { encoding_format: encoding }),
  };
}

async function ownEmbeddings(ctx: Context, body: EmbeddingsBody, signal: AbortSignal): Promise<Json> {
  const texts = textsOf(body.input);
  if (texts === null)
    throw new AppError(
      "invalid_input",
      "input: the project's own embedding model takes texts, not numbers of tokens. Send texts (LangChain: check_embedding_ctx_length=False), or name a model of a connection.",
    );
  const { model, dimensions, vectors } = await embedWholeTexts(ctx, texts, signal);
  if (body.dimensions != null && body.dimensions !== dimensions)
    throw new AppError(
      "invalid_input",
      `dimensions: ${model} gives vectors of ${dimensions}. Leave it out, or name another model.`,
    );
  const count = await tokenCounter();
  const tokens = texts.reduce((sum, text) => sum + count(text), 0);
  const data = vectors.map((vector, index) => ({
    object: "embedding",
    index,
    embedding: body.encoding_format === "base64" ? base64Of(vector) : vector,
  }));
  return { object: "list", model, data, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

/** The texts of an input; null where it holds numbers of tokens. */
function textsOf(input: Input): string[] | null {
  if (typeof input === "string") return [input];
  const texts = input.filter((item) => typeof item === "string");
  return texts.length === input.length ? texts : null;
}

/** A vector as OpenAI's clients read it: 32-bit floats, little endian, in base64. */
function base64Of(vector: number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString("base64");
}
