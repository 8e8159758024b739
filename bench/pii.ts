/**
 * How fast personal data is found, and how long the process stands still meanwhile.
 *
 *     node bench/pii.ts [--write]
 *
 * MB/s of CPU time (so that other programs do not count), best of five passes after a first; the stall is the longest
 * time in which nothing else was answered while a text was redacted as before storing. `--write` puts the table into
 * docs/measurements/pii.md.
 */
import { detectPii, redactForStorage } from "#lib/guardrails";
import { piiTypes } from "#constants/guardrails";
import { type PiiType } from "#schema/guardrails";
import { nothingBefore, recognizers, segmentOf } from "../lib/guardrails/pii/detect.ts";
import { fold } from "../lib/guardrails/pii/fold.ts";
import { segmentsOf } from "../lib/guardrails/pii/segments.ts";
import { pieces } from "../testing/pii-pieces.ts";
import { printTables } from "./page.ts";
import { compilePolicy } from "../lib/guardrails/policies/compile.ts";

const log = "2026-11-27 06:00:00 10.0.0.1 user1@example.com 030 1234567 order 7919\n";
const prose =
  "The committee will look at the second draft on Thursday and say which of the three ways it prefers. " +
  "Costs rose by 4 percent in the last quarter, mostly because freight became dearer. " +
  "Please write the summary in plain words, leave out what is said twice, and keep each paragraph short.\n\n";
const record = (at: number) =>
  `${JSON.stringify({ id: at, title: `Item ${at}`, price: at * 1.25, createdAt: "2026-03-04T05:06:07Z", note: "nothing special" })}\n`;
const texts: Record<string, string> = {
  prose: prose.repeat(3_500),
  json: Array.from({ length: 7_000 }, (_, at) => record(at)).join(""),
  "log lines": log.repeat(10_000),
  '"1234 "': "1234 ".repeat(100_000),
  letters: "a".repeat(500_000),
  dots: "a.".repeat(250_000),
  ats: "a@".repeat(250_000),
  colons: "::1".repeat(160_000),
  capitals: "Aa ".repeat(160_000),
  keys: "-----BEGIN PRIVATE KEY-----".repeat(18_000),
  "unknown words": unknownWords(60_000),
};
const kinds: Record<string, PiiType[]> = {
  "without names": piiTypes.filter((type) => type !== "PERSON" && type !== "URL"),
  "with names": piiTypes.filter((type) => type !== "URL"),
};

const rows = ["| text | without names | with names | stall |", "| --- | --- | --- | --- |"];
for (const [name, text] of Object.entries(texts)) {
  const speeds = Object.values(kinds).map((types) => speedOf(text, types).toFixed(1));
  const stall = await stallOf(text);
  rows.push(`| ${name} | ${speeds.join(" | ")} | ${stall.toFixed(0)} ms |`);
}
await printTables("pii", { speed: rows.join("\n"), worst: worst() }, process.argv.includes("--write"));
process.exit(0);

/** Numbers below a limit, the same at every run. */
function chance(seed: number) {
  let state = seed;
  return (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor(state / 65_536) % limit;
  };
}

/** Words that no list of names or words has, one in three with a capital. */
function unknownWords(count: number): string {
  const below = chance(7);
  const syllables = "ba ke li mo nu ra se ti vo xu dra fle gri plo stu zan mek tor vil qua".split(" ");
  return Array.from({ length: count }, (_, at) => {
    const word = Array.from({ length: 2 + below(3) }, () => syllables[below(syllables.length)]).join("");
    const written = below(3) === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word;
    return `${written}${at % 9 === 8 ? ". " : " "}`;
  }).join("");
}

/** The recognizers that are slowest on the worst of 300 repeated mixtures of the signs and words they look for. */
function worst(): string {
  const below = chance(11);
  const slowest = new Map<string, { speed: number; unit: string }>();
  for (let round = 0; round < 300; round += 1) {
    const unit = Array.from({ length: 1 + below(6) }, () => pieces[below(pieces.length)]).join("");
    const text = fold(unit.repeat(Math.ceil(20_000 / unit.length))).text;
    // Signs that are drawn as nothing are folded away.
    if (text === "") continue;
    const segments = [...segmentsOf(text)].map(([start, end]) =>
      segmentOf(text.slice(start, end), nothingBefore),
    );
    for (const recognizer of recognizers) {
      const pass = () => {
        const before = process.cpuUsage();
        for (const segment of segments)
          if ((segment.signs & recognizer.needs) === recognizer.needs) recognizer.find(segment);
        return process.cpuUsage(before).user;
      };
      // The first pass compiles what it meets.
      const speed = text.length / Math.max(1, Math.min(pass(), pass()));
      const name =
        recognizer.types.length > 3
          ? `fields (${recognizer.types.length} kinds)`
          : recognizer.types.join(", ");
      if (speed < (slowest.get(name)?.speed ?? Infinity)) slowest.set(name, { speed, unit });
    }
  }
  const order = [...slowest].sort(([, a], [, b]) => a.speed - b.speed).slice(0, 6);
  return [
    "| recognizer | MB/s on its worst | the unit repeated |",
    "| --- | --- | --- |",
    ...order.map(
      ([name, { speed, unit }]) =>
        `| ${name} | ${speed.toFixed(2)} | \`${JSON.stringify(unit).replaceAll("|", "\\|").replaceAll("`", "'")}\` |`,
    ),
  ].join("\n");
}

function speedOf(text: string, types: PiiType[]): number {
  detectPii(text.slice(0, 200_000), { types });
  let best = Infinity;
  for (let pass = 0; pass < 5; pass += 1) {
    const before = process.cpuUsage();
    detectPii(text, { types });
    best = Math.min(best, process.cpuUsage(before).user / 1e6);
  }
  return text.length / 1e6 / best;
}

async function stallOf(text: string): Promise<number> {
  const rules = {
    pii:
      kinds["without names"]?.map((type) => ({
        type,
        input: "off" as const,
        output: "off" as const,
        stored: "redact" as const,
      })) ?? [],
    placeholder: "type" as const,
    blocklist: [],
    patterns: [],
  };
  const policies = [compilePolicy({ id: "bench", name: "bench", version: { number: 1, rules } })];
  let [longest, last, isRunning] = [0, performance.now(), true];
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (isRunning) setTimeout(tick, 1);
  };
  setTimeout(tick, 1);
  await redactForStorage(policies, { text });
  isRunning = false;
  return longest;
}
