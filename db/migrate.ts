import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { AppError } from "#platform/errors";
import { inTransaction } from "./client.ts";
import { type Database, type OpenDatabase, rowsOf } from "./driver.ts";
import { acquireLock } from "./locks.ts";

type Migration = { tag: string; hash: string; when: number };

/**
 * Applies the files of drizzle/ that this database has not seen, by Drizzle's migrator, one process at a time, and
 * returns their names. Throws `unavailable` when an extension cannot be made, `conflict` for a database that holds
 * migrations of an unfinished version, or of a newer one.
 */
export async function migrate(open: OpenDatabase, folder = migrationsFolder()): Promise<string[]> {
  const migrations = readMigrations(folder);
  return oneAtATime(open, async () => {
    await createExtensions(open);
    await adoptOwnTable(open, migrations);
    const before = await lastApplied(open.db);
    refuseNewer(before, migrations);
    const { migrate: apply } =
      open.driver.kind === "pglite"
        ? await import("drizzle-orm/pglite/migrator")
        : await import("drizzle-orm/postgres-js/migrator");
    // Each takes its own driver's database; ours is one type for both.
    await apply(open.db as never, { migrationsFolder: folder });
    return migrations.filter(({ when }) => when > before).map(({ tag }) => tag);
  });
}

/** What a newer version has changed, this one would read and write wrongly. */
function refuseNewer(applied: number, migrations: readonly Migration[]): void {
  if (applied <= Math.max(0, ...migrations.map(({ when }) => when))) return;
  throw new AppError(
    "conflict",
    "This database was opened by a newer version of Valueloop, which changed its tables. Start that version again, or restore a backup from before the upgrade.",
  );
}

/** Beside the code, wherever the process was started. Asked for when needed: a bundle has no such place. */
function migrationsFolder(): string {
  return join(import.meta.dirname, "..", "drizzle");
}

function readMigrations(folder: string): Migration[] {
  const journal = JSON.parse(readFileSync(join(folder, "meta/_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  return readMigrationFiles({ migrationsFolder: folder }).map(({ hash, folderMillis }, index) => ({
    tag: journal.entries[index]?.tag ?? "",
    hash,
    when: folderMillis,
  }));
}

/** Two processes that start at once: the second waits, and finds nothing left to do. The folder's lock does it for PGlite. */
async function oneAtATime<Result>(open: OpenDatabase, work: () => Promise<Result>): Promise<Result> {
  if (open.driver.kind === "pglite") return work();
  return inTransaction({ db: open.db }, async ({ db: tx }) => {
    await acquireLock(tx, "migration", "drizzle");
    // On other connections: the lock is held until they are done.
    return work();
  });
}

async function createExtensions({ driver }: OpenDatabase): Promise<void> {
  for (const extension of ["vector", "pg_trgm"]) {
    await driver.exec(`create extension if not exists ${extension}`).catch((cause: unknown) => {
      throw new AppError(
        "unavailable",
        `The database cannot create the extension "${extension}" (${cause instanceof Error ? cause.message : String(cause)}).`,
        { cause },
      );
    });
  }
}

/** Databases of versions before Drizzle's migrator say in a table of our own what they hold; it becomes Drizzle's, once. */
async function adoptOwnTable(open: OpenDatabase, migrations: readonly Migration[]): Promise<void> {
  await inTransaction({ db: open.db }, async ({ db: tx }) => {
    const [own] = rowsOf<{ name: string | null }>(
      await tx.execute(sql`select to_regclass('valueloop_migrations')::text as name`),
    );
    if (!own?.name) return;
    const tags = rowsOf<{ tag: string }>(await tx.execute(sql`select tag from valueloop_migrations`));
    const applied = new Set(tags.map(({ tag }) => tag));
    const known = migrations.filter(({ tag }) => applied.has(tag));
    // Drizzle compares times only, so a gap would never be filled.
    if (known.length !== applied.size || known.some(({ tag }, index) => tag !== migrations[index]?.tag))
      throw new AppError(
        "conflict",
        "This database was migrated by an unfinished version of Valueloop. Open it with that version, or begin with an empty one.",
      );
    await tx.execute(sql`create schema if not exists drizzle`);
    await tx.execute(
      sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
    );
    for (const { hash, when } of known)
      await tx.execute(
        sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${when})`,
      );
    await tx.execute(sql`drop table valueloop_migrations`);
  });
}

async function lastApplied(db: Database): Promise<number> {
  const [table] = rowsOf<{ name: string | null }>(
    await db.execute(sql`select to_regclass('drizzle.__drizzle_migrations')::text as name`),
  );
  if (!table?.name) return 0;
  const [row] = rowsOf<{ last: string | null }>(
    await db.execute(sql`select max(created_at) as last from drizzle.__drizzle_migrations`),
  );
  return Number(row?.last ?? 0);
}
