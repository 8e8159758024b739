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

/** How much of what earlier versions said is searched; the newest of it stays. */
export const historyCharacters = 50_000;

/** Puts the newest text of a prompt up for search; its meaning and its words' count follow by a job in the same transaction. */
export async function indexPrompt(
  tx: Context,
  prompt: Indexed,
  content: PromptContent,
  message?: string,
): Promise<void> {
  const row = searchRow(prompt, content);
  const where = and(eq(promptSearch.projectId, tx.project), eq(promptSearch.promptId, prompt.id));
  const [before] = await tx.db
    .select({ text: promptSearch.text, history: promptSearch.history })
    .from(promptSearch)
    .where(where);
  if (before?.text === row.text && message === undefined) return;
  const earlier = before && before.text !== row.text ? before.text : "";
  // What the job has not gathered yet stays so: it reads this message among the others.
  const history =
    before?.history === null
      ? null
      : [message ?? "", earlier, before?.history ?? ""]
          .filter(Boolean)
          .join("\n")
          .slice(0, historyCharacters);
  const meaning =
    before?.text === row.text ? {} : { embedding: null, embeddingModel: null, dimensions: null };
  const changed = { ...row, history, ...meaning, isCounted: false, updatedAt: tx.clock.now() };
  await tx.db
    .insert(promptSearch)
    .values({ projectId: tx.project, promptId: prompt.id, ...changed })
    .onConflictDoUpdate({ target: [promptSearch.projectId, promptSearch.promptId], set: changed });
  await enqueue<EmbedJobData>(tx, embedJob, { projectId: tx.project });
}

/** What a prompt is found by, apart from what its versions were called and said before. */
export function searchRow(
  { path, description }: Pick<Indexed, "path" | "description">,
  content: PromptContent,
): { name: string; description: string; text: string } {
  const name = path.replaceAll(/[/._-]+/g, " ");
  const text = [name, description, ...contentTexts(content).map((part) => part.text)]
    .filter(Boolean)
    .join("\n")
    .slice(0, 100_000);
  return { name, description, text };
}
