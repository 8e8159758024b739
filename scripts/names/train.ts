/**
 * Trains the tagger of people's names: an averaged structured perceptron (Collins 2002) over the features of
 * lib/guardrails/pii/names/features.ts.
 *
 *     node scripts/names/train.ts GAZETTEER.json SYNTH.jsonl OUT_FOLDER [TEXT...]
 *
 * GAZETTEER.json is what gazetteer.py writes; SYNTH.jsonl a labelled file with templates (only the part `isTuning`
 * says is learnt from); TEXT files hold ordinary sentences, one JSON string a line, in which capitalised known names are skipped.
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { featuresAt, featuresPerToken, type Known, lookUp } from "../../lib/guardrails/pii/names/features.ts";
import { fieldsOf } from "../../lib/guardrails/pii/names/fields.ts";
import { Gazetteer, known, packGazetteer } from "../../lib/guardrails/pii/names/gazetteer.ts";
import { packWeights, tags, tagTokens, weightCount } from "../../lib/guardrails/pii/names/tagger.ts";
import { shapes, tokensOf } from "../../lib/guardrails/pii/names/tokens.ts";
import * as frames from "./frames.ts";
import { Generator, lowered, type Sentence, stockOf } from "./generate.ts";
import { Random } from "./random.ts";

const [gazetteerFile = "", synthFile = "", outFolder = "", ...textFiles] = process.argv.slice(2);
const passes = Number(process.env["PASSES"] ?? 6);
const perFrame = Number(process.env["PER_FRAME"] ?? 45);
const learnsAll = process.env["ALL"] === "1";
const random = new Random(20261127);

/** Half of the templates, by a hash: the other half is measured and never learnt from. */
export const isTuning = (template: number) =>
  (createHash("sha256").update(`valueloop-pii-7:${template}`).digest()[0] ?? 0) % 2 === 0;

/** Leaves out a third of the learnt templates, to choose frames and settings by what was not learnt. */
const leaves = process.env["LEAVE"] === undefined ? null : Number(process.env["LEAVE"]);
const isLeft = (template: number) =>
  (createHash("sha256").update(`valueloop-pii-7:${template}`).digest()[1] ?? 0) % 3 === leaves;

type Gold = { text: string; spans: { start: number; end: number; type?: string }[]; template?: number };
type Example = Known & { gold: Uint8Array; anonymous: boolean[] };

const data = JSON.parse(readFileSync(gazetteerFile, "utf8"));
const plainTexts = textFiles.flatMap((file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as string),
);
const gazetteer = buildGazetteer();
const stock = stockOf(data);
const generator = new Generator(stock, random);
const examples = random.shuffle([...generated(), ...fromSynth(), ...fromTexts()].map(prepare));
console.log(
  "examples",
  examples.length,
  "tokens",
  examples.reduce((sum, one) => sum + one.tokens.count, 0),
);
const weights = train(examples);
writeFileSync(join(outFolder, "tagger.bin"), packWeights(weights));

function buildGazetteer(): Gazetteer {
  const entries = new Map<string, number>();
  addNames(entries);
  for (const place of data.place as string[]) if (!/\s/.test(place)) addWord(entries, place, known.place);
  for (const word of everydayWords(entries)) entries.set(word, (entries.get(word) ?? 0) | known.common);
  const file = packGazetteer(entries);
  writeFileSync(join(outFolder, "names.bin"), file);
  console.log("gazetteer", entries.size, "words", file.length, "bytes");
  return new Gazetteer(file);
}

/** A word, and the way it is written where its accents are not at hand. */
function addWord(entries: Map<string, number>, word: string, bits: number): void {
  entries.set(word, (entries.get(word) ?? 0) | bits);
  const bare = word
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ø", "o")
    .replaceAll("ł", "l")
    .replaceAll("ı", "i");
  if (bare !== word && /^[a-z'-]+$/.test(bare)) entries.set(bare, (entries.get(bare) ?? 0) | bits);
}

function addNames(entries: Map<string, number>): void {
  for (const [word, count] of Object.entries<number>(data.first))
    addWord(entries, word, known.first | (count >= 4 ? known.oftenFirst : 0));
  for (const [word, count] of Object.entries<number>(data.last))
    addWord(entries, word, known.last | (count >= 4 && !/\p{sc=Han}/u.test(word) ? known.oftenLast : 0));
  for (const [locale, first, last] of data.names as [string, string[], string[]][]) {
    if (!/^(?:zh|ja)/.test(locale)) continue;
    const signs = first.flatMap((name) => [...name]).filter((sign) => /\p{sc=Han}/u.test(sign));
    for (const sign of signs) addWord(entries, sign, known.first);
    for (const name of last) if (/^\p{sc=Han}{2,4}$/u.test(name)) addWord(entries, name, known.last);
  }
}

/** Words that ordinary texts write small, and those of the lists. */
function everydayWords(entries: ReadonlyMap<string, number>): string[] {
  const counts = new Map<string, number>();
  for (const text of [...plainTexts, ...Object.values<string[]>(data.texts).flat()])
    for (const [word] of text.matchAll(/(?<![\p{L}@./_-])\p{Ll}[\p{L}'’]+(?![\p{L}@_])/gu))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  const listed = Object.entries<number>(data.common).filter(
    ([word, count]) => count >= 2 || /^[a-zäöüß]{3,10}$/.test(word),
  );
  const written = [...counts].filter(([word, count]) => count >= 2 && (count >= 3 || entries.has(word)));
  return [...listed, ...written].map(([word]) => word);
}

function generated(): Sentence[] {
  const lines = (list: string) => list.split("\n").filter(Boolean);
  const made: Sentence[] = [];
  const add = (list: string, times: number, kind: string) => {
    for (const frame of lines(list))
      for (let at = 0; at < times; at += 1) made.push(generator.fill(frame, kind));
  };
  add(frames.english, perFrame, "en");
  add(frames.englishOut, perFrame, "out");
  add(frames.others, Math.ceil(perFrame / 2), "other");
  add(frames.othersOut, perFrame, "out");
  for (const [language, [within, without]] of Object.entries(frames.wide) as [
    "zh" | "ja" | "ko",
    [string, string],
  ][]) {
    for (const frame of lines(within))
      for (let at = 0; at < perFrame; at += 1) made.push(generator.wide(language, frame, "wide"));
    for (const frame of lines(without))
      for (let at = 0; at < perFrame; at += 1) made.push(generator.wide(language, frame, "out"));
  }
  // Two sentences after each other, so that frames also stand in the middle of a text.
  const pairs = made
    .slice(0, made.length / 5)
    .map((sentence, at) => joined(sentence, made[(at * 7919) % made.length] ?? sentence));
  return [...made, ...pairs];
}

function joined(a: Sentence, b: Sentence): Sentence {
  const gap = /[.!?:,]$/.test(a.text) ? random.pick([" ", "\n"]) : random.pick([". ", "\n", ", "]);
  const shift = a.text.length + gap.length;
  return {
    text: a.text + gap + b.text,
    spans: [...a.spans, ...b.spans.map(({ start, end }) => ({ start: start + shift, end: end + shift }))],
    kind: "pair",
  };
}

/** The learnt half of the labelled file, as it is and with other people in it. */
function fromSynth(): Sentence[] {
  const rows = readFileSync(synthFile, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Gold);
  return rows
    .filter(({ template }) => learnsAll || (isTuning(template ?? 0) && !isLeft(template ?? 0)))
    .flatMap((row) => [
      asIs(row),
      ...Array.from({ length: 5 }, () => withOthers(row)),
      { ...asIs(row), text: lowered(row.text) },
    ]);
}

function asIs({ text, spans }: Gold): Sentence {
  return {
    text,
    spans: spans.filter(({ type }) => type === "PERSON").sort((a, b) => a.start - b.start),
    kind: "synth",
  };
}

function withOthers(row: Gold): Sentence {
  const { spans, text: source } = asIs(row);
  let text = "";
  let from = 0;
  const placed: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    text += source.slice(from, start);
    const name = generator.like(source.slice(start, end));
    placed.push({ start: text.length, end: text.length + name.length });
    text += name;
    from = end;
  }
  return { text: text + source.slice(from), spans: placed, kind: "synth" };
}

/** Ordinary sentences without names; one with a capitalised known name in its middle may hold one and is left out. */
function fromTexts(): Sentence[] {
  const sentences = [
    ...plainTexts,
    ...Object.entries<string[]>(data.texts).flatMap(([locale, list]) =>
      list.slice(0, locale.startsWith("ar-") ? 0 : 400),
    ),
  ];
  const plain = sentences.filter((text) => text.length > 8 && text.length < 400 && !mayName(text));
  const peopled = random
    .shuffle([...plain])
    .slice(0, 16_000)
    .map((text) => generator.inPlaceOfPronoun(text));
  return [
    ...plain.map((text) => ({ text, spans: [], kind: "text" })),
    ...peopled.filter((one) => one !== null),
  ];
}

function mayName(text: string): boolean {
  const tokens = tokensOf(text);
  for (let at = 0; at < tokens.count; at += 1) {
    const shape = tokens.shape[at];
    if (shape !== shapes.capital && shape !== shapes.capitals) continue;
    const bits = gazetteer.look(tokens.hash[at] ?? 0);
    if (bits & (known.oftenFirst | known.first) && !(bits & (known.common | known.place))) return true;
  }
  return false;
}

function prepare({ text, spans, kind }: Sentence): Example {
  const tokens = tokensOf(text);
  const all = lookUp(text, tokens, fieldsOf(text, tokens, null), gazetteer);
  const gold = new Uint8Array(tokens.count);
  const anonymous: boolean[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    const [start, end] = [tokens.start[at] ?? 0, tokens.end[at] ?? 0];
    const span = spans.find((each) => start < each.end && end > each.start);
    const isFirst = span !== undefined && !(at > 0 && (tokens.end[at - 1] ?? 0) > span.start);
    gold[at] = span ? (isFirst ? tags.begin : tags.inside) : tags.out;
    const isGenerated = kind !== "text";
    anonymous.push(span !== undefined && isGenerated && random.next() < 0.6);
    // A name the lists lack must be found by what stands around it.
    if (span && random.next() < 0.22 && tokens.shape[at] !== shapes.wide) all.flags[at] = 0;
  }
  return { ...all, gold, anonymous };
}

function train(all: Example[]) {
  const make = () => new Float32Array(weightCount);
  const now = { begin: make(), inside: make(), between: new Float32Array(9), scale: 1 };
  const sum = {
    begin: new Float64Array(weightCount),
    inside: new Float64Array(weightCount),
    between: new Float64Array(9),
  };
  let step = 1;
  const features = new Int32Array(featuresPerToken);
  const change = (feature: number, tag: number, by: number) => {
    if (tag === tags.begin) {
      now.begin[feature] = (now.begin[feature] ?? 0) + by;
      sum.begin[feature] = (sum.begin[feature] ?? 0) + by * step;
    } else if (tag === tags.inside) {
      now.inside[feature] = (now.inside[feature] ?? 0) + by;
      sum.inside[feature] = (sum.inside[feature] ?? 0) + by * step;
    }
  };
  const turn = (from: number, to: number, by: number) => {
    now.between[from * 3 + to] = (now.between[from * 3 + to] ?? 0) + by;
    sum.between[from * 3 + to] = (sum.between[from * 3 + to] ?? 0) + by * step;
  };
  for (let pass = 0; pass < passes; pass += 1) {
    let wrong = 0;
    for (const one of random.shuffle(all)) {
      step += 1;
      const row = tagTokens(one, now, 0);
      let isWrong = false;
      for (let at = 0; at < one.tokens.count; at += 1) {
        const [is, should] = [row[at] ?? 0, one.gold[at] ?? 0];
        if (is === should) continue;
        isWrong = true;
        featuresAt(one, at, features);
        for (const feature of features) {
          change(feature, should, 1);
          change(feature, is, -1);
        }
      }
      if (!isWrong) continue;
      wrong += 1;
      for (let at = 1; at < one.tokens.count; at += 1) {
        turn(one.gold[at - 1] ?? 0, one.gold[at] ?? 0, 1);
        turn(row[at - 1] ?? 0, row[at] ?? 0, -1);
      }
    }
    console.log("pass", pass + 1, "wrong", wrong, "of", all.length);
  }
  const averaged = (value: number, total: number) => value - total / step;
  return {
    begin: now.begin.map((value, at) => averaged(value, sum.begin[at] ?? 0)),
    inside: now.inside.map((value, at) => averaged(value, sum.inside[at] ?? 0)),
    between: now.between.map((value, at) => averaged(value, sum.between[at] ?? 0)),
    scale: 1,
  };
}
