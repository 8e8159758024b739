import type { Context } from "#lib/identity";
import { decryptSecret } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { getConnectionInProject } from "../connections/internal.ts";
import type { Embeddings } from "./schema.ts";
import type { ModelTarget } from "../connections/schema.ts";
import { useLiteModel } from "../constants.ts";
import { bestBuiltIn, embedBuiltIn } from "./built-in.ts";
import { embedAtEndpoint } from "./endpoint.ts";
import { findEmbeddingSetting } from "./setting.ts";

/** The name of what embeds texts in this project now; it changes when a better built-in model arrives. */
export async function currentEmbeddingModel(ctx: Context): Promise<string> {
  const setting = await findEmbeddingSetting(ctx);
  return setting.kind === "built_in" ? bestBuiltIn() : setting.model;
}

/** The model of a connection that embeds texts in this project; null for a built-in one. */
export async function embeddingTarget(ctx: Context): Promise<ModelTarget | null> {
  const setting = await findEmbeddingSetting(ctx);
  return setting.kind === "built_in" ? null : { connectionId: setting.connectionId, model: setting.model };
}

/**
 * Turns texts into vectors with the project's embedding model, or with the one named, which must still be to be had:
 * work that was begun with one goes on with it. Vectors of different models cannot be compared: keep `model` and
 * `dimensions` beside them. Throws unavailable, and upstream_failed and its kin when an endpoint does not answer, cancelled.
 */
export async function embedTexts(
  ctx: Context,
  texts: string[],
  { model, signal }: { model?: string | null; signal?: AbortSignal | undefined } = {},
): Promise<Embeddings> {
  const setting = await findEmbeddingSetting(ctx);
  if (setting.kind === "built_in") {
    const best = bestBuiltIn();
    const wanted = model ?? best;
    if (wanted !== best && wanted !== useLiteModel) throw gone(wanted, best);
    return embedBuiltIn(texts, wanted, signal);
  }
  if (model && model !== setting.model) throw gone(model, setting.model);
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
    signal,
  );
}

function gone(wanted: string, present: string): AppError {
  return new AppError(
    "unavailable",
    `This was begun with the embedding model ${wanted}, and here ${present} embeds texts. Start it again.`,
  );
}
