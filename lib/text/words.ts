/**
 * Text by the rules of Unicode: words and characters as a reader counts them (UAX 29, ICU's dictionaries for scripts
 * without spaces), and case as Unicode folds it.
 */
const words = new Intl.Segmenter("und", { granularity: "word" });
const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Scripts that set no spaces between words. */
const unspaced =
  "\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}";
const runs = new RegExp(`[${unspaced}]+|(?:(?![${unspaced}])[\\p{L}\\p{N}\\p{M}])+`, "gu");
const isUnspaced = new RegExp(`^[${unspaced}]`, "u");

/** How many words a text has; a hyphenated word is two. */
export function countWords(text: string): number {
  let count = 0;
  for (const { isWordLike } of words.segment(text)) if (isWordLike) count += 1;
  return count;
}

/** How many characters a reader sees: an emoji of several parts is one, as is a letter with its accent. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of graphemes.segment(text)) count += 1;
  return count;
}

/**
 * The tokens of Google's rouge-score, for every script: runs of letters and digits, their case folded (rouge-score makes them
 * lower case, which leaves "straße" and "STRASSE" apart); runs of a script without spaces are cut into words. For ASCII
 * they are rouge-score's own.
 */
export function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (const [run] of foldCase(text).matchAll(runs)) {
    if (!isUnspaced.test(run)) tokens.push(run);
    else for (const { segment, isWordLike } of words.segment(run)) if (isWordLike) tokens.push(segment);
  }
  return tokens;
}

/**
 * Texts that differ only in case become equal, by Unicode's full case folding: ß, ẞ and ss, final sigma and sigma, too.
 * The dotless ı stays itself, as there: only Turkish and Azerbaijani make it of I.
 */
export function foldCase(text: string): string {
  return text
    .normalize("NFC")
    .split("ı")
    .map((part) => part.toLowerCase().toUpperCase().toLowerCase())
    .join("ı")
    .replaceAll("ς", "σ")
    .normalize("NFC");
}

/** Every run of Unicode's white space, no-break and full-width spaces and the next-line sign too, as one space. */
export function foldSpaces(text: string): string {
  return text.replace(/[\s\u0085]+/gu, " ");
}

/** The text without Unicode's white space around it. */
export function trimSpaces(text: string): string {
  return text.replace(/^[\s\u0085]+/u, "").replace(/(?<![\s\u0085])[\s\u0085]+$/u, "");
}

/** A text cut into words and what stands between them; joined again it is the text. */
export function wordsOf(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment);
}
