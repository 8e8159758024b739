import { and, eq, sql } from "drizzle-orm";
import { playgroundChats } from "#db/schema/playground";
import type { Context } from "#lib/identity";
import { isRoute } from "#lib/routes";
import { AppError, NotFound } from "#platform/errors";
import type { NamedTarget } from "#schema/routes";
import type { PaneInput, PlaygroundMessage } from "../schema.ts";
import { titleOf } from "../messages.ts";

export type ChatRow = typeof playgroundChats.$inferSelect;
type TargetColumns = "connectionId" | "model" | "routeId" | "routeVersion";
export type ChatSetup = Pick<ChatRow, "promptId" | "versionNumber" | TargetColumns>;

/** What a pane asks as its row keeps it: a route's name stands where a model's does. */
export function columnsOf(target: NamedTarget): Pick<ChatRow, TargetColumns> {
  return isRoute(target)
    ? { connectionId: null, model: target.name, routeId: target.routeId, routeVersion: target.version }
    : { connectionId: target.connectionId, model: target.model, routeId: null, routeVersion: null };
}

/** The same as it was asked. */
export function targetOf({
  connectionId,
  model,
  routeId,
  routeVersion,
}: Pick<ChatRow, TargetColumns>): NamedTarget {
  if (connectionId !== null) return { connectionId, model };
  if (routeId === null || routeVersion === null) throw new Error("a pane asks a model or a route");
  return { routeId, version: routeVersion, name: model };
}

/** How long an answer counts as being worked on after its last sign of life. */
const leaseMs = 15_000;

/** A conversation is a person's own. Throws forbidden for programs. */
export function personOf(ctx: Context): string {
  if (ctx.actor.kind === "user") return ctx.actor.id;
  throw new AppError("forbidden", "The playground is for people; a program calls the API.");
}

function ownPane(ctx: Context, { conversationId, pane }: PaneInput) {
  return and(
    eq(playgroundChats.projectId, ctx.project),
    eq(playgroundChats.conversationId, conversationId),
    eq(playgroundChats.pane, pane),
    eq(playgroundChats.userId, personOf(ctx)),
  );
}

/** Throws not_found for a foreign conversation as for an unknown one. */
export async function getChat(ctx: Context, input: PaneInput): Promise<ChatRow> {
  const [row] = await ctx.db.select().from(playgroundChats).where(ownPane(ctx, input));
  if (!row) throw noConversation();
  return row;
}

export function noConversation(): NotFound {
  return new NotFound("conversation of yours");
}

export function isWorkedOn(ctx: Context, { leaseUntil }: Pick<ChatRow, "leaseUntil">): boolean {
  return leaseUntil !== null && leaseUntil > ctx.clock.now();
}

/** The messages of a row: written by this room only, by sendTurn. */
export function messagesOf({ messages }: Pick<ChatRow, "messages">): PlaygroundMessage[] {
  return messages as PlaygroundMessage[];
}

/**
 * Takes a pane for one answer, making it at its first turn. Throws conflict while an answer is coming, and not_found
 * where the conversation is somebody else's.
 */
export async function acquireChat(ctx: Context, input: PaneInput, setup: ChatSetup): Promise<string> {
  const { conversationId, pane } = input;
  const now = ctx.clock.now();
  const userId = personOf(ctx);
  const taken = { ...setup, leaseUntil: leaseFrom(now), stopRequestedAt: null, updatedAt: now };
  const [row] = await ctx.db
    .insert(playgroundChats)
    .values({
      projectId: ctx.project,
      conversationId,
      pane,
      userId,
      title: "",
      messages: [],
      createdAt: now,
      ...taken,
    })
    .onConflictDoUpdate({
      target: [playgroundChats.projectId, playgroundChats.conversationId, playgroundChats.pane],
      set: taken,
      setWhere: sql`${playgroundChats.userId} = ${userId} and (${playgroundChats.leaseUntil} is null or ${playgroundChats.leaseUntil} <= ${now.toISOString()})`,
    })
    .returning({ id: playgroundChats.id });
  if (row) return row.id;
  await getChat(ctx, input);
  throw new AppError("conflict", "An answer is still coming here. Stop it, or wait for its end.");
}

/** Gives a pane back that nothing was asked of; one without a turn was made for nothing. */
export async function releaseChat(ctx: Context, chatId: string): Promise<void> {
  const own = and(eq(playgroundChats.projectId, ctx.project), eq(playgroundChats.id, chatId));
  await ctx.db
    .delete(playgroundChats)
    .where(and(own, sql`jsonb_array_length(${playgroundChats.messages}) = 0`));
  await ctx.db.update(playgroundChats).set({ leaseUntil: null }).where(own);
}

/**
 * Keeps how far a turn has come; `isOver` ends the lease. Answers whether to go on: not when somebody asked for the
 * end, or removed the conversation.
 */
export async function keepTurn(
  ctx: Context,
  chatId: string,
  messages: PlaygroundMessage[] | null,
  isOver: boolean,
): Promise<boolean> {
  const now = ctx.clock.now();
  const [row] = await ctx.db
    .update(playgroundChats)
    .set({
      ...(messages ? { messages, title: titleOf(messages) } : {}),
      leaseUntil: isOver ? null : leaseFrom(now),
      updatedAt: now,
    })
    .where(and(eq(playgroundChats.projectId, ctx.project), eq(playgroundChats.id, chatId)))
    .returning({ stopRequestedAt: playgroundChats.stopRequestedAt });
  return row !== undefined && row.stopRequestedAt === null;
}

export async function requestStop(ctx: Context, chatId: string): Promise<void> {
  await ctx.db
    .update(playgroundChats)
    .set({ stopRequestedAt: ctx.clock.now() })
    .where(and(eq(playgroundChats.projectId, ctx.project), eq(playgroundChats.id, chatId)));
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + leaseMs);
}
