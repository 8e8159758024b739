import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { labels, prompts, promptVersions } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { presentLabel } from "../labels/internal.ts";
import { latestLabel, type PromptSummary, type PromptView } from "../schema.ts";
import { getLatest } from "../branches/internal.ts";
import { presentSummary, summaryColumns } from "../versions/find.ts";

/** In which order, and what of each row says where the next page begins. */
type Pages = { value: SQL<string | null>; tie: SQL<string>; orderBy: SQL[] };
type Loaded = { where: SQL | undefined; limit?: number };

const byPath: Pages = {
  value: sql<string | null>`null`,
  tie: sql<string>`${prompts.path}`,
  orderBy: [sql`${prompts.path}`],
};

/** Prompts of this project with newest version and labels, by path. */
export async function loadSummaries(ctx: Context, loaded: Loaded): Promise<PromptSummary[]> {
  return (await loadPage(ctx, { ...loaded, pages: byPath })).map(({ prompt }) => prompt);
}

/** The same in an order, each with its place in it. */
export async function loadPage(ctx: Context, { where, limit = 1_000, pages }: Loaded & { pages: Pages }) {
  const rows = await ctx.db
    .select({ prompt: prompts, latest: summaryColumns, value: pages.value, tie: pages.tie })
    .from(prompts)
    .innerJoin(
      labels,
      and(
        eq(labels.projectId, prompts.projectId),
        eq(labels.promptId, prompts.id),
        eq(labels.name, latestLabel),
      ),
    )
    .innerJoin(
      promptVersions,
      and(eq(promptVersions.projectId, labels.projectId), eq(promptVersions.id, labels.versionId)),
    )
    .where(and(eq(prompts.projectId, ctx.project), where))
    .orderBy(...pages.orderBy)
    .limit(limit);
  const ids = rows.map(({ prompt }) => prompt.id);
  const pointers = ids.length === 0 ? [] : await loadLabels(ctx, ids);
  return rows.map(({ prompt, latest, value, tie }) => ({
    value,
    tie,
    prompt: {
      ...presentPrompt(prompt),
      latest: presentSummary(latest),
      labels: pointers
        .filter(({ label }) => label.promptId === prompt.id)
        .map(({ label, number }) => presentLabel(label, number)),
    } satisfies PromptSummary,
  }));
}

/** One prompt with its newest content, or null; `where` must say which. */
export async function findPrompt(ctx: Context, where: SQL | undefined): Promise<PromptView | null> {
  const [summary] = await loadSummaries(ctx, { where, limit: 1 });
  return summary ? { ...summary, latest: await getLatest(ctx, summary.id) } : null;
}

/** Throws conflict when another prompt of the project already has this path. */
export async function requireFreePath(tx: Context, path: string): Promise<void> {
  const [taken] = await tx.db
    .select({ id: prompts.id, archivedAt: prompts.archivedAt })
    .from(prompts)
    .where(and(eq(prompts.projectId, tx.project), eq(prompts.path, path)));
  if (!taken) return;
  const advice = taken.archivedAt
    ? "It is archived; bring it back or choose another path."
    : "Choose another path or open that prompt.";
  throw new AppError("conflict", `There is already a prompt ${path}. ${advice}`, {
    details: { promptId: taken.id, field: "path" },
  });
}

function loadLabels(ctx: Context, promptIds: string[]) {
  return ctx.db
    .select({ label: labels, number: promptVersions.number })
    .from(labels)
    .innerJoin(
      promptVersions,
      and(eq(promptVersions.projectId, labels.projectId), eq(promptVersions.id, labels.versionId)),
    )
    .where(and(eq(labels.projectId, ctx.project), inArray(labels.promptId, promptIds)))
    .orderBy(labels.name);
}

function presentPrompt(row: typeof prompts.$inferSelect): Omit<PromptSummary, "latest" | "labels"> {
  const { id, path, kind, description, isDemo, archivedAt, createdAt, updatedAt } = row;
  return { id, path, kind, description, isDemo, archivedAt, createdAt, updatedAt };
}
