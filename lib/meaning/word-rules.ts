import { prefixes } from "./denial-rules.ts";
import {
  type Disagreement,
  isContent,
  isForm,
  isName,
  lengthOf,
  orderTurned,
  type Side,
  stem,
} from "./sides.ts";
import { areOpposites, isMostlyAdjective, isMostlyVerb } from "./english-words.ts";
import { areSynonyms, type Token } from "./tokens.ts";

const copula = /\b(?:is|are|was|were|ist|sind|war|est|sont|es|son|é|são|è|sono)\b/u;
const passive =
  /\b(?:by|von|durch|par|por|da|door|przez)\b|被|让|由|\b(?:is|are|was|were|be|been|being) \p{L}+(?:ed|en)\b/u;

/** The same words with two of them exchanged: "demand outgrew supply", "from Bern to Rome". */
export function roles(a: Side, b: Side): Disagreement | null {
  // Where a picture stands says nothing.
  const [left = [], right = []] = [a, b].map(({ content }) =>
    content.filter((word) => /[\p{L}\p{N}]/u.test(word)),
  );
  if (left.length !== right.length || left.length < 3 || new Set(left).size < left.length) return null;
  const moved = left.filter((word, place) => word !== right[place]);
  if (moved.length !== 2 || moved.some((word) => !right.includes(word))) return null;
  const isPassive = (side: Side) => passive.test(side.text.toLowerCase());
  const isEquation = [a, b].every((side) => copula.test(between(side, moved)));
  const isComparison = [a, b].every(({ text }) => /\bthan\b/iu.test(text));
  if (isPassive(a) !== isPassive(b) || (isEquation && !isPassive(a) && !isComparison)) return null;
  return { rule: "roles", reason: "who and whom have changed places" };
}

/** What stands between the two words that moved. */
function between({ tokens }: Side, moved: readonly string[]): string {
  const places = tokens.flatMap(({ text }, place) => (moved.includes(stem(text)) ? [place] : []));
  return tokens
    .slice(places[0] ?? 0, places.at(-1) ?? 0)
    .map(({ text }) => text)
    .join(" ");
}

/** In longer sentences another word is more often another way to put it: measured on 500 paraphrases. */
const mostWords = 20;

/** The same sentence with another word in it: a name, a thing, a particle that changes the verb. */
export function replaced(a: Side, b: Side): Disagreement | null {
  if (prefixes(a, b) > 0) return null;
  const [left, right] = [a.tokens.map(({ text }) => text), b.tokens.map(({ text }) => text)];
  const kept = commonSequence(left, right);
  const ratio = (2 * kept.length) / Math.max(1, left.length + right.length);
  if (ratio < (a.language === "zh" || a.language === "ja" ? 0.5 : 0.6) || lengthOf(a, b) > mostWords)
    return null;
  const only = (side: Side, other: Side, places: Set<number>) =>
    side.tokens.filter(
      (token, place) =>
        !places.has(place) &&
        isTelling(token) &&
        !other.tokens.some(({ text }) => isForm(text, token.text, side)) &&
        !side.quantities.some(({ text }) => text.toLowerCase().includes(token.text)),
    );
  const ours = only(a, b, new Set(kept.map(([place]) => place)));
  const theirs = only(b, a, new Set(kept.map(([, place]) => place)));
  const [one, other] = [ours[0], theirs[0]];
  if (!isPlainSwap(a, b, kept)) return null;
  if (one && other) {
    const most = isMostlyAdjective(one.text) || isMostlyAdjective(other.text) ? 1 : 2;
    const isOtherThing =
      ours.length <= most &&
      theirs.length <= most &&
      isSameGap([a.tokens.indexOf(one), b.tokens.indexOf(other)], kept) &&
      !isOneThing([one, a], [other, b]);
    return isOtherThing ? { rule: "word", reason: `"${one.text}" against "${other.text}"` } : null;
  }
  if (a.language === "zh" || a.language === "ja") return null;
  const extra = [...ours, ...theirs].find(({ text }) => particles.has(text));
  return extra ? { rule: "word", reason: `"${extra.text}" is said by one only` } : null;
}

/** True where as many shared words stand before the one as before the other. */
function isSameGap(places: readonly [number, number], kept: readonly [number, number][]): boolean {
  const [before, after] = ([0, 1] as const).map(
    (side) => kept.filter((pair) => pair[side] < places[side]).length,
  );
  return before === after;
}

/** Two words in one place that may mean one thing, or whose difference another rule has weighed. */
function isOneThing([one, a]: [Token, Side], [other, b]: [Token, Side]): boolean {
  return (
    areSynonyms(one.text, other.text) ||
    (a.language === "en" && isWeighedEnglish([one, a], [other, b])) ||
    isAcronym(one.text, b) ||
    isAcronym(other.text, a) ||
    isWeighed(one, other, orderTurned(a, b)) ||
    isVerb(one, a.tokens) ||
    isVerb(other, b.tokens)
  );
}

/** English opposites that the denials have weighed, and verbs, of which many name one deed. */
function isWeighedEnglish([one, a]: [Token, Side], [other, b]: [Token, Side]): boolean {
  const isOnOneAxis =
    one.mark?.kind === "axis" && other.mark?.kind === "axis" && one.mark.axis === other.mark.axis;
  if (areOpposites(one.text, other.text)) return !isOnOneAxis;
  return (
    (isMostlyVerb(one.text) && !isName(one.text, a)) || (isMostlyVerb(other.text) && !isName(other.text, b))
  );
}

/** Chinese and Japanese are read by the character: only one short run may differ, and no denial in it. */
function isPlainSwap(a: Side, b: Side, kept: readonly [number, number][]): boolean {
  if (a.language !== "zh" && a.language !== "ja") return true;
  return [a, b].every(({ tokens }, side) => {
    const places = new Set(kept.map((pair) => pair[side]));
    const rest = tokens.flatMap((token, place) => (places.has(place) ? [] : [{ token, place }]));
    const [first, last] = [rest[0], rest.at(-1)];
    return (
      first !== undefined &&
      last !== undefined &&
      last.place - first.place < 3 &&
      !rest.some(
        ({ token }) =>
          token.mark?.kind === "negation" ||
          (side === 0 ? b : a).tokens.some(({ text }) => text === token.text),
      )
    );
  });
}

/** "EU" for "European Union": the first letters of words that stand together in the other text. */
function isAcronym(word: string, { tokens }: Side): boolean {
  const letters = [...word];
  return (
    letters.length > 1 &&
    tokens.some((_, start) => letters.every((letter, at) => tokens[start + at]?.text.startsWith(letter)))
  );
}

const particles = new Set(
  "over off out up down away back only almost nearly formerly allegedly supposedly nur fast beinahe angeblich ehemals seulement presque solo casi quase soltanto quasi alleen bijna tylko prawie только почти 只 仅 几乎 差点 半".split(
    " ",
  ),
);

function isTelling(token: Token): boolean {
  return (isContent(token) || particles.has(token.text)) && token.mark?.kind !== "quantity";
}

/** Two words that the lexicon knows as alike, or as opposites that the other rules have weighed. */
function isWeighed(one: Token, other: Token, isTurned: boolean | null): boolean {
  if (one.mark?.kind !== "axis" || other.mark?.kind !== "axis" || one.mark.axis !== other.mark.axis)
    return false;
  const { denies, converse } = one.mark.axis;
  return one.mark.sign === other.mark.sign || denies === true || (converse === true && isTurned === true);
}

const beforeVerb = new Set(
  "can could will would may might must should shall not you we they i do does did let kann will soll muss nicht zu peut doit puede debe pode deve".split(
    " ",
  ),
);

/** Verbs have many words for one deed; nouns and names in the same place are other things. */
function isVerb(token: Token, tokens: readonly Token[]): boolean {
  const before = tokens[tokens.indexOf(token) - 1]?.text ?? "";
  return /.{3}(?:ed|ing)$/.test(token.text) || beforeVerb.has(before);
}

/** Words that both have in the same order, by their places: a longest common subsequence. */
export function commonSequence(left: readonly string[], right: readonly string[]): [number, number][] {
  const width = right.length + 1;
  const table = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1)
      table[i * width + j] =
        left[i] === right[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0);
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) pairs.push([i++, j++]);
    else if ((table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0)) i += 1;
    else j += 1;
  }
  return pairs;
}
