import { and, asc, count, eq, inArray, lt, or, sql } from "drizzle-orm";
import { feedback } from "#db/schema/feedback";
import { type DataKind, endUserHash, holdData } from "#lib/governance";
import type { Context } from "#lib/identity";
import { callsOfOthers } from "#lib/observability";
import { keepComplaints } from "./feedback/complaints.ts";
import { feedbackColumns } from "./feedback/internal.ts";

/** What an end user said, found by the key their program sent with it. */
const ofUser = (ctx: Context, key: string) =>
  and(
    eq(feedback.projectId, ctx.project),
    // By the key too: feedback of an older version has no hash.
    or(eq(feedback.endUserHash, endUserHash(ctx.project, key) ?? ""), eq(feedback.endUser, key)),
  );

const said: DataKind = {
  name: "feedback.feedback",
  label: "Feedback of end users",
  retention: {
    minimumDays: 30,
    because: "Gates and the usual span of the overview look back 30 days.",
    figures:
      "Quality and feedback of longer spans, and of the span before that the overview compares with, then lack it, and say so. When a version was first complained of stays.",
    count: async (ctx, before) => {
      const [row] = await ctx.db
        .select({ all: count(), old: sql<number>`count(*) filter (where ${lt(feedback.createdAt, before)})` })
        .from(feedback)
        .where(eq(feedback.projectId, ctx.project));
      return { all: row?.all ?? 0, old: Number(row?.old ?? 0) };
    },
    prune: async (tx, before, limit) => {
      const oldest = await tx.db
        .select({ id: feedback.id })
        .from(feedback)
        .where(and(eq(feedback.projectId, tx.project), lt(feedback.createdAt, before)))
        .orderBy(asc(feedback.createdAt))
        .limit(limit);
      const ids = oldest.map(({ id }) => id);
      if (ids.length === 0) return 0;
      await keepComplaints(tx, ids);
      const gone = await tx.db
        .delete(feedback)
        .where(and(eq(feedback.projectId, tx.project), inArray(feedback.id, ids)))
        .returning({ id: feedback.id });
      return gone.length;
    },
  },
  callsOf: async (ctx, key) => {
    const rows = await ctx.db
      .selectDistinct({ id: feedback.generationId })
      .from(feedback)
      .where(ofUser(ctx, key));
    const ids = rows.map(({ id }) => id);
    // Who rates somebody else's call makes it theirs in no way: only the feedback of it is theirs.
    const others = new Set(await callsOfOthers(ctx, { ids, key }));
    return ids.filter((id) => !others.has(id));
  },
  exportOf: async (ctx, person) =>
    person.kind === "end_user"
      ? ctx.db
          .select(feedbackColumns)
          .from(feedback)
          .where(ofUser(ctx, person.key))
          .orderBy(asc(feedback.createdAt))
      : [],
  // The score stays: it is a figure of the version, and says nothing of anybody any more.
  erase: async (tx, person, pseudonym) => {
    if (person.kind !== "end_user") return 0;
    const rows = await tx.db
      .update(feedback)
      .set({ endUser: pseudonym, endUserHash: null, comment: "", metadata: {} })
      .where(ofUser(tx, person.key))
      .returning({ id: feedback.id });
    return rows.length;
  },
};

holdData("feedback", [said]);
