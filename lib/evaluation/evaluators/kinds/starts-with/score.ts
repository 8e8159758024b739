import { foldCase, foldSpaces } from "#text";
import type { Scorer } from "../../scorer.ts";
import { brief, readOutput } from "../../text.ts";
import { binary, miss } from "../../judgement.ts";
import type { StartsWithConfig } from "./descriptor.ts";

export const startsWith: Scorer<StartsWithConfig> = {
  score({ text, ignoreCase, outputField }, sample) {
    const given = readOutput(sample, outputField);
    if ("missing" in given) return miss(given.missing);
    const fold = (part: string) =>
      foldSpaces(ignoreCase ? foldCase(part) : part.normalize("NFC")).trimStart();
    const isStart = fold(given.text).startsWith(fold(text));
    return binary(
      isStart,
      isStart
        ? `Begins with "${brief(text, 40)}".`
        : `Begins with "${brief(given.text, 40)}", not with "${brief(text, 40)}".`,
    );
  },
  faultOf: ({ text }) =>
    text.trim() === ""
      ? {
          field: "text",
          label: "the text is empty",
          reason: "every output begins with that.",
        }
      : null,
};
