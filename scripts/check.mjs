// Everything that needs no database: format, lint with import rules, types, dead code, rooms, paths in documents.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, run, secondsSince } from "./steps.mjs";

const steps = [
  ["format", "oxfmt", ["--check"]],
  ["lint and import rules", "oxlint", ["--type-aware", "-c", "oxlint.config.ts"]],
  ["types", "tsc", ["--noEmit"]],
  ["dead code", "knip", []],
  // What only tests use goes, or says by `@internal` why it stays.
  [
    "exports that only tests use",
    "knip",
    ["--production", "-c", "knip.production.json", "--include", "exports"],
  ],
  ["rooms", "vitest", ["run", "lib/rooms.test.ts"]],
];

/** Without `globSync`: in a fresh clone verify begins on the machine's own Node, which may be 20. */
const markdownIn = (folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`);

const documents = () => [
  "AGENTS.md",
  "CHANGELOG.md",
  "README.md",
  "bench/README.md",
  "components/README.md",
  ...markdownIn("docs"),
];

/** Paths that a document cites in backticks, from the root or from its own folder, must exist. */
function missingPaths(document) {
  const text = readFileSync(join(root, document), "utf8");
  // What a file of a section was called when it was tried or measured is history.
  const [present = ""] = document.startsWith("docs/how-to") ? text.split("## Tried") : [text];
  return [
    ...present.matchAll(
      /`((?:app|bench|components|db|demo|docs|e2e|lib|scripts|server|testing)\/[\w.()[\]/-]+)`/g,
    ),
  ]
    .map(([, cited = ""]) => cited)
    .filter((cited) => !existsSync(join(root, cited)) && !existsSync(join(root, dirname(document), cited)))
    .map((cited) => `${document} cites ${cited}, which is not there`);
}

/** A decision is `NNNN-title.md`, begins with its number and title, and says on the next line of which day it is. */
function wrongDecisions() {
  const files = markdownIn("docs/decisions");
  const numbers = files.map((file) => basename(file).slice(0, 4));
  return files.flatMap((file, place) => {
    const number = numbers[place] ?? "";
    const [title = "", date = ""] = readFileSync(join(root, file), "utf8").split("\n");
    return [
      ...(numbers.indexOf(number) === place ? [] : [`${file} has the number of another decision`]),
      ...(title.startsWith(`# ${number} `) ? [] : [`${file} does not begin with "# ${number} "`]),
      ...(/^\d{4}-\d\d-\d\d, /.test(date) ? [] : [`${file} has no date in its second line`]),
    ];
  });
}

function checkDocuments() {
  const wrong = [...documents().flatMap(missingPaths), ...wrongDecisions()];
  return { code: wrong.length > 0 ? 1 : 0, output: wrong.join("\n") };
}

/** Runs every step and returns [name, passed] pairs; prints what failed. */
export async function check() {
  const results = [];
  for (const [name, command, args] of [...steps, ["documents"]]) {
    const start = performance.now();
    const { code, output } = command ? await run(command, args) : checkDocuments();
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
