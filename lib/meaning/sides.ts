import { type Language, languageOf } from "./language.ts";
import { spellDates } from "./dates.ts";
import { plainForms } from "./plain-forms.ts";
import { quantitiesIn } from "./numbers.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Why two texts cannot both hold, in words, by which rule; null where no rule finds them apart. */
export type Disagreement = { rule: string; reason: string };

/** One of two texts that are compared, as the rules read it. */
export type Side = ReturnType<typeof sideOf>;

/** Both texts as the rules read them; a text whose language nothing tells is read in that of the other. */
export function sidesOf(left: string, right: string): [Side, Side] {
  const [one, other] = [plainForms(left), plainForms(right)];
  const [first, second] = [languageOf(one), languageOf(other)];
  return [sideOf(one, languageOf(one, second)), sideOf(other, languageOf(other, first))];
}
function sideOf(text: string, language: Language) {
  const { tokens, answer } = tokensOf(text, language);
  const quantities = quantitiesIn(spellDates(text));
  const content = tokens.filter((token) => isContent(token)).map(({ text: word }) => stem(word));
  return { text, tokens, language, answer, quantities, content };
}

const functionWords = new Set(
  "the a an is are was were be been being am of to in on at for with and or it its this that these those you we they he she i has have had do does did from by as if there his her their your our my me us them who which so than then just also too please will would shall should very it's der die das den dem des ein eine einen einem einer ist sind war waren wird werden wurde wurden und oder mit von zu im am auf für sie er es wir ich ihr ihre ihren hat haben bitte man sich bei aus als auch noch zum zur dass sein seine um le la les un une des du de est sont était et ou à au aux dans sur pour avec vous nous il elle ils je que qui ce cette votre notre être a ont par el los las del es son fue y o en al por para con se su está están ser ha han lo o os as um uma do da dos das é são foi e em na com seu sua ao i gli di della sono che si de het een zijn en of op te voor met van dat u w na z do się jest są to że".split(
    " ",
  ),
);
const chineseFunction = new Set(
  "的了是在和与及也就都这那有我你他她它们吗呢吧请把被给对从到为以所之其此处着过个",
);

export function isContent({ text, mark }: Token): boolean {
  if (mark?.kind === "negation" || mark?.kind === "idiom") return false;
  return !functionWords.has(text) && !chineseFunction.has(text) && !/^\d/.test(text);
}

/** Endings of the commoner inflections off; enough to see "stir" in "stirring". */
export function stem(word: string): string {
  if (/\p{sc=Han}/u.test(word) || word.length < 4) return word;
  const endings = /(?:ingly|edly|ings?|ied|ies|ed|es|er|en|em|e|s|n)$/u;
  const short = word.replace(/s$/u, "").replace(endings, "");
  return short.length >= 3 ? short.replace(/([bdglmnprt])\1$/u, "$1") : word;
}

/** Shared content over the smaller of the two: 1 where one says all that the other says. */
export function overlap(a: Side, b: Side): number {
  const words = ({ content, tokens }: Side) =>
    new Set(content.length > 0 ? content : tokens.map(({ text }) => text));
  const [left, right] = [words(a), words(b)];
  const shared = [...left].filter(
    (word) => right.has(word) || [...right].some((other) => isKin(word, other)),
  ).length;
  return shared / Math.max(1, Math.min(left.size, right.size));
}

/** Words of one family: a long common beginning. */
export function isKin(left: string, right: string): boolean {
  if (left === right) return true;
  const shorter = Math.min(left.length, right.length);
  let common = 0;
  while (common < shorter && left[common] === right[common]) common += 1;
  return common >= 4 && common >= shorter * 0.75;
}

/** Two forms of one word: what differs is a short ending. "Java" and "JavaScript" are two. */
function isInflected(left: string, right: string): boolean {
  if (/\d/.test(left + right)) return left === right;
  return isKin(stem(left), stem(right)) && Math.abs(left.length - right.length) <= 3;
}

/** Two forms of one word, unless it is a name: those are written alike or are two. */
export function isForm(left: string, right: string, side: Side): boolean {
  return isName(left, side) || isName(right, side) ? left === right : isInflected(left, right);
}

/** Written with a capital inside a sentence; German does that with every noun. */
export function isName(word: string, { text, language }: Side): boolean {
  if (language === "de" || word === "") return false;
  const capital = word.charAt(0).toUpperCase() + word.slice(1);
  return (
    capital !== word &&
    new RegExp(`[\\p{L},] ${capital.replace(/[^\p{L}\p{N}]/gu, ".")}(?!\\p{L})`, "u").test(text)
  );
}

/** Words of both together: in long texts a denial, or an "all", may belong to anything. */
export function lengthOf(a: Pick<Side, "tokens">, b: Pick<Side, "tokens">): number {
  return a.tokens.length + b.tokens.length;
}

/** True where two things that both name have changed places, false where not, null where fewer than two are shared. */
export function orderTurned(a: Side, b: Side): boolean | null {
  const things = (side: Side) =>
    side.tokens.filter((token) => isContent(token) && token.mark === null).map(({ text }) => stem(text));
  const [left, right] = [things(a), things(b)];
  const places = left
    .filter((word, place) => left.indexOf(word) === place)
    .map((word) => right.findIndex((other) => isKin(word, other)))
    .filter((place) => place >= 0);
  return places.length < 2 ? null : places.some((place, at) => at > 0 && place < (places[at - 1] ?? 0));
}
