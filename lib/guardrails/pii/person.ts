import nlp from "compromise";
import type { Candidate, Recognizer } from "./recognizers.ts";

/** A capitalised word, with initials, hyphens and apostrophes as names have them. */
const part = "\\p{Lu}[\\p{L}\\p{M}]*(?:['’-]\\p{Lu}?[\\p{L}\\p{M}]+)*";
const name = `${part}(?:\\s(?:\\p{Lu}\\.|(?:de|da|van|von|der|den|di|bin|al|la|le)(?=\\s)|${part})){0,3}`;
const titled = new RegExp(
  `(?<!\\p{L})(?:(?:mr|mrs|ms|miss|dr|prof|professor|sir|madam|herr|frau|mme|señora?)\\b\\.?\\s+)(${name})`,
  "giu",
);
const introduced = new RegExp(
  `(?<!\\p{L})(?:[Mm]y name is|[Nn]ame is|[Ii] am called|[Mm]y name['’]s|I['’]m|I am|[Cc]alls? me|[Nn]ame\\?|[Ff]ull name:?|[Nn]ame:|[Dd]ear|[Hh]i|[Hh]ello|[Ss]igned|[Rr]egards,?|[Tt]hanks,|[Cc]heers,|[Ii]ch heiße|[Mm]ein Name ist|[Jj]e m['’]appelle|[Mm]e llamo),?\\s+(${name})`,
  "gu",
);
/** Capitalised words after a greeting or inside a match that are no names. */
const noNames = new Set(
  "a all am an and any anyone as at be but by can customer dear do everyone everybody folks for friend friends from guys have hello hey hi how i if in is it just madam my no not of ok on or our please sir so support team thank thanks that the there they this to us was we what when where which who why will with yes you your monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december".split(
    " ",
  ),
);

/** Every word of it is an ordinary one, such as the "Support Team" of a greeting. */
const isNoName = (value: string) =>
  value
    .toLowerCase()
    .split(/\s+/)
    .every((word) => noNames.has(word));

/** Finds people's names by language rules (compromise), by titles and by the ways people introduce themselves. */
export const personRecognizer: Recognizer = {
  type: "PERSON",
  context: [],
  needs: /\p{Lu}/u,
  find: (text) => [
    ...afterClue(text, titled, 0.85),
    ...afterClue(text, introduced, 0.7),
    ...byLanguage(text),
  ],
};

function afterClue(text: string, clue: RegExp, score: number): Candidate[] {
  return [...text.matchAll(clue)].flatMap((match) => {
    const value = match[1] ?? "";
    // With the i flag \p{Lu} also takes small letters, so the first letter is looked at again.
    if (!/^\p{Lu}/u.test(value) || isNoName(value)) return [];
    const kept = value.replace(/(?:\s\p{Ll}[\p{L}]*)+$/u, "");
    const start = match.index + match[0].length - value.length;
    return trimmed(text, start, start + kept.length, score);
  });
}

type Offset = { text: string; offset: { start: number; length: number } };

function byLanguage(text: string): Candidate[] {
  // `out("offset")` is typed as any by the library; its form is checked by the slice below.
  const people = nlp(text).people().out("offset") as Offset[];
  return people.flatMap(({ text: value, offset }) => {
    const isExact = text.startsWith(value, offset.start);
    const start = isExact ? offset.start : text.indexOf(value);
    return start < 0 ? [] : trimmed(text, start, start + value.length, 0.6);
  });
}

/** Cuts titles, possessives and punctuation off, and drops what is no name. */
function trimmed(text: string, start: number, end: number, score: number): Candidate[] {
  const value = text.slice(start, end);
  const lead =
    /^(?:[^\p{L}]+|(?:mr|mrs|ms|miss|dr|prof|sir|madam|herr|frau)\b\.?\s+)*/iu.exec(value)?.[0].length ?? 0;
  const core = value
    .slice(lead)
    .replace(/(?:['’]s)?[^\p{L}\p{M}]*$/u, "")
    .replace(/['’]s$/u, "");
  const isName = core.length > 1 && /^\p{Lu}/u.test(core) && !isNoName(core);
  return isName ? [{ type: "PERSON", start: start + lead, end: start + lead + core.length, score }] : [];
}
