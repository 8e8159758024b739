/**
 * How often the rules for prompt injection err, and rules and the local model together: the table `model` of
 * docs/measurements/injection.md.
 *
 *     VALUELOOP_DATA_DIR=... node bench/injection-model.ts [--write]
 *
 * The folder holds the local model. The question and the reading of its answer are those of a policy's model; the texts
 * and their halves those of bench/injection.ts.
 */
import { readFileSync } from "node:fs";
import {
  injectionAnswer,
  injectionQuestion,
  readInjectionVerdict,
} from "../lib/generation/injection-question.ts";
import { scoreInjection } from "../lib/guardrails/injection/score.ts";
import { localEngine } from "../lib/models/local/engine.ts";
import { localPrompt } from "../lib/models/local/transport.ts";
import { printTables } from "./page.ts";
import { rate } from "./rate.ts";

type Row = { id: string; text: string; label: "injection" | "benign"; kind: string };

const rows = readFileSync(new URL("../lib/guardrails/testdata/injection.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Row);
const numberOf = ({ id }: Row) => Number(id.slice(-3));
const isTuned = (row: Row) => numberOf(row) % 2 === 0 || numberOf(row) <= 19;

const judged: (Row & { byRules: boolean; byModel: boolean | null; ms: number })[] = [];
for (const row of rows) {
  const begun = performance.now();
  const texts: string[] = [];
  await localEngine().generate(
    {
      queueKey: "bench",
      prompt: localPrompt(injectionQuestion(row.text)),
      options: {
        maxTokens: 60,
        temperature: 0,
        topP: null,
        seed: null,
        stop: [],
        responseSchema: injectionAnswer,
      },
      signal: undefined,
    },
    (text) => texts.push(text),
  );
  console.error(row.id, texts.join(""), `${Math.round(performance.now() - begun)} ms`);
  judged.push({
    ...row,
    byRules: scoreInjection(row.text).score >= 0.5,
    byModel: readInjectionVerdict(texts.join("")),
    ms: performance.now() - begun,
  });
}

type Judged = (typeof judged)[number];
const ways: [name: string, isFound: (row: Judged) => boolean][] = [
  ["rules from 0.50", ({ byRules }) => byRules],
  ["the local model", ({ byModel }) => byModel === true],
  ["rules, and the model about what they let pass", ({ byRules, byModel }) => byRules || byModel === true],
];
const halves = [judged.filter((row) => !isTuned(row)), judged.filter(isTuned)];
const wrong = (of: Judged[], label: Row["label"], isFound: (row: Judged) => boolean) => {
  const own = of.filter((row) => row.label === label);
  return rate(own.filter((row) => isFound(row) !== (label === "injection")).length, own.length);
};
const table = (names: [name: string, of: Judged[], label: Row["label"]][]) =>
  names.map(([name, of, label]) =>
    ["", ` ${name} `, ...ways.map(([, isFound]) => ` ${wrong(of, label, isFound)} `), ""].join("|"),
  );
const kinds = [...new Set(judged.map(({ label, kind }) => `${label} ${kind}`))].sort();
const head = ["| | " + ways.map(([name]) => name).join(" | ") + " |", "| --- | --- | --- | --- |"];
const sorted = judged.map(({ ms }) => ms).toSorted((a, b) => a - b);
console.log(`unread answers: ${judged.filter(({ byModel }) => byModel === null).length}`);
console.log(`ms: median ${sorted[60]?.toFixed(0)}, longest ${sorted.at(-1)?.toFixed(0)}`);
await printTables(
  "injection",
  {
    model: [
      ...head,
      ...table([
        ["attacks missed, `report`", halves[0] ?? [], "injection"],
        ["ordinary texts touched, `report`", halves[0] ?? [], "benign"],
        ["missed, `tune`", halves[1] ?? [], "injection"],
        ["touched, `tune`", halves[1] ?? [], "benign"],
      ]),
    ].join("\n"),
    "model kinds": [
      ...head,
      ...table(
        kinds.map((name) => {
          const [label, kind] = name.split(" ") as [Row["label"], string];
          return [
            `${label === "injection" ? "missed" : "touched"}: ${kind}`,
            judged.filter((row) => row.kind === kind),
            label,
          ];
        }),
      ),
    ].join("\n"),
  },
  process.argv.includes("--write"),
);
process.exit(0);
