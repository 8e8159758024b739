import { and, asc, desc, eq, isNull, ne, sql } from "drizzle-orm";
import { playgroundChats } from "#db/schema/playground";
import { type Context, requirePermission } from "#lib/identity";
import {
  type Conversation,
  ConversationInput,
  type ConversationSummary,
  ListConversationsInput,
} from "../schema.ts";
import { mostPanes } from "../constants.ts";
import { isWorkedOn, messagesOf, noConversation, personOf, targetOf } from "./internal.ts";

/** One's own conversation with all that was said in it, as it was kept. Throws not_found, forbidden. */
export async function getConversation(ctx: Context, input: ConversationInput): Promise<Conversation> {
  requirePermission(ctx, "generation.create");
  const { conversationId } = ConversationInput.parse(input);
  const rows = await ctx.db
    .select()
    .from(playgroundChats)
    .where(
      and(
        eq(playgroundChats.projectId, ctx.project),
        eq(playgroundChats.conversationId, conversationId),
        eq(playgroundChats.userId, personOf(ctx)),
      ),
    )
    .orderBy(asc(playgroundChats.createdAt), asc(playgroundChats.pane));
  const [first] = rows;
  if (!first) throw noConversation();
  return {
    id: conversationId,
    promptId: first.promptId,
    panes: rows.map((row) => ({
      pane: row.pane,
      target: targetOf(row),
      versionNumber: row.versionNumber,
      messages: messagesOf(row),
      isRunning: isWorkedOn(ctx, row),
    })),
  };
}

/** One's own conversations, the newest first. Throws forbidden. */
export async function listConversations(
  ctx: Context,
  input: ListConversationsInput = {},
): Promise<ConversationSummary[]> {
  requirePermission(ctx, "generation.create");
  const { promptId, limit } = ListConversationsInput.parse(input);
  const { projectId, userId, conversationId, pane, connectionId, model, routeId, routeVersion } =
    playgroundChats;
  const { versionNumber, leaseUntil, title, updatedAt } = playgroundChats;
  const rows = await ctx.db
    .select({
      conversationId,
      pane,
      connectionId,
      model,
      routeId,
      routeVersion,
      versionNumber,
      leaseUntil,
      title,
      updatedAt,
      promptId: playgroundChats.promptId,
      turns: sql<number>`(select count(*)::int from jsonb_array_elements(${playgroundChats.messages}) m where m->>'role' = 'user')`,
    })
    .from(playgroundChats)
    .where(
      and(
        eq(projectId, ctx.project),
        eq(userId, personOf(ctx)),
        ne(title, ""),
        promptId === undefined
          ? undefined
          : promptId === null
            ? isNull(playgroundChats.promptId)
            : eq(playgroundChats.promptId, promptId),
      ),
    )
    .orderBy(desc(updatedAt), asc(pane))
    .limit(limit * mostPanes);
  const byConversation = Map.groupBy(rows, (row) => row.conversationId);
  return [...byConversation.entries()].slice(0, limit).flatMap(([id, panes]) => {
    const [newest] = panes;
    return newest
      ? [
          {
            id,
            promptId: newest.promptId,
            title: newest.title,
            turns: Math.max(...panes.map(({ turns }) => turns)),
            updatedAt: newest.updatedAt,
            panes: panes
              .map((row) => ({
                pane: row.pane,
                target: targetOf(row),
                versionNumber: row.versionNumber,
                isRunning: isWorkedOn(ctx, row),
              }))
              .toSorted((a, b) => a.pane.localeCompare(b.pane)),
          },
        ]
      : [];
  });
}
