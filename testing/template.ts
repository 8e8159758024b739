import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the migrated PGlite dump is kept between test runs. */
export const templateFolder = "node_modules/.cache/valueloop";

/** Names what a migrated database holds: the migrations and the version of pg-boss. */
export function templateKey(): string {
  const hash = createHash("sha256");
  for (const file of readdirSync("drizzle")
    .filter((name) => name.endsWith(".sql"))
    .toSorted())
    hash.update(readFileSync(join("drizzle", file)));
  // The same statements generated again have another moment, by which drizzle knows what was applied.
  hash.update(readFileSync(join("drizzle", "meta", "_journal.json")));
  const version = JSON.parse(readFileSync("node_modules/pg-boss/package.json", "utf8")) as {
    version: string;
  };
  return hash.update(version.version).digest("hex").slice(0, 16);
}

/** The same on PostgreSQL: a database that every test file's own is copied from. */
export function templateDatabase(): string {
  return `valueloop_template_${templateKey()}`;
}
