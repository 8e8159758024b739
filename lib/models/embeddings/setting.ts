import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { modelSettings } from "#db/schema/models";
import { appendAudit } from "#lib/audit";
import { findEmbeddingDownload } from "#lib/downloads";
import { type Context, requirePermission } from "#lib/identity";
import { enqueue } from "#lib/jobs";
import { AppError } from "#platform/errors";
import { getConnectionInProject } from "../connections/internal.ts";
import { type EmbeddingModelStatus, type EmbeddingSetting, SetEmbeddingModelInput } from "./schema.ts";
import { miniLmModel, embeddingModelChanged } from "../constants.ts";
import { bestBuiltIn } from "./built-in.ts";

const key = "embeddings";
const builtIn: EmbeddingSetting = { kind: "built_in" };

/** What embeds texts in this project. Throws forbidden. */
export async function getEmbeddingSetting(ctx: Context): Promise<EmbeddingSetting> {
  requirePermission(ctx, "connection.read");
  return findEmbeddingSetting(ctx);
}

/** Which model that is by name, and how far the better built-in one is. Throws forbidden. */
export async function embeddingModelStatus(ctx: Context): Promise<EmbeddingModelStatus> {
  const setting = await getEmbeddingSetting(ctx);
  if (setting.kind === "connection") return { inUse: setting.model, download: null };
  const inUse = bestBuiltIn();
  return { inUse, download: inUse === miniLmModel ? null : await findEmbeddingDownload(ctx.db) };
}

/** The same for other verbs of the studio, which have checked their own permission. */
export async function findEmbeddingSetting(ctx: Context): Promise<EmbeddingSetting> {
  const [row] = await ctx.db
    .select({ value: modelSettings.value })
    .from(modelSettings)
    .where(and(eq(modelSettings.projectId, ctx.project), eq(modelSettings.key, key)));
  return row ? SetEmbeddingModelInput.parse(row.value) : builtIn;
}

/**
 * Chooses what embeds texts and has everything embedded again in the background, since vectors of two models cannot be
 * compared. Throws not_found, forbidden, invalid_input (a connection that has no /embeddings).
 */
export async function setEmbeddingModel(
  ctx: Context,
  input: SetEmbeddingModelInput,
): Promise<EmbeddingSetting> {
  requirePermission(ctx, "connection.update");
  const setting = SetEmbeddingModelInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const before = await findEmbeddingSetting(tx);
    if (JSON.stringify(before) === JSON.stringify(setting)) return before;
    if (setting.kind === "connection") {
      const connection = await getConnectionInProject(tx, setting.connectionId);
      if (connection.kind !== "openai_compatible") {
        throw new AppError(
          "invalid_input",
          "Choose an OpenAI-compatible connection: its server must offer /embeddings.",
        );
      }
    }
    const values = { projectId: tx.project, key, value: setting, updatedAt: tx.clock.now() };
    await tx.db
      .insert(modelSettings)
      .values(values)
      .onConflictDoUpdate({
        target: [modelSettings.projectId, modelSettings.key],
        set: { value: setting, updatedAt: values.updatedAt },
      });
    await appendAudit(tx, {
      action: "embedding_model.update",
      subject: { type: "project", id: tx.project, name: "Embedding model" },
      before,
      after: setting,
    });
    await enqueue(
      tx,
      { name: embeddingModelChanged },
      { projectId: tx.project },
      { singletonKey: tx.project },
    );
    return setting;
  });
}
