/**
 * How often the rules for prompt injection err, by kind of text.
 *
 *     node bench/injection.ts [--write]
 *
 * Texts with an even number, and those up to 19, were read while the rules were written (`tune`); the others were not
 * (`report`). `--write` puts the tables into docs/measurements/injection.md.
 */
import { readFileSync } from "node:fs";
import { scoreInjection } from "../lib/guardrails/injection/score.ts";
import { printTables } from "./page.ts";
import { rate } from "./rate.ts";

type Row = { id: string; text: string; label: "injection" | "benign"; kind: string; where: string };

const rows = readFileSync(new URL("../lib/guardrails/testdata/injection.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Row);
const numberOf = ({ id }: Row) => Number(id.slice(-3));
const isTuned = (row: Row) => numberOf(row) % 2 === 0 || numberOf(row) <= 19;
const scored = rows.map((row) => ({ ...row, score: scoreInjection(row.text).score }));
const halves = { report: scored.filter((row) => !isTuned(row)), tune: scored.filter(isTuned) };

const errorsAt = (of: typeof scored, label: Row["label"], threshold: number) => {
  const own = of.filter((row) => row.label === label);
  const wrong = own.filter(({ score }) => score >= threshold !== (label === "injection")).length;
  return rate(wrong, own.length);
};

const byThreshold = [
  "| from which score on | attacks missed, `report` | ordinary texts touched, `report` | missed, `tune` | touched, `tune` |",
  "| --- | --- | --- | --- | --- |",
  ...[0.4, 0.5, 0.7].map((threshold) =>
    [
      "",
      ` ${threshold.toFixed(2)} `,
      ...[halves.report, halves.tune].flatMap((half) => [
        ` ${errorsAt(half, "injection", threshold)} `,
        ` ${errorsAt(half, "benign", threshold)} `,
      ]),
      "",
    ].join("|"),
  ),
].join("\n");

const kinds = [...new Set(scored.map(({ label, kind }) => `${label} ${kind}`))].sort();
const byKind = [
  "| kind | wrong, `report` | wrong, `tune` |",
  "| --- | --- | --- |",
  ...kinds.map((name) => {
    const [label, kind] = name.split(" ") as [Row["label"], string];
    const wrong = (half: typeof scored) =>
      errorsAt(
        half.filter((row) => row.kind === kind),
        label,
        0.5,
      );
    return `| ${label === "injection" ? "missed" : "touched"}: ${kind} | ${wrong(halves.report)} | ${wrong(halves.tune)} |`;
  }),
].join("\n");

/** Characters per second of processor time, best of five. */
function speed(text: string): string {
  let best = 0;
  for (let turn = 0; turn < 5; turn += 1) {
    const begun = process.cpuUsage();
    scoreInjection(text);
    const { user, system } = process.cpuUsage(begun);
    best = Math.max(best, text.length / (user + system));
  }
  return best.toFixed(1);
}
const all = rows.map(({ text }) => text).join("\n");
const speeds = [
  "| text | MB/s of processor time |",
  "| --- | --- |",
  `| the 120 texts, ten times | ${speed(all.repeat(10))} |`,
  `| one letter | ${speed("a".repeat(300_000))} |`,
  `| "the " | ${speed("the ".repeat(75_000))} |`,
  `| "ignore " | ${speed("ignore ".repeat(40_000))} |`,
  `| "user: " | ${speed("user: ".repeat(50_000))} |`,
].join("\n");

await printTables(
  "injection",
  { thresholds: byThreshold, kinds: byKind, speed: speeds },
  process.argv.includes("--write"),
);
