import { z } from "zod";
import { type ConfigOf, defineEvaluator } from "../../descriptor.ts";
import { field } from "../../fields.ts";
import { outputField } from "../../shared-fields.ts";

const lines = (label: string, hint: string, most: number) =>
  field(z.array(z.string().trim().min(1).max(200)).max(most).default([]), { label, hint });
const limit = (label: string, max: number) =>
  field(z.number().int().min(1).max(max).optional(), { label, hint: "Empty: no limit." });

export const brandVoice = defineEvaluator({
  kind: "brand_voice",
  title: "Brand voice, by rules",
  about:
    "The share of a style guide's rules that a text keeps: words, spellings of names, length, person, active voice, hype, readability and nearness to approved texts, each shown.",
  category: "text",
  config: z.object({
    bannedWords: lines(
      "Words and phrases that are not used, one a line",
      "“leverag*” stands for any ending. Words in quotation marks are somebody else's and do not count.",
      300,
    ),
    spellings: lines(
      "Names as they are written, one a line",
      "FennKettle: “Fennkettle”, “Fenn Kettle” and “fennkettle” are faults.",
      100,
    ),
    noExclamations: field(z.boolean().default(false), { label: "No exclamation marks" }),
    noContractions: field(z.boolean().default(false), { label: "Formal: no contractions" }),
    person: field(z.enum(["any", "we"]).default("any"), {
      label: "Who speaks",
      choices: { any: "anybody", we: "we, never I" },
    }),
    noPassiveOfOurs: field(z.boolean().default(false), {
      label: "What we or the reader do stands in the active voice",
      hint: "Finds “was sent by us” and “has been sent”; English only.",
    }),
    noSuperlatives: field(z.boolean().default(false), {
      label: "No superlatives without a figure in the text",
      hint: "English only.",
    }),
    mostWords: limit("Most words of a text", 100_000),
    mostSentenceWords: limit("Most words of a sentence", 1_000),
    mostGrade: field(z.number().min(1).max(30).optional(), {
      label: "Most years of school (Automated Readability Index)",
      hint: "From letters, words and sentences. Empty: no limit.",
    }),
    approvedTexts: field(z.array(z.string().trim().min(1).max(2_000)).max(40).default([]), {
      label: "Approved texts, one a line",
      hint: "At least 8: a text must lie as near to them as nine in ten of them lie to the others.",
    }),
    outputField,
  }),
  measure: { type: "scale" },
  passScore: 1,
  texts: ["output"],
  needs: [],
  cost: "Rules on this machine: free. Nearness to approved texts compares runs of three letters, without a model.",
  knownError: {
    text: "It sees words and forms, not tone: of 40 texts that broke one rule of a guide it found 29, and missed most that blame, mock or promise too much; of 40 that kept it, it took none for off at last. Put a Judge with the guide as rubric beside it. Nearness to approved texts is not measured: topics count in it as much as style.",
    measured: "docs/measurements/evaluators.md",
  },
  example: {
    config: { bannedWords: ["simply", "leverag*"], noExclamations: true, mostSentenceWords: 25 },
    output: "Simply hold the button for five seconds. The light turns green.",
    value: 2 / 3,
  },
  problemOf: ({ approvedTexts }) =>
    approvedTexts.length > 0 && approvedTexts.length < 8
      ? { field: "approvedTexts", message: "Give at least 8 approved texts, or none." }
      : null,
});
export type BrandVoiceConfig = ConfigOf<typeof brandVoice>;
