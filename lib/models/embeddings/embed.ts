import type { Context } from "#lib/identity";
import { decryptSecret } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { getConnectionInProject } from "../connections/internal.ts";
import type { Embeddings } from "../schema.ts";
import { embedBuiltIn } from "./built-in.ts";
import { embedAtEndpoint } from "./endpoint.ts";
import { findEmbeddingSetting } from "./setting.ts";

/**
 * Turns texts into vectors with the project's embedding model. Vectors of different models cannot be compared:
 * keep `model` and `dimensions` beside them. Throws upstream_failed and its kin when an endpoint does not answer.
 */
export async function embedTexts(ctx: Context, texts: string[]): Promise<Embeddings> {
  const setting = await findEmbeddingSetting(ctx);
  if (setting.kind === "built_in") return embedBuiltIn(texts);
  const connection = await getConnectionInProject(ctx, setting.connectionId);
  if (!connection.baseUrl || connection.archivedAt) {
    throw new AppError(
      "unavailable",
      `The connection "${connection.name}" no longer serves embeddings. Choose another on the connections page.`,
    );
  }
  const apiKey = connection.sealedCredentials ? decryptSecret(connection.sealedCredentials) : null;
  return embedAtEndpoint(
    { name: connection.name, baseUrl: connection.baseUrl, apiKey, model: setting.model },
    texts,
  );
}
