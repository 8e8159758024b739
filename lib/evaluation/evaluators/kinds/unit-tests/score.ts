import { codeIn } from "../../../code/blocks.ts";
import { languageOf } from "../../../code/languages.ts";
import { binary, miss, tooLong, unjudged } from "../../judgement.ts";
import type { Scorer } from "../../scorer.ts";
import { brief, readOutput, readReference } from "../../text.ts";
import type { UnitTestsConfig } from "./descriptor.ts";

const mostLetters = 200_000;

export const unitTests: Scorer<UnitTestsConfig> = {
  async score({ language, tests, timeMs, memoryMb, extent, ...config }, sample, { runCode }) {
    const wanted = tests.trim() === "" ? readReference(sample, config.referenceField) : { text: tests };
    if ("missing" in wanted) return unjudged(wanted.missing);
    if (wanted.text.trim() === "") return unjudged("There are no tests.");
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    if (given.text.length > mostLetters) return tooLong(mostLetters, "letters of output");
    const blocks = extent === "whole" ? [{ code: given.text }] : codeIn(given.text, language);
    const code = blocks.map((block) => block.code).join("\n");
    if (code.trim() === "") return binary(false, `There is no ${languageOf(language).label} in the output.`);
    const ended = await runCode({ language, code, tests: wanted.text, timeMs, memoryMb });
    if ("unchecked" in ended) return unjudged(ended.unchecked);
    if (ended.outcome === "passed") return { ...binary(true, "Passes its tests."), details: ended };
    return { ...binary(false, `${endings[ended.outcome]}: ${brief(ended.message, 250)}`), details: ended };
  },
};

const endings = {
  failed: "Fails a test",
  exception: "Breaks",
  timeout: "Does not end in time",
  out_of_memory: "Takes too much memory",
  unreadable: "Does not parse",
};
