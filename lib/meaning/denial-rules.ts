import type { Axis } from "./axes.ts";
import {
  type Disagreement,
  isContent,
  isKin,
  lengthOf,
  orderTurned,
  overlap,
  type Side,
  stem,
} from "./sides.ts";
import { areOpposites } from "./english-words.ts";
import { areSynonyms, type Token } from "./tokens.ts";

function levelOf({ tokens }: Side): "all" | "some" | null {
  const levels = tokens.flatMap(({ mark }) => (mark?.kind === "quantity" ? [mark.level] : []));
  return levels.includes("some") ? "some" : levels.includes("all") || tokens.some(isNobody) ? "all" : null;
}
function isNobody({ text }: Token): boolean {
  return /^(?:no_?one|nobody|none|never|niemand\w*|kein\w*|nie|niemals|personne|aucune?|nadie|ningun\w*|ninguém|nessuno|niemand|nikt|никто|没有人|无人)$/u.test(
    text,
  );
}

export function quantifiers(a: Side, b: Side): Disagreement | null {
  const [left, right] = [levelOf(a), levelOf(b)];
  if (left === null || right === null || left === right || lengthOf(a, b) > 40) return null;
  if (overlap(a, b) < (lengthOf(a, b) > 24 ? 0.6 : 0.4)) return null;
  return { rule: "quantity", reason: "all against some" };
}

/** Signs on each axis; on those that deny, turned by the denials of the clause. */
function signsOf({ tokens }: Side): Map<Axis, Set<number>> {
  const signs = new Map<Axis, Set<number>>();
  for (const { mark, clause } of tokens) {
    if (mark?.kind !== "axis") continue;
    const denials = tokens.filter(
      (token) => token.clause === clause && token.mark?.kind === "negation",
    ).length;
    const sign = mark.sign * (mark.axis.denies && denials % 2 === 1 ? -1 : 1);
    signs.set(mark.axis, (signs.get(mark.axis) ?? new Set()).add(sign));
  }
  return signs;
}

/** Axes that both sides stand on, with whether they stand on opposite ends. */
function meetings(a: Side, b: Side): { axis: Axis; isOpposite: boolean }[] {
  const [left, right] = [signsOf(a), signsOf(b)];
  const found: { axis: Axis; isOpposite: boolean }[] = [];
  for (const [axis, ours] of left) {
    const theirs = right.get(axis);
    if (theirs && ours.size === 1 && theirs.size === 1)
      found.push({ axis, isOpposite: [...ours][0] !== [...theirs][0] });
  }
  return found;
}

/** Left and right, today and tomorrow: another thing, whatever is denied; and a verdict where it is all there is. */
export function opposites(a: Side, b: Side): Disagreement | null {
  const found = meetings(a, b);
  const isNear = lengthOf(a, b) <= 24 || overlap(a, b) >= 0.6;
  const plain = isNear ? found.find(({ axis, isOpposite }) => isOpposite && axis.isIdentity) : undefined;
  const denying = found.filter(({ axis }) => axis.denies);
  const only =
    denying.length === 1 && overlap(a, b) < leastOverlap && lengthOf(a, b) <= 24
      ? denying.find(({ isOpposite }) => isOpposite)
      : undefined;
  const axis = (plain ?? only)?.axis;
  return axis ? { rule: "opposite", reason: `opposite in ${axis.name}` } : null;
}

const leastOverlap = 0.34;

/** How much two texts must share before a denial in one is held to deny what the other says. */
function neededOverlap(a: Side, b: Side, isOpposed: boolean): number {
  const length = lengthOf(a, b);
  // Two languages share no words, and two lines of a few words have little room for other matters.
  if (length <= (a.language === b.language ? 6 : 24) && (isOpposed || a.language !== b.language)) return 0;
  if (isOpposed && length <= 24) return 0.2;
  return length <= 24 ? leastOverlap : length <= 40 ? 0.55 : length <= 100 ? 0.7 : 0.8;
}

/** Denials, and words that deny, counted together: two make a yes. */
function parity({ tokens, language }: Side, other: Side): { counted: number; idle: number } {
  const denying = tokens.flatMap(({ mark, clause }, place) =>
    mark?.kind === "negation" ? (isContrast(tokens, place, clause, other) ? [] : [place]) : [],
  );
  const counted = denying.filter((place) => isSaidBy(other, denied(tokens, place), language)).length;
  // A text that says "cancel" twice denies once.
  // In longer texts it must be something of which the other text speaks too.
  const isLong = lengthOf({ tokens }, other) > 14;
  const words = new Set(
    tokens.flatMap(({ text, mark }) =>
      mark?.kind === "axis" &&
      mark.axis.denies &&
      mark.sign < 0 &&
      (!isLong ||
        other.tokens.some((theirs) => theirs.mark?.kind === "axis" && theirs.mark.axis === mark.axis))
        ? [stem(text)]
        : [],
    ),
  ).size;
  return { counted: counted + words, idle: denying.length - counted };
}

/** What a denial denies: the next words of its clause, and where none follow those before it ("fume pas"). */
function denied(tokens: readonly Token[], place: number): string[] {
  const clause = tokens[place]?.clause;
  const isTold = (token: Token) =>
    token.clause === clause && (isContent(token) || token.mark?.kind === "quantity");
  const after = tokens.slice(place + 1).filter(isTold);
  const told = after.length > 0 ? after.slice(0, 3) : tokens.slice(0, place).filter(isTold).slice(-1);
  return told.map(({ text }) => text);
}

/**
 * Whether the other text speaks of what is denied: "not included" says nothing against "buy it separately". Across
 * languages, and where words are read by the character, nobody can tell.
 */
function isSaidBy(other: Side, words: readonly string[], language: Side["language"]): boolean {
  if (words.length === 0 || other.language !== language || language === "zh" || language === "ja")
    return true;
  return words.some((word) =>
    other.tokens.some(
      ({ text }) =>
        isKin(stem(word), stem(text)) ||
        areSynonyms(word, text) ||
        (language === "en" && areOpposites(word, text)),
    ),
  );
}

/** Opposites of English that the lexicon has not, each word of one side counted once. */
function opposedWords(a: Side, b: Side): [string, string][] {
  if (a.language !== "en" || b.language !== "en" || lengthOf(a, b) > 40) return [];
  // "The north is richer than the south" and "the south is poorer than the north" are one.
  if (orderTurned(a, b) === true && [a, b].every(({ text }) => /\bthan\b/iu.test(text))) return [];
  const only = (one: Side, other: Side) =>
    one.tokens.filter(
      (token) =>
        isContent(token) &&
        !(token.mark?.kind === "quantity" && token.mark.level === "all") &&
        !one.quantities.some(({ text }) => text.toLowerCase().includes(token.text)) &&
        !(token.mark?.kind === "axis" && token.mark.axis.denies && token.mark.sign < 0) &&
        !other.tokens.some(({ text }) => stem(text) === stem(token.text)),
    );
  const theirs = only(b, a);
  return only(a, b).flatMap(({ text, mark }): [string, string][] => {
    const found = theirs.find(
      (other) =>
        areOpposites(text, other.text) &&
        !isDenyingForm(text, other.text) &&
        !(mark?.kind === "axis" && other.mark?.kind === "axis" && mark.axis === other.mark.axis),
    );
    return found ? [[text, found.text]] : [];
  });
}

/** "Usual" and "unusual": the rule of prefixes counts them. */
function isDenyingForm(left: string, right: string): boolean {
  const bare = (word: string) => /^(?:un|in|im|il|ir|dis|non-?|miss|a)(.{3,})$/u.exec(word)?.[1];
  return [bare(left), right].every(Boolean) && isKin(bare(left) ?? "", right)
    ? true
    : bare(right) !== undefined && isKin(bare(right) ?? "", left);
}

/** ", not the repair": denies another thing, which the other text does not speak of. */
function isContrast(tokens: readonly Token[], place: number, clause: number, other: Side): boolean {
  if (clause === 0 || tokens[place - 1]?.clause === clause) return false;
  const rest = tokens
    .filter((token) => token.clause === clause && isContent(token))
    .map(({ text }) => stem(text));
  return (
    rest.length > 0 &&
    rest.length <= 3 &&
    !rest.some((word) => other.content.some((theirs) => isKin(word, theirs)))
  );
}

/**
 * All that turns a sentence round, on both sides together: denials, denying prefixes, and opposites such as "rose" and
 * "fell" (or "beat" and "lost to", unless who and whom have changed places). An odd number leaves them opposed.
 */
export function denials(a: Side, b: Side): Disagreement | null {
  const isTurned = orderTurned(a, b);
  const opposed = meetings(a, b).filter(({ axis, isOpposite }) => {
    if (axis.denies || axis.isIdentity) return false;
    if (!axis.converse) return isOpposite;
    // Which came first is turned round by a clause put in front as well; exchanged things are for the roles.
    if (axis.name === "order" && a.language !== "zh" && a.language !== "ja")
      return isOpposite && isTurned === false;
    // Without two things in common nobody can say whether they changed places, unless all else is the same.
    const isMoved = isTurned ?? (overlap(a, b) >= 0.6 && lengthOf(a, b) <= 16 ? false : null);
    if (isMoved === null || lengthOf(a, b) > 24) return false;
    // "Tickets were sold last night" turns the words of "last night we sold tickets" round, and nothing else.
    if (!isOpposite && axis.name !== "amount" && a.language === "en") return false;
    return isOpposite !== isMoved && (axis.name !== "amount" || isComparison(a, b));
  });
  const words = opposedWords(a, b);
  const [ours, theirs] = [parity(a, b), parity(b, a)];
  const prefixed = prefixes(a, b);
  const turns = ours.counted + theirs.counted + prefixed + opposed.length + words.length;
  // Both deny, one of them in words that the other has not: nothing says that they deny different things.
  const isUnclear = (ours.idle > 0 && theirs.counted > 0) || (theirs.idle > 0 && ours.counted > 0);
  if (
    turns % 2 === 0 ||
    isUnclear ||
    overlap(a, b) < neededOverlap(a, b, opposed.length + words.length + deniedForms(a, b, true) > 0)
  )
    return null;
  const [pair] = words;
  if (pair) return { rule: "opposite", reason: `"${pair[0]}" against "${pair[1]}"` };
  const [first] = opposed;
  return first
    ? { rule: "opposite", reason: `opposite in ${first.axis.name}` }
    : { rule: "denial", reason: "what one says the other denies" };
}

function isComparison(a: Side, b: Side): boolean {
  const than = /\b(?:than|als|que|che|di|dan|niż|чем)\b|比|于/u;
  return [a, b].every(({ text }) => than.test(text.toLowerCase())) || lengthOf(a, b) <= 16;
}

/** "uncommon" against "common": a denying prefix that only one side has. */
export function prefixes(a: Side, b: Side): number {
  return deniedForms(a, b, false);
}

/** The same, also of words that stand on an axis, which the signs have counted. */
function deniedForms(a: Side, b: Side, withAxes: boolean): number {
  const denied = (one: Side, other: Side) =>
    one.tokens.filter(({ text, mark }) => {
      if (mark?.kind === "axis" && !withAxes) return false;
      const bare = /^(?:un|in|im|il|ir|dis|non-?|miss|a|不|非|未)(.{3,})$/u.exec(text)?.[1];
      return (
        bare !== undefined &&
        other.tokens.some((token) => isKin(token.text, bare)) &&
        !other.tokens.some((token) => token.text === text)
      );
    }).length;
  return denied(a, b) + denied(b, a);
}
