import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const folders = "{lib,db,demo,testing,server,components,scripts,app,cli}";
const usesDatabase = /#testing(?!\/cpu)|#db\b|TEST_DATABASE_URL|openPostgres|openEmbedded/;
/** What a file may leave behind for the next one in its process. */
const leavesTraces =
  /\bvi\.|@vitest-environment|process\.(env|on|chdir|exitCode)|globalThis|\bonce\(|#platform\/(runtime|env)|spawn|Worker/;

export type TestFiles = Record<"database" | "databaseIsolated" | "isolated" | "shared", string[]>;

/**
 * The test files by what they need: a database; a process of their own; or neither, so that one process can take them
 * all without loading what they share again for each. A test that asks for a database in the last two is refused.
 */
export function testFiles(): TestFiles {
  const found: TestFiles = { database: [], databaseIsolated: [], isolated: [], shared: [] };
  for (const file of globSync(`${folders}/**/*.test.{ts,tsx}`).toSorted()) {
    const text = readFileSync(file, "utf8");
    const fixtures = [...text.matchAll(/from "(\.[^"]+\.testing\.tsx?)"/g)].map(([, path = ""]) =>
      readFileSync(join(dirname(file), path), "utf8"),
    );
    const isIsolated = leavesTraces.test(text);
    const kind = [text, ...fixtures].some((each) => usesDatabase.test(each))
      ? isIsolated
        ? "databaseIsolated"
        : "database"
      : isIsolated
        ? "isolated"
        : "shared";
    found[kind].push(file);
  }
  return found;
}
