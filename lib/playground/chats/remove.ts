import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { playgroundChats } from "#db/schema/playground";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { ConversationInput } from "../schema.ts";
import { findLive } from "../stream/live.ts";
import { noConversation, personOf } from "./internal.ts";

/**
 * Removes one's own conversation; the generations behind it stay in traffic. Throws not_found, forbidden.
 * @internal No screen offers it yet.
 */
export async function removeConversation(ctx: Context, input: ConversationInput): Promise<void> {
  requirePermission(ctx, "generation.create");
  const { conversationId } = ConversationInput.parse(input);
  const removed = await inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .delete(playgroundChats)
      .where(
        and(
          eq(playgroundChats.projectId, tx.project),
          eq(playgroundChats.conversationId, conversationId),
          eq(playgroundChats.userId, personOf(tx)),
        ),
      )
      .returning({ id: playgroundChats.id });
    if (rows.length === 0) throw noConversation();
    await appendAudit(tx, {
      action: "conversation.remove",
      subject: { type: "conversation", id: conversationId, name: "Playground conversation" },
    });
    return rows;
  });
  for (const { id } of removed) findLive(id)?.stop.abort();
}
