import { and, eq } from "drizzle-orm";
import { promptSearch } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import { enqueue } from "#lib/jobs";
import { contentTexts } from "../content/texts.ts";
import { type PromptContent } from "../content/schema.ts";

/** The job that fills missing embeddings; its handler is in ../jobs.ts. */
export const embedJob = { name: "prompts.embed" };
export type EmbedJobData = { projectId: string };

type Indexed = { id: string; path: string; description: string };

/** Puts the newest text of a prompt up for search; its meaning follows by a job in the same transaction. */
export async function indexPrompt(tx: Context, prompt: Indexed, content: PromptContent): Promise<void> {
  const text = searchText(prompt, content);
  const where = and(eq(promptSearch.projectId, tx.project), eq(promptSearch.promptId, prompt.id));
  const [before] = await tx.db.select({ text: promptSearch.text }).from(promptSearch).where(where);
  if (before?.text === text) return;
  const row = { text, embedding: null, embeddingModel: null, dimensions: null, updatedAt: tx.clock.now() };
  await tx.db
    .insert(promptSearch)
    .values({ projectId: tx.project, promptId: prompt.id, ...row })
    .onConflictDoUpdate({ target: [promptSearch.projectId, promptSearch.promptId], set: row });
  await enqueue<EmbedJobData>(tx, embedJob, { projectId: tx.project });
}

/** What a prompt is found by. */
export function searchText(
  { path, description }: Pick<Indexed, "path" | "description">,
  content: PromptContent,
): string {
  const words = path.replaceAll(/[/._-]+/g, " ");
  return [words, description, ...contentTexts(content).map(({ text }) => text)]
    .filter(Boolean)
    .join("\n")
    .slice(0, 100_000);
}
