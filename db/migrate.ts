import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#platform/errors";
import type { OpenDatabase } from "./driver.ts";

type Journal = { entries: { idx: number; tag: string }[] };

// Any fixed number serves: it names the lock that keeps two starting processes from migrating at once.
const migrationLock = 7_236_451;

/**
 * Applies the SQL files of drizzle/ that this database has not seen, in order, each in a transaction,
 * under an advisory lock. Throws `unavailable` when an extension cannot be made.
 */
export async function migrate(
  { driver }: OpenDatabase,
  folder = join(process.cwd(), "drizzle"),
): Promise<string[]> {
  await createExtensions(driver);
  const journal = JSON.parse(await readFile(join(folder, "meta/_journal.json"), "utf8")) as Journal;
  await driver.exec(
    "create table if not exists valueloop_migrations (tag text primary key, applied_at timestamptz not null default now())",
  );
  const applied: string[] = [];
  for (const { tag } of journal.entries) {
    const statements = await readFile(join(folder, `${tag}.sql`), "utf8");
    // One simple-protocol message, so it is one session: lock, test and change cannot be parted by the pool.
    const { rows } = await driver.exec(`
      begin;
      select pg_advisory_xact_lock(${migrationLock});
      do $guard$ begin
        if not exists (select 1 from valueloop_migrations where tag = '${tag}') then
          ${executeEach(statements)}
          insert into valueloop_migrations (tag) values ('${tag}');
          perform set_config('valueloop.applied', '${tag}', true);
        else perform set_config('valueloop.applied', '', true);
        end if;
      end $guard$;
      select current_setting('valueloop.applied') as applied;
      commit;`);
    if (rows.some((row) => row["applied"] === tag)) applied.push(tag);
  }
  return applied;
}

function executeEach(file: string): string {
  return file
    .split("--> statement-breakpoint")
    .map((statement) => statement.trim())
    .filter(Boolean)
    .map((statement) => `execute $migration$${statement}$migration$;`)
    .join("\n");
}

async function createExtensions(driver: OpenDatabase["driver"]): Promise<void> {
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
