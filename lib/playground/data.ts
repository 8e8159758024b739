import { and, asc, count, eq, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { playgroundChats } from "#db/schema/playground";
import { type DataKind, holdData } from "#lib/governance";

const conversations: DataKind = {
  name: "playground.conversations",
  label: "Conversations in the playground",
  retention: {
    minimumDays: 1,
    because: "A conversation of today may still be going on.",
    figures: "No figure counts them.",
    count: async (ctx, before) => {
      const [row] = await ctx.db
        .select({
          all: count(),
          old: sql<number>`count(*) filter (where ${lt(playgroundChats.updatedAt, before)})`,
        })
        .from(playgroundChats)
        .where(eq(playgroundChats.projectId, ctx.project));
      return { all: row?.all ?? 0, old: Number(row?.old ?? 0) };
    },
    prune: async (tx, before, limit) => {
      const oldest = tx.db
        .select({ id: playgroundChats.id })
        .from(playgroundChats)
        .where(
          and(
            eq(playgroundChats.projectId, tx.project),
            lt(playgroundChats.updatedAt, before),
            // Nobody works on an answer to it.
            or(isNull(playgroundChats.leaseUntil), lt(playgroundChats.leaseUntil, tx.clock.now())),
          ),
        )
        .orderBy(asc(playgroundChats.updatedAt))
        .limit(limit);
      const gone = await tx.db
        .delete(playgroundChats)
        .where(and(eq(playgroundChats.projectId, tx.project), inArray(playgroundChats.id, oldest)))
        .returning({ id: playgroundChats.id });
      return gone.length;
    },
  },
  exportOf: async (ctx, person) =>
    person.kind === "member"
      ? ctx.db
          .select({
            title: playgroundChats.title,
            model: playgroundChats.model,
            messages: playgroundChats.messages,
            createdAt: playgroundChats.createdAt,
            updatedAt: playgroundChats.updatedAt,
          })
          .from(playgroundChats)
          .where(and(eq(playgroundChats.projectId, ctx.project), eq(playgroundChats.userId, person.id)))
          .orderBy(asc(playgroundChats.createdAt))
      : [],
  // Nobody else could read them, so nothing is left to keep them for.
  erase: async (tx, person) => {
    if (person.kind !== "member") return 0;
    const gone = await tx.db
      .delete(playgroundChats)
      .where(and(eq(playgroundChats.projectId, tx.project), eq(playgroundChats.userId, person.id)))
      .returning({ id: playgroundChats.id });
    return gone.length;
  },
};

holdData("playground", [conversations]);
