/**
 * How often a semantic cache answers, and how often wrongly: the tables of docs/measurements/semantic-cache.md.
 *
 *     VALUELOOP_DATA_DIR=... node bench/semantic-cache.ts
 *
 * Every pair's first text is kept, its second one asked, all in one cache. Thresholds are chosen on one half of the pairs
 * and reported on the other. The folder holds all-MiniLM-L6-v2 where it has arrived; without it only USE-lite is measured.
 */
import { readFileSync } from "node:fs";
import { miniLmModel, useLiteModel } from "#constants/models";
import { otherQuestion } from "#lib/meaning";
import { wilsonInterval } from "#statistics";
import { leastLead } from "../lib/generation/cache/thresholds.ts";
import { bestBuiltIn, embedBuiltIn } from "../lib/models/embeddings/built-in.ts";

type Pair = { a: string; b: string; isSame: boolean; kind: string };
type Asked = { pair: Pair; cosine: number; isRight: boolean };

const lines = (name: string) =>
  readFileSync(new URL(`../lib/meaning/data/${name}.jsonl`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { a: string; b: string; label?: string; kind?: string });
const pairs: Pair[] = [
  ...lines("gptcache-pairs-dev").map(({ a, b }) => ({ a, b, isSame: true, kind: "gptcache" })),
  ...lines("cache-negatives-dev").map(({ a, b, label, kind = "" }) => ({
    a,
    b,
    isSame: label === "same",
    kind,
  })),
];
const own: Pair[] = lines("cache-own").map(({ a, b, label, kind = "" }) => ({
  a,
  b,
  isSame: label === "same",
  kind,
}));
// Alternately, so that both halves hold the same kinds.
const halves = [0, 1].map((half) => pairs.filter((_, at) => at % 2 === half));
const grid = Array.from({ length: 36 }, (_, step) => 0.6 + step / 100);

for (const model of new Set([useLiteModel, bestBuiltIn()])) {
  console.log(`\n## ${model === miniLmModel ? "all-MiniLM-L6-v2" : "USE-lite"}\n`);
  await measure(model);
}
process.exit(0);

async function measure(model: string): Promise<void> {
  const vectors = await embed(model);
  ownPairs(vectors);
  const [chosenOn = [], reportedOn = []] = halves;
  for (const [name, isVetoed] of [
    ["cosine only", false],
    ["with the rules for numbers, names, dates, denials and opposites", true],
  ] as const) {
    const [tuned, reported] = [chosenOn, reportedOn].map((half) => askAll(half, { vectors, isVetoed }));
    console.log(`\n### ${name}\n`);
    console.log("| from cosine | half chosen on: hits | false | half reported: hits | false |");
    console.log("| --- | --- | --- | --- | --- |");
    for (const least of grid.filter((_, at) => at % 5 === 0 || at >= 30))
      console.log(`| ${least.toFixed(2)} | ${cell(tuned, least)} | ${cell(reported, least)} |`);
    const whole = askAll(pairs, { vectors, isVetoed });
    for (const least of [0.9, 0.92, 0.94])
      console.log(`All 620 in one cache, from ${least}: ${cell(whole, least).replace("|", "hits; wrong")}.`);
    const sure = grid.find((least) => isGood(tuned ?? [], least));
    if (sure === undefined) {
      console.log(
        "\nNo threshold of the first half has at most 1 % of its hits false at a hit rate above 0.10.",
      );
      continue;
    }
    const alone = askAll(reportedOn, { vectors, isVetoed, isOwnRemoved: true });
    console.log(`\nChosen: ${sure.toFixed(2)}. On the other half: ${cell(reported, sure)}.`);
    console.log(
      `With each question's own partner taken out, so that every hit is wrong: ${shareOf(alone, sure)}.`,
    );
    for (const { pair } of (reported ?? []).filter(({ cosine, isRight }) => cosine >= sure && !isRight))
      console.log(`- wrong (${pair.kind}): "${pair.b}"`);
  }
}

/** Of our own pairs that ask two things, how many are near, and how many of those the rules let pass. */
function ownPairs(vectors: Map<string, number[]>): void {
  console.log("| our own pairs | from cosine | asking two things: passed | asking one: answered |");
  console.log("| --- | --- | --- | --- |");
  for (const [half, name] of ["read", "never read"].entries())
    for (const least of [0.8, 0.92]) {
      const near = own
        .filter((_, at) => at % 2 === half)
        .map((pair) => ({ ...pair, cosine: cosineOf(vectors.get(pair.a), vectors.get(pair.b)) }));
      const isAnswered = ({ a, b, cosine }: (typeof near)[number]) =>
        cosine >= least && otherQuestion(a, b) === null;
      const other = near.filter(({ isSame, cosine }) => !isSame && cosine >= least);
      const same = near.filter(({ isSame }) => isSame);
      console.log(
        `| ${name} | ${least} | ${share(other.filter(isAnswered).length, other.length)} | ${share(same.filter(isAnswered).length, same.length)} |`,
      );
    }
}

/** At most 1 % of the hits false, and more than a tenth of the questions answered. */
function isGood(asked: Asked[], least: number): boolean {
  const hits = asked.filter(({ cosine }) => cosine >= least);
  return (
    hits.length > asked.length / 10 && hits.filter(({ isRight }) => !isRight).length <= hits.length / 100
  );
}

type Near = { text: string; cosine: number };

/** As lib/generation/cache/semantic.ts decides it. */
function isSure(near: Near, others: readonly Near[], question: string): boolean {
  return (
    otherQuestion(near.text, question) === null &&
    others.every(({ cosine }) => near.cosine - cosine >= leastLead)
  );
}

type How = { vectors: Map<string, number[]>; isVetoed: boolean; isOwnRemoved?: boolean };

/** Every question of a half against everything that the half keeps: the nearest, unless a rule finds it to ask something else. */
function askAll(half: Pair[], { vectors, isVetoed, isOwnRemoved = false }: How): Asked[] {
  const kept = [...new Set(half.map(({ a }) => a))];
  return half.map((pair) => {
    const [near, ...others] = kept
      .filter((text) => !isOwnRemoved || text !== pair.a)
      .map((text) => ({ text, cosine: cosineOf(vectors.get(text), vectors.get(pair.b)) }))
      .filter(({ cosine }) => cosine >= (grid[0] ?? 0))
      .toSorted((one, other) => other.cosine - one.cosine)
      .slice(0, 5);
    const isGiven = near && (!isVetoed || isSure(near, others, pair.b));
    return { pair, cosine: isGiven ? near.cosine : 0, isRight: pair.isSame && near?.text === pair.a };
  });
}

async function embed(model: string): Promise<Map<string, number[]>> {
  const texts = [...new Set([...pairs, ...own].flatMap(({ a, b }) => [a, b]))];
  const { vectors } = await embedBuiltIn(texts, model);
  return new Map(texts.map((text, at) => [text, Array.from(vectors[at] ?? [])]));
}

function cosineOf(left: readonly number[] = [], right: readonly number[] = []): number {
  const dot = left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
  return dot / (Math.hypot(...left) * Math.hypot(...right));
}

function cell(asked: Asked[] = [], least: number): string {
  const hits = asked.filter(({ cosine }) => cosine >= least);
  const wrong = hits.filter(({ isRight }) => !isRight).length;
  return `${share(hits.length, asked.length)} | ${share(wrong, hits.length)}`;
}

function shareOf(asked: Asked[], least: number): string {
  return share(asked.filter(({ cosine }) => cosine >= least).length, asked.length);
}

function share(count: number, of: number): string {
  if (of === 0) return "none";
  const { low, high } = wilsonInterval(count, of);
  return `${(count / of).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)}), ${count} of ${of}`;
}
