/**
 * How right the rules of brand voice are on the labelled texts, with the guide as parameters, beside a plain list of words
 * and exclamation marks: `node scripts/brand-voice.ts`.
 */
import { readFileSync } from "node:fs";
import { brandVoice } from "../lib/evaluation/evaluators/kinds/brand-voice/descriptor.ts";
import {
  fennimoor,
  type VoiceText,
} from "../lib/evaluation/evaluators/kinds/brand-voice/fennimoor.testing.ts";
import { voiceParts } from "../lib/evaluation/evaluators/kinds/brand-voice/rules.ts";
import { bootstrapMean, wilsonInterval } from "../lib/statistics/index.ts";

const texts = readFileSync("lib/evaluation/evaluators/kinds/brand-voice/voice-dev.jsonl", "utf8")
  .trim()
  .split("\n")
  .map((line): VoiceText => JSON.parse(line));
const { bannedWords = [], noExclamations } = fennimoor;
const plain = brandVoice.config.parse({ bannedWords: bannedWords.slice(0, 15), noExclamations });
const whole = brandVoice.config.parse(fennimoor);
const isRight = ({ text, label }: VoiceText, config: typeof whole) =>
  voiceParts(text, config).every(({ isKept }) => isKept) === (label === "on");

const halves: [string, VoiceText[]][] = [
  ["all", texts],
  ["even lines, read", texts.filter((_, place) => place % 2 === 0)],
  ["odd lines", texts.filter((_, place) => place % 2 === 1)],
];
for (const [name, part] of halves) {
  for (const [judge, config] of [
    ["words", plain],
    ["rules", whole],
  ] as const) {
    const right = part.filter((text) => isRight(text, config)).length;
    const { low, high } = wilsonInterval(right, part.length);
    const off = part.filter(({ label }) => label === "off");
    const found = off.filter((text) => isRight(text, config)).length;
    process.stdout.write(
      `${name}, ${judge}: ${right} of ${part.length} (${low.toFixed(2)} to ${high.toFixed(2)}); off found ${found} of ${off.length}\n`,
    );
  }
  const { estimate, low, high } = bootstrapMean(
    part.map((text) => Number(isRight(text, whole)) - Number(isRight(text, plain))),
  );
  process.stdout.write(
    `${name}, rules less words: ${estimate.toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)})\n`,
  );
}
for (const [place, text] of texts.entries())
  if (process.argv.includes("--read") && place % 2 === 0 && !isRight(text, whole))
    process.stdout.write(`${text.label} ${text.rule}: ${text.text}\n`);
