import { sentencesOf } from "#lib/meaning";
import { countWords } from "#text";
import type { BrandVoiceConfig } from "./descriptor.ts";
import { nearnessTo } from "./nearness.ts";

/** One rule of a guide: whether the text keeps it, and what breaks it or the figure it rests on. */
export type VoicePart = { rule: string; isKept: boolean; found: string };

/** Every rule that is asked for, with what was found. */
export function voiceParts(text: string, config: BrandVoiceConfig): VoicePart[] {
  const own = withoutQuotations(text);
  const words = (rule: string, isAsked: boolean, pattern: RegExp | null): VoicePart[] => {
    if (!isAsked) return [];
    const hits = pattern ? Array.from(own.matchAll(pattern), ([hit]) => hit.trim()) : [];
    const found = [...new Set(hits)];
    return [{ rule, isKept: found.length === 0, found: found.slice(0, 5).join(", ") }];
  };
  const atMost = (rule: string, most: number | undefined, value: number): VoicePart[] =>
    most === undefined
      ? []
      : [{ rule, isKept: value <= most, found: `${Math.round(value * 10) / 10}, at most ${most}` }];
  const sentences = sentencesOf(text).map((sentence) => spaced(sentence.text));
  return [
    ...words("words", config.bannedWords.length > 0, phrasePattern(config.bannedWords)),
    ...spellingParts(text, config.spellings),
    ...words("exclamation marks", config.noExclamations, /[!！]/gu),
    ...words(
      "contractions",
      config.noContractions,
      /\p{L}+(?:n['’]t|['’](?:ll|re|ve|d|m))(?!\p{L})|\b(?:it|that|there|what|let)['’]s\b/giu,
    ),
    ...words(
      "person",
      config.person === "we",
      /(?<![\p{L}'’])(?:I|I['’](?:m|ll|ve|d)|my|me|mine|myself)(?![\p{L}.])/gu,
    ),
    ...words("active voice", config.noPassiveOfOurs, passiveOfOurs),
    ...words("superlatives", config.noSuperlatives, /\d/.test(text) ? null : superlative),
    ...atMost("words of the text", config.mostWords, spaced(text)),
    ...atMost("words of a sentence", config.mostSentenceWords, Math.max(0, ...sentences)),
    ...atMost("years of school", config.mostGrade, gradeOf(text)),
    ...nearnessParts(text, config.approvedTexts),
  ];
}

const spaced = (text: string): number => text.trim().split(/\s+/u).filter(Boolean).length;

/** What stands in quotation marks is somebody else's; an apostrophe is no quotation mark. */
function withoutQuotations(text: string): string {
  return text.replace(/“[^”]*”|"[^"\n]*"|«[^»]*»|„[^“”]*[“”]/gu, " … ");
}

/** Whole words, whatever their case; a star stands for any ending, a space for any spaces or a hyphen. */
function phrasePattern(phrases: readonly string[]): RegExp | null {
  const parts = phrases.map((phrase) =>
    phrase
      .replace(/[\\^$.+?()[\]{}|]/gu, "\\$&")
      .replace(/\*/gu, "[\\p{L}-]*")
      .replace(/\s+/gu, "[\\s-]+"),
  );
  return parts.length === 0
    ? null
    : new RegExp(`(?<![\\p{L}\\p{N}])(?:${parts.join("|")})(?![\\p{L}\\p{N}])`, "giu");
}

/** A name's letters, however cased, spaced or hyphenated, must be the name; one that begins small stays small. */
function spellingParts(text: string, spellings: readonly string[]): VoicePart[] {
  if (spellings.length === 0) return [];
  const faults = spellings.flatMap((name) => {
    const letters = [...name.replace(/[\s-]/gu, "")].map((letter) =>
      letter.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&"),
    );
    const loose = new RegExp(`(?<![\\p{L}\\p{N}])${letters.join("[\\s-]?")}(?![\\p{L}\\p{N}])`, "giu");
    return Array.from(text.matchAll(loose), ([hit]) => hit).filter(
      (hit) => hit.replace(/\s/gu, " ") !== name,
    );
  });
  return [{ rule: "names", isKept: faults.length === 0, found: [...new Set(faults)].slice(0, 5).join(", ") }];
}

const participle =
  "(?:\\p{L}+ed|sent|made|done|given|taken|found|paid|put|built|rebuilt|kept|sold|bought|brought|written|shown|chosen|set|lost|told|held|read)";
/** Somebody of ours is named behind it, or nobody is and it is a thing just done. */
const passiveOfOurs = new RegExp(
  `\\b(?:is|are|was|were|be|been|being)\\s+(?:\\p{L}+ly\\s+)?${participle}(?:\\s+(?:out|off|up|down|back|in))?\\s+by\\s+(?:us|our|you|your)\\b|\\b(?:has|have|had)\\s+been\\s+(?:\\p{L}+ly\\s+)?${participle}\\b(?!\\s+by\\b)`,
  "giu",
);
const superlative =
  /\b(?:the|our|your|its|a)\s+(?:most|least)\s+\p{L}{4,}|\b(?:best|finest|greatest|perfect|perfection|ultimate|\p{L}{3,}iest|(?:fast|quick|smart|strong|clean|fresh|rich|smooth|pur|fin|great|high|new|simpl|safe|bright|soft|warm|cool|quiet)est)\b/giu;

/** Smith and Senter 1967: 4.71 letters a word + 0.5 words a sentence - 21.43. */
function gradeOf(text: string): number {
  const words = Math.max(1, countWords(text));
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  return 4.71 * (letters / words) + 0.5 * (words / Math.max(1, sentencesOf(text).length)) - 21.43;
}

function nearnessParts(text: string, approved: readonly string[]): VoicePart[] {
  if (approved.length === 0) return [];
  const percentile = nearnessTo(text, approved);
  const found = `nearer than ${Math.round(percentile * 100)} % of ${approved.length} approved texts are to the others`;
  return [{ rule: "nearness to approved texts", isKept: percentile >= 0.1, found }];
}
