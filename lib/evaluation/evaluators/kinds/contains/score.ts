import { foldCase, foldSpaces } from "#text";
import type { Scorer } from "../../scorer.ts";
import { brief, readOutput, readReference } from "../../text.ts";
import { binary, miss, unjudged, type Judgement } from "../../judgement.ts";
import type { ContainsConfig } from "./descriptor.ts";

export const contains: Scorer<ContainsConfig> = {
  score(config, sample) {
    const reference = config.texts.length > 0 ? null : readReference(sample, config.referenceField);
    if (reference && "missing" in reference) return unjudged(reference.missing);
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    const fold = (text: string) =>
      foldSpaces(config.ignoreCase ? foldCase(text) : text.normalize("NFC")).trim();
    const wanted = reference ? [reference.text] : config.texts;
    if (wanted.some((text) => fold(text) === ""))
      return unjudged("The text to look for is empty, and every output contains that.");
    const found = wanted.filter((text) => fold(given.text).includes(fold(text)));
    return verdictOf(config.mode, wanted, found);
  },
  faultOf: ({ texts }) =>
    texts.some((text) => foldSpaces(text).trim() === "")
      ? {
          field: "texts",
          label: "a text to look for is empty",
          reason: "every output contains that.",
        }
      : null,
};

function verdictOf(
  mode: ContainsConfig["mode"],
  wanted: readonly string[],
  found: readonly string[],
): Judgement {
  const lacking = wanted.filter((text) => !found.includes(text));
  const list = (texts: readonly string[]) => texts.map((text) => `"${brief(text, 40)}"`).join(", ");
  switch (mode) {
    case "all":
      return binary(
        lacking.length === 0,
        lacking.length === 0 ? `Contains ${list(found)}.` : `Lacks ${list(lacking)}.`,
      );
    case "any":
      return binary(
        found.length > 0,
        found.length > 0 ? `Contains ${list(found)}.` : `Contains none of ${list(wanted)}.`,
      );
    case "none":
      return binary(
        found.length === 0,
        found.length === 0 ? `Contains none of ${list(wanted)}.` : `Contains ${list(found)}.`,
      );
    default:
      return mode satisfies never;
  }
}
