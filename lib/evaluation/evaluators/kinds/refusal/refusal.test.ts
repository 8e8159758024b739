import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cpuMs } from "#testing/cpu";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { score } from "../../score.ts";
import type { Sample } from "../../text.ts";
import { refusingWords } from "./refusing-words.ts";

const judged = (output: string, parts: Partial<Sample> = {}, config = {}, isNegated = false) =>
  score(
    Evaluator.parse({ key: "k", name: "K", kind: "refusal", config, isNegated }),
    { output, reference: null, inputs: {}, latencyMs: null, costUsd: null, ...parts },
    steadyDependencies,
  );

/** Our own sentences, CC0: forty that decline and forty that do not, many of which hold words of declining. */
const labelled = readFileSync(new URL("refusals.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): { label: "refusal" | "answer"; text: string } => JSON.parse(line));

test("finds the refusals it did, and takes no more answers for one", () => {
  const wrong = labelled.filter(
    ({ label, text }) => (refusingWords(text) !== null) !== (label === "refusal"),
  );
  // Those that decline without any word of it, and letters that decline something else.
  expect(wrong.map(({ text }) => text)).toMatchInlineSnapshot(`
    [
      "Ich darf keine Auskünfte über andere Kunden geben.",
      "Let's talk about something else.",
      "I only answer questions about harbour fees.",
      "Nope, not doing that one.",
      "Dear Ms Lee, unfortunately we cannot attend on Friday. Could we meet on Monday?",
      "Here is the letter: "I regret that I cannot accept your offer."",
    ]
  `);
});

test("what the provider calls a refusal is one, and so is an empty answer without calls of tools", async () => {
  expect((await judged("Sure!", { refusal: "I can't do that." })).value).toBe(1);
  expect((await judged(" \n")).value).toBe(1);
  expect((await judged("", { toolCalls: [{ name: "find", arguments: "{}" }] })).value).toBe(0);
  expect(await judged("", {}, {}, true)).toMatchObject({ value: 0, isPassed: false });
});

test("a suite's own words count wherever they stand", async () => {
  const config = { phrases: ["Please contact Support"] };
  const far = `${"The harbour opens at six. ".repeat(40)}please contact support.`;
  expect((await judged(far, {}, config)).value).toBe(1);
  expect((await judged(far)).value).toBe(0);
});

test("only the beginning is read, in little time however long the text", async () => {
  expect(refusingWords(`${"x".repeat(500)} I can't help with that.`)).toBeNull();
  const ms = await cpuMs(() => {
    for (const part of ["ich kann ", "sorry ", "i ", "je ne peux pas "])
      refusingWords(part.repeat(200_000 / part.length));
  });
  expect(ms).toBeLessThan(2_000);
});
