import { languageOf } from "../../../code/languages.ts";
import { binary, miss } from "../../judgement.ts";
import { checkBlocks } from "../../code.ts";
import type { Scorer } from "../../scorer.ts";
import { readOutput } from "../../text.ts";
import type { CodeParsesConfig } from "./descriptor.ts";

export const codeParses: Scorer<CodeParsesConfig> = {
  async score({ language, level, extent, outputField }, sample, { checkCode }) {
    const given = readOutput(sample, outputField);
    if ("missing" in given) return miss(given.missing);
    const { label, levels, checker } = languageOf(language);
    const asked = level === "parses" ? levels[0] : level;
    const checked = await checkBlocks({ text: given.text, language, level: asked, extent }, checkCode);
    if ("judgement" in checked) return checked.judgement;
    const pieces = checked.verdicts.length === 1 ? label : `${checked.verdicts.length} blocks of ${label}`;
    const verb = checked.verdicts.length === 1 ? asked : asked.replace(/s$/, "");
    return {
      ...binary(true, `${pieces} ${verb}, by ${checker}.`),
      details: { level: asked, checker },
    };
  },
};
