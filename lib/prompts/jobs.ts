import { and, eq, isNull, ne, or } from "drizzle-orm";
import { inTransaction } from "#db";
import { promptSearch } from "#db/schema/prompts";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission, systemContext } from "#lib/identity";
import { defineJob, enqueue } from "#lib/jobs";
import { embeddingModelChanged, embeddingsMayBeOld } from "#constants/models";
import { embed, embeddingModel } from "./search/embed.ts";
import { gatherHistories } from "./search/history.ts";
import { embedJob, type EmbedJobData } from "./search/internal.ts";
import { countWords } from "./search/vocabulary.ts";

/** Few texts at a time: the built-in model holds up the process while it works. Its time grows with a text's length. */
const batchSize = 8;
const embeddedCharacters = 1_000;

/**
 * Makes the prompts of a project ready for search: gathers what earlier versions said, counts the words, and gives every
 * prompt that has none, or one of another model than the present, its embedding. Running it twice does nothing the second
 * time.
 */
export const promptsEmbedJob = defineJob<EmbedJobData>({
  name: embedJob.name,
  handler: async ({ data, open, signal }) => {
    const ctx = await systemContext(open.db, data.projectId);
    await gatherHistories(ctx, signal);
    await countWords(ctx);
    await embedMissing(ctx, signal);
  },
});

/** Forgets all embeddings of the project and makes them again: after a change of the embedding model. Throws forbidden. */
export async function reembedPrompts(ctx: Context): Promise<void> {
  requirePermission(ctx, "prompt.update");
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(promptSearch)
      .set({ embedding: null, embeddingModel: null, dimensions: null })
      .where(eq(promptSearch.projectId, tx.project));
    await enqueue<EmbedJobData>(tx, promptsEmbedJob, { projectId: tx.project });
    await appendAudit(tx, {
      action: "prompt.reembed",
      subject: { type: "project", id: tx.project, name: "prompts" },
    });
  });
}

defineJob<EmbedJobData>({
  name: embeddingModelChanged,
  handler: async ({ data, open }) => reembedPrompts(await systemContext(open.db, data.projectId)),
});

// The same at every start, and when a better built-in model has arrived; projects where all is done have nothing to do.
defineJob<object>({
  name: embeddingsMayBeOld,
  handler: async ({ open }) => {
    const owners = await open.db.selectDistinct({ projectId: promptSearch.projectId }).from(promptSearch);
    for (const { projectId } of owners) await enqueue<EmbedJobData>(open, promptsEmbedJob, { projectId });
  },
});

async function embedMissing(ctx: Context, signal: AbortSignal): Promise<void> {
  for (;;) {
    // Thrown, not returned: a job that returns counts as done, and these prompts would wait for the next one.
    signal.throwIfAborted();
    const present = await embeddingModel(ctx);
    const isMissing = or(isNull(promptSearch.embedding), ne(promptSearch.embeddingModel, present));
    const rows = await ctx.db
      .select({ promptId: promptSearch.promptId, text: promptSearch.text })
      .from(promptSearch)
      .where(and(eq(promptSearch.projectId, ctx.project), isMissing))
      .limit(batchSize);
    if (rows.length === 0) return;
    const { model, dimensions, vectors } = await embed(
      ctx,
      rows.map(({ text }) => text.slice(0, embeddedCharacters)),
      { model: present },
    );
    for (const [index, { promptId, text }] of rows.entries()) {
      // Compared with the text it was made from: a prompt saved meanwhile keeps waiting for its own.
      const unchanged = and(
        eq(promptSearch.projectId, ctx.project),
        eq(promptSearch.promptId, promptId),
        eq(promptSearch.text, text),
      );
      await ctx.db
        .update(promptSearch)
        .set({ embedding: vectors[index] ?? null, embeddingModel: model, dimensions })
        .where(unchanged);
    }
  }
}
