import { and, desc, eq, gt, ne } from "drizzle-orm";
import { type Database, inTransaction } from "#db";
import { sessions } from "#db/schema/identity";
import { AppError } from "#platform/errors";
import type { Context } from "../context.ts";
import { RevokeSessionInput } from "../schema.ts";
import { auditPerson } from "../sign-in/audit.ts";
import { requireSelf } from "./person.ts";

/** A place where the person is signed in. */
export type SessionView = {
  id: string;
  userAgent: string | null;
  startedAt: Date;
  lastSeenAt: Date;
  isCurrent: boolean;
};

/** Where the person is signed in, the last seen first. */
export async function listSessions(ctx: Context): Promise<SessionView[]> {
  if (ctx.actor.kind !== "user") return [];
  const { id, sessionId } = ctx.actor;
  const rows = await ctx.db
    .select({
      id: sessions.id,
      userAgent: sessions.userAgent,
      startedAt: sessions.startedAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, id), gt(sessions.expires, ctx.clock.now())))
    .orderBy(desc(sessions.lastSeenAt));
  return rows.map((row) => ({ ...row, isCurrent: row.id === sessionId }));
}

/** Signs the person out elsewhere: one session, or all but the present one when none is named. Throws not_found. */
export async function revokeSession(ctx: Context, input: RevokeSessionInput): Promise<{ ended: number }> {
  const { sessionId } = RevokeSessionInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const me = await requireSelf(tx);
    const present = tx.actor.kind === "user" ? tx.actor.sessionId : undefined;
    const ended = sessionId
      ? await endOne(tx.db, me.id, sessionId)
      : await endSessions(tx.db, me.id, present);
    if (sessionId && ended === 0) throw new AppError("not_found", "You are not signed in there any more.");
    if (ended > 0) await auditPerson(tx, me.id, { action: "session.revoke", after: { sessions: ended } });
    return { ended };
  });
}

/** Ends a person's sessions, all but one where it is named; the next request of each asks to sign in. */
export async function endSessions(db: Database, userId: string, exceptId?: string): Promise<number> {
  const rows = await db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), exceptId ? ne(sessions.id, exceptId) : undefined))
    .returning({ id: sessions.id });
  return rows.length;
}

async function endOne(db: Database, userId: string, id: string): Promise<number> {
  const rows = await db
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.id, id)))
    .returning({ id: sessions.id });
  return rows.length;
}
