import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { score } from "../../score.ts";
import { fennimoor, type VoiceText } from "./fennimoor.testing.ts";
import { nearnessTo } from "./nearness.ts";

const judged = (output: string, config: object) =>
  score(
    Evaluator.parse({ key: "k", name: "K", kind: "brand_voice", config }),
    { output, reference: null, inputs: {}, latencyMs: null, costUsd: null },
    steadyDependencies,
  );

const texts = readFileSync(new URL("voice-dev.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): VoiceText => JSON.parse(line));

test("with a guide as its parameters it finds the off texts it did, and no on text falsely", async () => {
  const said = await Promise.all(texts.map(async ({ text }) => (await judged(text, fennimoor)).isPassed));
  const right = (label: string, isPassed: boolean) =>
    texts.filter((one, place) => one.label === label && said[place] === isPassed).length;
  expect([right("on", true), right("off", false)]).toEqual([40, 29]);
});

type VoiceCase = [rule: string, config: object, off: string, alsoOff: string, on: string];
test.each<VoiceCase>([
  [
    "words",
    { bannedWords: ["leverag*", "tier 2"] },
    "We leveraged it.",
    "Leverage of tier-2 kind.",
    "A lever of tier 20.",
  ],
  ["names", { spellings: ["Steam Note"] }, "A SteamNote.", "A steam note.", "A Steam Note."],
  ["exclamation marks", { noExclamations: true }, "Hello!", "你好！", "Hello."],
  ["contractions", { noContractions: true }, "We don't.", "It’s on.", "The kettle's lid."],
  ["person", { person: "we" }, "I sent it.", "Write to me today.", "We sent it in part I."],
  [
    "active voice",
    { noPassiveOfOurs: true },
    "It was sent by us.",
    "It has been mended.",
    "It was stolen yesterday.",
  ],
  [
    "superlatives",
    { noSuperlatives: true },
    "The finest tea.",
    "Our most reliable lid.",
    "The finest of 12 teas.",
  ],
  ["words of the text", { mostWords: 3 }, "One two three four.", "a b c d", "One two three."],
  [
    "words of a sentence",
    { mostSentenceWords: 2 },
    "One two three.",
    "One. Two, three four.",
    "One two. Three four.",
  ],
])("%s", async (rule, config, ...[off, alsoOff, on]) => {
  expect((await judged(off, config)).reasoning).toContain(`broken: ${rule}`);
  expect((await judged(alsoOff, config)).value).toBe(0);
  expect((await judged(on, config)).value).toBe(1);
});

test("words in quotation marks are somebody else's", async () => {
  expect((await judged("You wrote that it felt “cheap”.", { bannedWords: ["cheap"] })).value).toBe(1);
});

test("the readability of the vector is its formula's", async () => {
  const text =
    "The quick brown fox jumps over the lazy dog. It was not amused by the demonstration of agility.";
  // W 18, S 2, L 76: 2.9567.
  expect((await judged(text, { mostGrade: 3 })).value).toBe(1);
  expect((await judged(text, { mostGrade: 2.9 })).value).toBe(0);
});

test("nearness is a share of the approved texts, each compared with the others", async () => {
  const approved = Array.from(
    { length: 8 },
    (_, at) => `We mend your kettle number ${at} and send it back to you.`,
  );
  expect(nearnessTo("We mend your kettle number 9 and send it back to you.", approved)).toBeGreaterThan(0.3);
  expect(nearnessTo("HTTP 503: upstream timed out", approved)).toBe(0);
  expect((await judged("HTTP 503: upstream timed out", { approvedTexts: approved })).value).toBe(0);
});

test("an empty text is a miss, and a guide without rules judges nothing", async () => {
  expect(await judged(" ", { noExclamations: true })).toMatchObject({ value: 0 });
  expect(await judged("Hello.", {})).toMatchObject({ value: null });
});
