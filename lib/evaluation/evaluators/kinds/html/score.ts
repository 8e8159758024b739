import { htmlNames } from "../../../code/html-names.ts";
import { checkBlocks } from "../../code.ts";
import { binary, miss } from "../../judgement.ts";
import type { Scorer } from "../../scorer.ts";
import { brief, readOutput } from "../../text.ts";
import type { HtmlConfig } from "./descriptor.ts";

const tag = /<\/?([a-z][a-z0-9]*)(?=[\s/>])[^<>]*>/gi;

export const html: Scorer<HtmlConfig> = {
  async score({ extent = "fenced", outputField }, sample, { checkCode }) {
    const given = readOutput(sample, outputField);
    if ("missing" in given) return miss(given.missing);
    if (extent === "anywhere") {
      const found = [...given.text.matchAll(tag)].find(([, name = ""]) => htmlNames.has(name.toLowerCase()));
      return found
        ? binary(true, `Holds ${brief(found[0], 40)}.`)
        : binary(false, "There is no tag of HTML in the output.");
    }
    const asked = { text: given.text, language: "html", level: "parses", extent } as const;
    const checked = await checkBlocks(asked, checkCode);
    if ("judgement" in checked) return checked.judgement;
    if (checked.verdicts.some((verdict) => verdict.html?.hasTextBeside))
      return binary(false, "Text stands beside the elements.");
    return checked.verdicts.every((verdict) => (verdict.html?.elements ?? 0) > 0)
      ? binary(true, "HTML without an error.")
      : binary(false, "There is no element of HTML.");
  },
};
