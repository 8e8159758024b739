/**
 * What the detector of personal data finds: the tables of docs/measurements/pii.md, which `--write` puts into it.
 *
 *     node bench/pii-found.ts [--generated FILE] [--write]
 *
 * FILE is made by scripts/pii/generate.py; without it the tables of generated texts are left as they stand.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { detectPii } from "#lib/guardrails";
import { piiTypes } from "#constants/guardrails";
import { type PiiType } from "#schema/guardrails";
import {
  countDetection,
  figuresOf,
  isUnseen,
  type Labelled,
  measureLine,
  summed,
} from "../lib/guardrails/pii/measure.ts";
import { wilsonInterval } from "#statistics";
import { printTables } from "./page.ts";

type Text = Labelled & { half?: string; kind?: string; part?: string; template?: number };
const { values } = parseArgs({ options: { generated: { type: "string" }, write: { type: "boolean" } } });
const lines = (path: string | URL): Text[] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Text);
const read = (name: string) => lines(new URL(`../lib/guardrails/testdata/${name}.jsonl`, import.meta.url));

const [synth, hard, own, structured, clean, fresh, second, third, fourth, fifth, sixth, seventh] = [
  read("presidio-synth"),
  read("pii-hard"),
  read("pii-own"),
  read("pii-structured"),
  read("pii-clean"),
  read("pii-fresh"),
  read("pii-fresh-second"),
  read("pii-fresh-third"),
  read("pii-fresh-fourth"),
  read("pii-fresh-fifth"),
  read("pii-fresh-sixth"),
  read("pii-fresh-seventh"),
];
const half = (texts: Text[], name: string) => texts.filter((text) => (text.half ?? text.part) === name);
const structuredKinds = piiTypes.filter((type) => type !== "PERSON" && type !== "URL");

const tables: Record<string, string> = {
  "unseen frames": kinds(synth.filter(({ template }) => isUnseen(template ?? 0))),
  "learnt frames": kinds(synth.filter(({ template }) => !isUnseen(template ?? 0))),
  "hard sets": sets({
    "`pii-own`, half `report`: misses never read": half(own, "report"),
    "`pii-own`, half `tune`: misses read": half(own, "tune"),
    "`pii-hard`: all read by now": hard,
  }),
  "own report": kinds(half(own, "report")),
  "hard all": kinds(hard),
  "structured final": kinds(half(structured, "final"), structuredKinds),
  "structured tune": kinds(half(structured, "tune"), structuredKinds),
  lookalikes: touchedTable(
    Object.fromEntries(["tune", "second", "third", "last"].map((part) => [part, half(clean, part)])),
  ),
  "fresh splits": freshTable(),
  ...(values.generated ? generated(lines(values.generated)) : {}),
};
await printTables("pii", tables, values.write ?? false);
process.exit(0);

/** A line for each kind that is labelled, and one for all. */
function kinds(texts: readonly Text[], of: readonly PiiType[] = piiTypes): string {
  const types = of.filter((type) => texts.some(({ spans }) => spans.some((span) => span.type === type)));
  const counts = countDetection(texts, types);
  return [
    "| kind | spans | precision | recall | F2 |",
    "| --- | --- | --- | --- | --- |",
    ...counts.map((one) => measureLine(one.type, one)),
    measureLine("all", summed(counts)),
  ].join("\n");
}

function sets(named: Record<string, Text[]>): string {
  const rows = Object.entries(named).map(([name, texts]) => {
    const counts = countDetection(
      texts,
      piiTypes.filter((type) => type !== "URL"),
    );
    const f2 = (some: typeof counts) => figuresOf(summed(some)).f2.toFixed(3);
    const harmless = texts.filter(({ spans }) => spans.length === 0);
    const names = counts.filter(({ type }) => type === "PERSON");
    return `| ${name} | ${texts.length} (${harmless.length}) | ${f2(counts)} | ${f2(names)} | ${share(touched(harmless), harmless.length)} |`;
  });
  return [
    "| set | texts (clean) | F2 | F2 of names | clean texts touched |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function touchedTable(named: Record<string, Text[]>): string {
  return [
    "| part | texts | touched | of them by other kinds than names |",
    "| --- | --- | --- | --- |",
    ...Object.entries(named).map(
      ([name, texts]) =>
        `| ${name} | ${texts.length} | ${share(touched(texts), texts.length)} | ${share(touched(texts, structuredKinds), texts.length)} |`,
    ),
  ].join("\n");
}

/** Recall of each kind in the fresh splits, US numbers among the national ones, and how many lookalikes are touched. */
function freshTable(): string {
  const recall = (texts: Text[], kind: string) => {
    const some = texts.filter((text) => text.kind === kind);
    const { hits, labelled } = summed(countDetection(some, structuredKinds));
    return share(hits, labelled);
  };
  const harmlessOf = (texts: Text[], isClean: boolean) => {
    const some = texts.filter(({ spans, kind }) => spans.length === 0 && (kind === "CLEAN") === isClean);
    return [structuredKinds, undefined].map((types) => share(touched(some, types), some.length));
  };
  const names = [...new Set(second.filter(({ spans }) => spans.length > 0).map(({ kind }) => kind ?? ""))];
  const splits = [seventh, sixth, fifth, fourth, third, second, fresh];
  const lookalikes = splits.map((texts) => harmlessOf(texts, false));
  const clean = splits.map((texts) => harmlessOf(texts, true));
  const row = (name: string, cells: readonly (string | undefined)[]) => `| ${name} | ${cells.join(" | ")} |`;
  return [
    "| kind | seventh split | sixth | fifth | fourth | third | second | first |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...names.map((kind) =>
      row(
        kind,
        splits.map((texts) => recall(texts, kind)),
      ),
    ),
    row(
      "lookalikes touched",
      lookalikes.map(([structured]) => structured),
    ),
    row(
      "the same with names",
      lookalikes.map(([, all]) => all),
    ),
    row(
      "texts with nothing in them touched",
      clean.map(([structured]) => structured),
    ),
    row(
      "the same with names",
      clean.map(([, all]) => all),
    ),
  ].join("\n");
}

/** Recall of each kind in both halves, and how many lookalikes are touched. */
function generated(texts: Text[]): Record<string, string> {
  const personal = [...new Set(texts.filter(({ spans }) => spans.length > 0).map(({ kind }) => kind))];
  const others = [...new Set(texts.filter(({ spans }) => spans.length === 0).map(({ kind }) => kind))];
  const recall = (name: string, kind: string | undefined) => {
    const some = half(texts, name).filter((text) => text.kind === kind);
    const [counts] = countDetection(some, [kind as PiiType]);
    return share(counts?.hits ?? 0, counts?.labelled ?? 0);
  };
  const found = (name: string, some: Text[]) => {
    const harmless = half(some, name);
    return share(touched(harmless, structuredKinds), harmless.length);
  };
  const row = (name: string, of: (half: string) => string) => `| ${name} | ${of("report")} | ${of("tune")} |`;
  return {
    "generated recall": [
      "| kind | half `report`, found | half `tune`, found |",
      "| --- | --- | --- |",
      ...personal.map((kind) => row(kind ?? "", (name) => recall(name, kind))),
    ].join("\n"),
    "generated lookalikes": [
      "| lookalike | half `report`, touched | half `tune`, touched |",
      "| --- | --- | --- |",
      ...others.map((kind) =>
        row(kind ?? "", (name) =>
          found(
            name,
            texts.filter((text) => text.kind === kind),
          ),
        ),
      ),
      row("all", (name) =>
        found(
          name,
          texts.filter(({ spans }) => spans.length === 0),
        ),
      ),
    ].join("\n"),
  };
}

function touched(texts: readonly Text[], types?: readonly PiiType[]): number {
  return texts.filter(({ text }) => detectPii(text, { types }).length > 0).length;
}

/** "20 of 179, 11.2 % (7.4 to 16.6)": with the 95 % interval of Wilson. */
function share(hits: number, of: number): string {
  if (of === 0) return "none";
  const percent = (value: number) => (100 * value).toFixed(1);
  const { low, high } = wilsonInterval(hits, of);
  return `${hits} of ${of}, ${percent(hits / of)} % (${percent(low)} to ${percent(high)})`;
}
