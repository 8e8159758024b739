/**
 * `npm run mutate -- [--area name,..] [--file part] [--tests path,..] [--sample N] [--seed N] [--by-hand] [--known]`: makes small faults in chosen files, one at a
 * time, and says which no test notices. Nothing on disk changes: faults live in a vite transform. areas.ts has the files.
 */
import { globSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { areas, isMutated } from "./areas.ts";
import { faultsByHandOf } from "./by-hand.ts";
import { type Equivalent, equivalents } from "./equivalent.ts";
import { faultsOf } from "./faults.ts";
import { instrument } from "./instrument.ts";
import { diffOf, lineOf, type Mutant } from "./mutant.ts";
import { judgeAll } from "./judge.ts";
import { openSession } from "./session.ts";
import { sampleOf } from "./sample.ts";

const { values } = parseArgs({
  options: {
    area: { type: "string" },
    file: { type: "string" },
    // For a quick look: only test files that begin so, where the area's own answer for it in a figure.
    tests: { type: "string" },
    sample: { type: "string", default: "8" },
    seed: { type: "string", default: "1" },
    "by-hand": { type: "boolean", default: false },
    known: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});

const chosen = areas.filter(({ name }) => !values.area || values.area.split(",").includes(name));
if (chosen.length === 0)
  throw new Error(`No such area. There are: ${areas.map(({ name }) => name).join(", ")}.`);

const sources = new Map<string, string>();
const all: (Mutant & { area: string })[] = [];
for (const area of chosen)
  for (const file of globSync([...area.files]).toSorted()) {
    if (!isMutated(file, area) || (values.file && !file.includes(values.file))) continue;
    const source = readFileSync(file, "utf8");
    sources.set(file, source);
    const faults = values["by-hand"] ? faultsByHandOf(file, source) : faultsOf(file, source);
    for (const fault of faults) all.push({ ...fault, file, area: area.name, id: all.length });
  }

const text = ({ file, start, end }: Mutant) => sources.get(file)?.slice(start, end) ?? "";
const wholeLine = ({ file, start }: Mutant) =>
  sources.get(file)?.split("\n")[lineOf(sources.get(file) ?? "", start) - 1]?.trim();
const isEquivalent = (mutant: Mutant) => (one: Equivalent) =>
  one.file === mutant.file &&
  one.before === text(mutant) &&
  one.after === mutant.replacement &&
  (one.line === undefined || one.line === wholeLine(mutant));
const known = all.filter((mutant) => equivalents.some(isEquivalent(mutant)));
const sampled = values.known
  ? known
  : values["by-hand"]
    ? all
    : sampleOf(
        all.filter((mutant) => !known.includes(mutant)),
        { perFile: Number(values.sample), seed: Number(values.seed) },
      );
const place = (mutant: Mutant) => `${mutant.file}:${lineOf(sources.get(mutant.file) ?? "", mutant.start)}`;
const shown = (mutant: Mutant) => `${place(mutant)}\n${diffOf(sources.get(mutant.file) ?? "", mutant)}`;
if (values.list) {
  for (const mutant of sampled) console.log(shown(mutant));
  process.exit(0);
}

console.log(
  `${all.length} faults in ${sources.size} files, ${known.length} known to change nothing; ${sampled.length} tried, seed ${values.seed}`,
);
const instrumented = new Map(
  [...sources].map(([file, source]) => [
    file,
    instrument(
      source,
      all.filter((mutant) => mutant.file === file),
    ),
  ]),
);
const started = performance.now();
const first = await openSession(instrumented, 2);
const sessions = [first, await openSession(instrumented, 1)] as const;
const counts = new Map<string, { killed: number; survived: number }>();
let hung = 0;
try {
  for (const area of chosen) {
    const { name } = area;
    const mine = sampled.filter((mutant) => mutant.area === name);
    if (mine.length === 0) continue;
    const seen = await first.baseline({ ...area, tests: values.tests?.split(",") ?? area.tests });
    const count = { killed: 0, survived: 0 };
    counts.set(name, count);
    hung += await judgeAll(sessions, mine, seen, (mutant, verdict, isReached) => {
      count[verdict.isKilled ? "killed" : "survived"] += 1;
      if (values.verbose && verdict.by) console.log(`killed ${place(mutant)} by ${verdict.by}`);
      if (!verdict.isKilled)
        console.log(`survived ${shown(mutant)}${isReached ? "" : "\n    (no test comes here)"}`);
    });
    console.log(`${name}: ${count.killed} killed, ${count.survived} survived (${minutes()})`);
  }
} finally {
  for (const session of sessions) await session.close();
}
const sum = (key: "killed" | "survived") =>
  [...counts.values()].reduce((total, count) => total + count[key], 0);
const [killed, survived] = [sum("killed"), sum("survived")];
console.log(
  `${((100 * killed) / (killed + survived)).toFixed(1)} % of ${killed + survived} killed, ${hung} of them by a time-out that came twice, in ${minutes()}`,
);
console.log(`${killed} killed, ${survived} survived`);
process.exit(0);

function minutes(): string {
  return `${((performance.now() - started) / 60_000).toFixed(1)} min`;
}
