import { and, asc, count, eq, inArray, lt, sql } from "drizzle-orm";
import { files } from "#db/schema/files";
import { authorship, holdData } from "#lib/governance";
import { dropUnnamed } from "./files/delete.ts";

holdData("files", [
  {
    ...authorship({
      name: "files.files",
      label: "Files to send with calls",
      table: files,
      project: files.projectId,
      by: files.createdBy,
      byName: files.createdByName,
      at: files.createdAt,
      shown: { id: files.id, name: files.name, mediaType: files.mediaType, size: files.size },
    }),
    retention: {
      minimumDays: 1,
      because: "A call of today may name a file of today.",
      figures: "No figure counts them; a call that names one that went is refused.",
      count: async (ctx, before) => {
        const [row] = await ctx.db
          .select({ all: count(), old: sql<number>`count(*) filter (where ${lt(files.createdAt, before)})` })
          .from(files)
          .where(eq(files.projectId, ctx.project));
        return { all: row?.all ?? 0, old: Number(row?.old ?? 0) };
      },
      prune: async (tx, before, limit) => {
        const oldest = tx.db
          .select({ id: files.id })
          .from(files)
          .where(and(eq(files.projectId, tx.project), lt(files.createdAt, before)))
          .orderBy(asc(files.createdAt))
          .limit(limit);
        const gone = await tx.db
          .delete(files)
          .where(and(eq(files.projectId, tx.project), inArray(files.id, oldest)))
          .returning({ projectId: files.projectId, hash: files.contentHash });
        await dropUnnamed(tx.db, gone);
        return gone.length;
      },
    },
  },
]);
