import { and, desc, eq, isNull } from "drizzle-orm";
import { promptSearch, promptVersions } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import { asContent } from "../content/stored.ts";
import { contentTexts } from "../content/texts.ts";
import { historyCharacters } from "./internal.ts";

const batchSize = 50;
/** More of them would fill the room that a history has. */
const mostVersions = 100;

/** Gathers what earlier versions said, and the messages of all, for prompts that were saved before this was searched. */
export async function gatherHistories(ctx: Context, signal: AbortSignal): Promise<void> {
  const missing = and(eq(promptSearch.projectId, ctx.project), isNull(promptSearch.history));
  for (;;) {
    signal.throwIfAborted();
    const rows = await ctx.db
      .select({ promptId: promptSearch.promptId })
      .from(promptSearch)
      .where(missing)
      .limit(batchSize);
    if (rows.length === 0) return;
    for (const { promptId } of rows) {
      const history = await historyOf(ctx, promptId);
      await ctx.db
        .update(promptSearch)
        .set({ history, isCounted: false })
        .where(and(missing, eq(promptSearch.promptId, promptId)));
    }
  }
}

async function historyOf(ctx: Context, promptId: string): Promise<string> {
  const versions = await ctx.db
    .select({ message: promptVersions.message, content: promptVersions.content })
    .from(promptVersions)
    .where(and(eq(promptVersions.projectId, ctx.project), eq(promptVersions.promptId, promptId)))
    .orderBy(desc(promptVersions.number))
    .limit(mostVersions);
  const newest = versions[0] ? textsOf(versions[0].content) : "";
  return versions
    .flatMap(({ message, content }) => {
      const text = textsOf(content);
      return text === newest ? [message] : [message, text];
    })
    .join("\n")
    .slice(0, historyCharacters);
}

const textsOf = (content: unknown) =>
  contentTexts(asContent(content))
    .map(({ text }) => text)
    .join("\n");
