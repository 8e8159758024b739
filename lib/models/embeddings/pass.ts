import type { Context } from "#lib/identity";
import { decryptSecret } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { errorIn } from "../chat/error-body.ts";
import { recordOf } from "../chat/loose.ts";
import { defaultTimeouts } from "../chat/transport.ts";
import { errorOfStatus, malformedAnswer } from "../chat/upstream-error.ts";
import { getConnectionInProject } from "../connections/internal.ts";
import type { ModelTarget } from "../schema.ts";
import { postEmbeddings } from "./post.ts";

/**
 * Asks a connection's own `/embeddings` with a body in OpenAI's form and gives its answer back as it came: token numbers,
 * dimensions, encodings and members that nobody here knows are the server's business. Throws not_found, invalid_input
 * for a connection that speaks another protocol, upstream_failed and its kin.
 */
export async function passEmbeddings(
  ctx: Context,
  { connectionId, model }: ModelTarget,
  body: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<Record<string, unknown>> {
  const { name, kind, baseUrl, sealedCredentials } = await getConnectionInProject(ctx, connectionId);
  if (kind !== "openai_compatible" || !baseUrl)
    throw new AppError(
      "invalid_input",
      `"${name}" (${kind}) does not offer embeddings in OpenAI's form. Name a model of a connection that does, or none for the project's own.`,
    );
  const apiKey = sealedCredentials ? decryptSecret(sealedCredentials) : null;
  const { status, retryAfter, text } = await postEmbeddings({
    name,
    baseUrl,
    apiKey,
    body: { ...body, model },
    headersMs: defaultTimeouts.headersMs,
    signal,
  });
  if (status < 300) return readAnswer(name, text);
  throw errorOfStatus(name, { status, retryAfter, ...errorIn(text, apiKey) });
}

function readAnswer(name: string, text: string): Record<string, unknown> {
  let answer: Record<string, unknown> | null;
  try {
    answer = recordOf(JSON.parse(text));
  } catch (cause) {
    throw malformedAnswer(name, cause);
  }
  if (!answer || !Array.isArray(answer["data"])) throw malformedAnswer(name);
  return answer;
}
