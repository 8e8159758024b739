/**
 * How often topics are found, and found where there are none: the table of docs/measurements/topics.md.
 *
 *     VALUELOOP_DATA_DIR=... node bench/topics.ts
 *
 * Six topics with four examples and some words each; each text is held against each topic. Thresholds are chosen on every
 * second text and reported on the others. The folder holds all-MiniLM-L6-v2 where it has arrived.
 */
import { readFileSync } from "node:fs";
import { miniLmModel, useLiteModel } from "#constants/models";
import { TopicRule } from "#schema/guardrails";
import { isAboutTopic } from "../lib/generation/topic-threshold.ts";
import { hasWordOf } from "../lib/guardrails/policies/topics.ts";
import { bestBuiltIn, embedBuiltIn } from "../lib/models/embeddings/built-in.ts";
import { rate } from "./rate.ts";

type Line = { topic: string; examples: string[]; words: string[] } | { text: string; about: string | null };

const lines = readFileSync(new URL("../lib/guardrails/testdata/topics.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Line);
const topics = lines.flatMap((line) =>
  "topic" in line ? [TopicRule.parse({ ...line, name: line.topic, action: "flag" })] : [],
);
const texts = lines.flatMap((line) => ("text" in line ? [line] : []));

for (const model of new Set([bestBuiltIn(), useLiteModel])) {
  const all = [...topics.flatMap(({ examples }) => examples), ...texts.map(({ text }) => text)];
  const { vectors } = await embedBuiltIn(all, model);
  const vectorOf = new Map(all.map((text, at) => [text, Array.from(vectors[at] ?? [])]));
  const held = texts.map(({ text, about }) =>
    topics.map((topic) => ({
      isAbout: topic.name === about,
      cosine: Math.max(...topic.examples.map((one) => cosineOf(vectorOf.get(one), vectorOf.get(text)))),
      hasWord: hasWordOf(topic, text),
    })),
  );
  console.log(`\n## ${model === miniLmModel ? "all-MiniLM-L6-v2" : "USE-lite"}\n`);
  console.log(
    "| from cosine | found, half chosen on | found where there is none | found, half reported | found where there is none |",
  );
  console.log("| --- | --- | --- | --- | --- |");
  for (const threshold of [undefined, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7]) {
    const cells = [0, 1].flatMap((half) => {
      const own = held.filter((_, at) => at % 2 === half).flat();
      const isFound = (one: (typeof own)[number]) => isAboutTopic(one, { model, threshold });
      const about = own.filter(({ isAbout }) => isAbout);
      const others = own.filter(({ isAbout }) => !isAbout);
      return [
        rate(about.filter(isFound).length, about.length),
        rate(others.filter(isFound).length, others.length),
      ];
    });
    console.log(`| ${threshold?.toFixed(2) ?? "as set"} | ${cells.join(" | ")} |`);
  }
}
process.exit(0);

function cosineOf(left: readonly number[] = [], right: readonly number[] = []): number {
  const dot = left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
  return dot / (Math.hypot(...left) * Math.hypot(...right));
}
