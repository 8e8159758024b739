import { codeIn } from "../../../code/blocks.ts";
import { languageOf } from "../../../code/languages.ts";
import { binary, miss, tooLong, unjudged } from "../../judgement.ts";
import type { Scorer } from "../../scorer.ts";
import { brief, pick, readOutput, readReference, type Sample } from "../../text.ts";
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
    const whole = wholeProgram(config, sample, { code, tests: wanted.text });
    if ("missing" in whole) return unjudged(whole.missing);
    const ended = await runCode({ language, ...whole, timeMs, memoryMb });
    if ("unchecked" in ended) return unjudged(ended.unchecked);
    if (ended.outcome === "passed") return { ...binary(true, "Passes its tests."), details: ended };
    return { ...binary(false, `${endings[ended.outcome]}: ${brief(ended.message, 250)}`), details: ended };
  },
};

/** The code after what it continues, and the tests with the call of their check, as HumanEval has them. */
function wholeProgram(
  { prefixField, entryField }: Pick<UnitTestsConfig, "prefixField" | "entryField">,
  { inputs }: Sample,
  { code, tests }: { code: string; tests: string },
): { code: string; tests: string } | { missing: string } {
  const prefix = prefixField ? pick(inputs, prefixField) : "";
  if (typeof prefix !== "string")
    return { missing: `The inputs have no text in the field "${prefixField}".` };
  const entry = entryField ? pick(inputs, entryField) : null;
  if (entry === null) return { code: prefix + code, tests };
  if (typeof entry !== "string" || !/^[A-Za-z_$][\w$]*$/.test(entry))
    return { missing: `The inputs name no function in the field "${entryField}".` };
  return { code: prefix + code, tests: `${tests}\ncheck(${entry})\n` };
}

const endings = {
  failed: "Fails a test",
  exception: "Breaks",
  timeout: "Does not end in time",
  out_of_memory: "Takes too much memory",
  unreadable: "Does not parse",
};
