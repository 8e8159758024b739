import type { Context } from "#lib/identity";
import { decryptSecret } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { errorIn } from "../chat/error-body.ts";
import { recordOf } from "../chat/loose.ts";
import { errorOfStatus, malformedAnswer } from "../chat/upstream-error.ts";
import { getConnectionInProject } from "../connections/internal.ts";
import type { ModelTarget } from "../connections/schema.ts";
import { postEmbeddings } from "./post.ts";

/**
 * Asks a connection's own `/embeddings` with a body in OpenAI's form and gives its answer back as it came: token numbers,
 * dimensions, encodings and members that nobody here knows are the server's business. Throws not_found, invalid_input
 * for a connection that speaks another protocol, upstream_failed and its kin.
 */
export async function passEmbeddings(
  ctx: Context,
  target: ModelTarget,
  body: Body,
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  return pass(ctx, target, { path: "embeddings", list: "data", body, signal });
}

/** The same of a connection's `/moderations`. */
export async function passModerations(
  ctx: Context,
  target: ModelTarget,
  body: Body,
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  return pass(ctx, target, { path: "moderations", list: "results", body, signal });
}

/** As long as OpenAI's clients wait. */
const mostWaitMs = 600_000;

type Body = Record<string, unknown>;
type Pass = {
  path: "embeddings" | "moderations";
  /** What an answer of this address holds at least. */
  list: "data" | "results";
  body: Body;
  signal: AbortSignal | undefined;
};

async function pass(
  ctx: Context,
  { connectionId, model }: ModelTarget,
  { path, list, body, signal }: Pass,
): Promise<Record<string, unknown>> {
  const { name, kind, baseUrl, sealedCredentials } = await getConnectionInProject(ctx, connectionId);
  if (kind !== "openai_compatible" || !baseUrl)
    throw new AppError(
      "invalid_input",
      `"${name}" (${kind}) does not offer ${path} in OpenAI's form. Name a model of a connection that does${path === "embeddings" ? ", or none for the project's own" : ""}.`,
    );
  const apiKey = sealedCredentials ? decryptSecret(sealedCredentials) : null;
  const { status, retryAfter, text } = await postEmbeddings({
    path,
    name,
    baseUrl,
    apiKey,
    body: { ...body, model },
    headersMs: mostWaitMs,
    signal,
  });
  if (status < 300) return readAnswer(name, text, list);
  throw errorOfStatus(name, { status, retryAfter, ...errorIn(text, apiKey) });
}

function readAnswer(name: string, text: string, list: Pass["list"]): Record<string, unknown> {
  let answer: Record<string, unknown> | null;
  try {
    answer = recordOf(JSON.parse(text));
  } catch (cause) {
    throw malformedAnswer(name, cause);
  }
  if (!answer || !Array.isArray(answer[list])) throw malformedAnswer(name);
  return answer;
}
