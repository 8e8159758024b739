import { and, eq, inArray, sql } from "drizzle-orm";
import { acquireLock, type Database } from "#db";
import { erasedEndUsers } from "#db/schema/observability";
import { endUserHash, listRemoved } from "#lib/governance";
import { type Context, systemContext } from "#lib/identity";
import { nullIfNotFound } from "#platform/errors";
import { endUsersOf } from "../end-user.ts";
import type { StorableGeneration } from "../storable.ts";

/** The kind of data that generations are, as retention knows it. */
export const generationsKind = "observability.generations";

/** Keeps in mind that an end user's calls are erased, so that no log of calls brings them back. Holds the project's lock. */
export async function rememberErased(tx: Context, hash: string): Promise<void> {
  await acquireLock(tx.db, "erasure", tx.project);
  const erasedAt = tx.clock.now();
  await tx.db
    .insert(erasedEndUsers)
    .values({ projectId: tx.project, endUserHash: hash, erasedAt })
    .onConflictDoUpdate({
      target: [erasedEndUsers.projectId, erasedEndUsers.endUserHash],
      set: { erasedAt: sql`greatest(${erasedEndUsers.erasedAt}, excluded.erased_at)` },
    });
}

/**
 * Of calls from a while ago those that may still be stored: without an erased end user's from before the erasure and without
 * what retention has taken the time of. Apart those of projects that this database does not have. In a transaction, and
 * until its end none is erased.
 */
export async function withoutUnwanted(
  tx: Database,
  items: readonly StorableGeneration[],
): Promise<{ wanted: StorableGeneration[]; unknown: StorableGeneration[] }> {
  const wanted: StorableGeneration[] = [];
  const unknown: StorableGeneration[] = [];
  // In one order, so that two who do so never wait for each other.
  for (const [project, calls] of [...byProject(items)].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const ctx = await nullIfNotFound(systemContext(tx, project));
    if (!ctx) {
      unknown.push(...calls);
      continue;
    }
    await acquireLock(tx, "erasure", project);
    const prunedBefore = await prunedDay(ctx);
    const erased = await erasedAmong(ctx, calls);
    wanted.push(
      ...calls.filter((call) => {
        const startedAt = call.generation.startedAt.getTime();
        const isErased = hashesOf(call).some((hash) => startedAt <= (erased.get(hash) ?? -Infinity));
        return startedAt >= prunedBefore && !isErased;
      }),
    );
  }
  return { wanted, unknown };
}

function byProject(items: readonly StorableGeneration[]): Map<string, StorableGeneration[]> {
  return Map.groupBy(items, ({ projectId }) => projectId);
}

/** Whole UTC days go; the begin of the first that is kept, in milliseconds since 1970. */
async function prunedDay(ctx: Context): Promise<number> {
  const removed = await listRemoved(ctx, { from: new Date(0) });
  const before = removed.find(({ kind }) => kind === generationsKind)?.before;
  return before ? Date.parse(before.toISOString().slice(0, 10)) : -Infinity;
}

async function erasedAmong(ctx: Context, calls: readonly StorableGeneration[]): Promise<Map<string, number>> {
  const hashes = [...new Set(calls.flatMap(hashesOf))];
  if (hashes.length === 0) return new Map();
  const rows = await ctx.db
    .select()
    .from(erasedEndUsers)
    .where(and(eq(erasedEndUsers.projectId, ctx.project), inArray(erasedEndUsers.endUserHash, hashes)));
  return new Map(rows.map((row) => [row.endUserHash, row.erasedAt.getTime()]));
}

/** Whoever a call may be erased for: as it was sent, and as its metadata says, since erasures look for both. */
function hashesOf({ projectId, generation, endUserHash: sent }: StorableGeneration): string[] {
  const named = endUsersOf(generation.metadata).map((key) => endUserHash(projectId, key));
  return [sent, ...named].filter((hash) => hash !== null && hash !== undefined);
}
