/**
 * What the detector of personal data finds, as tables for docs/measurements/pii.md.
 *
 *     node bench/pii-found.ts
 */
import { readFileSync } from "node:fs";
import { detectPii } from "#lib/guardrails";
import { type PiiType, piiTypes } from "#schema/guardrails";
import {
  countDetection,
  isUnseen,
  type Labelled,
  measureLine,
  summed,
} from "../lib/guardrails/pii/measure.ts";

const read = <Row>(name: string): Row[] =>
  readFileSync(new URL(`../lib/guardrails/testdata/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Row);
const synth = read<Labelled & { template: number }>("presidio-synth.jsonl");
const hard = read<Labelled & { kind: string }>("pii-hard.jsonl");
const unread = new Set(["csv", "prose"]);

table(
  "presidio-synth, templates nothing was learnt or tuned on",
  synth.filter(({ template }) => isUnseen(template)),
);
table(
  "presidio-synth, templates learnt from",
  synth.filter(({ template }) => !isUnseen(template)),
);
table(
  "pii-hard, kinds nobody read while tuning (csv, prose)",
  hard.filter(({ kind }) => unread.has(kind)),
);
table("pii-hard, all", hard);
const own = read<Labelled & { half: string }>("pii-own.jsonl");
const reported = own.filter(({ half }) => half === "report");
table("pii-own, the half whose misses nobody read", reported);
table(
  "pii-own, tuned on",
  own.filter(({ half }) => half === "tune"),
);
for (const [name, documents] of Object.entries({ "pii-hard": hard, "pii-own, report": reported })) {
  const clean = documents.filter(({ spans }) => spans.length === 0);
  const touched = clean.filter(({ text }) => detectPii(text).length > 0);
  console.log(`\n${name}: clean texts touched: ${touched.length} of ${clean.length}`);
}

function table(name: string, documents: readonly Labelled[]): void {
  const types: PiiType[] = piiTypes.filter((type) =>
    documents.some(({ spans }) => spans.some((span) => span.type === type)),
  );
  const counts = countDetection(documents, types);
  console.log(
    `\n${name} (${documents.length} texts)\n\n| kind | spans | precision | recall | F2 |\n| --- | --- | --- | --- | --- |`,
  );
  for (const one of counts) console.log(measureLine(one.type, one));
  console.log(measureLine("all", summed(counts)));
}
