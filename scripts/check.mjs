// Everything that needs no database: format, lint with import rules, types, dead code, rooms, paths in documents.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, run, secondsSince } from "./steps.mjs";

const steps = [
  ["format", "oxfmt", ["--check"]],
  ["lint and import rules", "oxlint", ["--type-aware", "-c", "oxlint.config.ts"]],
  ["types", "tsc", ["--noEmit"]],
  ["dead code", "knip", []],
  // What lives on tests alone goes, or says by `@internal` why it stays.
  [
    "exports that only tests use",
    "knip",
    ["--production", "-c", "knip.production.json", "--include", "exports"],
  ],
  ["rooms", "vitest", ["run", "lib/rooms.test.ts"]],
];

/** Paths that AGENTS.md and README.md cite in backticks must exist. */
function checkDocumentPaths() {
  const missing = [];
  for (const document of ["AGENTS.md", "README.md"]) {
    const text = existsSync(join(root, document)) ? readFileSync(join(root, document), "utf8") : "";
    for (const [, cited = ""] of text.matchAll(/`([\w.()[\]/-]+\/[\w.()[\]/-]*)`/g)) {
      if (!cited.startsWith("/") && !existsSync(join(root, cited)))
        missing.push(`${String(document)} cites ${String(cited)}, which is not there`);
    }
  }
  return { code: missing.length > 0 ? 1 : 0, output: missing.join("\n") };
}

/** Runs every step and returns [name, passed] pairs; prints what failed. */
export async function check() {
  const results = [];
  for (const [name, command, args] of [...steps, ["paths in documents"]]) {
    const start = performance.now();
    const { code, output } = command ? await run(command, args) : checkDocumentPaths();
    console.log(`${code === 0 ? "✓" : "✕"} ${String(name)} (${secondsSince(start)})`);
    if (code !== 0) console.log(output.slice(-8_000));
    results.push([name, code === 0]);
  }
  return results;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const results = await check();
  process.exitCode = results.every(([, passed]) => passed) ? 0 : 1;
}
