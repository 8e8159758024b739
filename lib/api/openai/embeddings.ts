import { actsAt, loadPolicies } from "#lib/guardrails";
import type { Context } from "#lib/identity";
import { currentEmbeddingModel, embedWholeTexts, passEmbeddings, tokenCounter } from "#lib/models";
import { findTarget } from "#lib/routes";
import { AppError } from "#platform/errors";
import { judgedBody } from "./judged-body.ts";
import type { EmbeddingsBody } from "./schema.ts";

type Input = EmbeddingsBody["input"];
type Asked = Omit<EmbeddingsBody, "model"> & { input: Input };

/**
 * POST /embeddings. A model of a connection is asked as the caller wrote the body, and its answer goes back as it came;
 * without a model, or with the name of the project's own embedding model, that one answers. Throws invalid_input for
 * what the project's own model cannot do, guardrail_blocked, and what the connection throws.
 */
export async function embeddings(ctx: Context, body: EmbeddingsBody, signal: AbortSignal): Promise<object> {
  const { model, ...rest } = body;
  const asked = await guarded(ctx, rest, signal);
  if (model !== undefined && model !== (await currentEmbeddingModel(ctx)))
    return passEmbeddings(ctx, await findTarget(ctx, model), asked, signal);
  return ownEmbeddings(ctx, { ...body, ...asked }, signal);
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

async function ownEmbeddings(ctx: Context, body: EmbeddingsBody, signal: AbortSignal): Promise<object> {
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
