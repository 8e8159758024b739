import type { Disagreement, Side } from "./sides.ts";

/**
 * What one text says and the other must say too: `words` call for it, `or` are other ways to put it that call for
 * nothing themselves. Of English only.
 */
type Class = { rule: string; name: string; words: RegExp; or?: RegExp };

const ofWords = (words: string) =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${words})(?![\p{L}\p{N}])`, "iu");
const oneClass = (rule: string, name: string, words: string, or?: string): Class => ({
  rule,
  name,
  words: ofWords(words),
  ...(or === undefined ? {} : { or: ofWords(or) }),
});

const classes: readonly Class[] = [
  oneClass(
    "time",
    "before",
    "before|prior to|ahead of|beforehand",
    "until|till|up to|previously|earlier|first",
  ),
  oneClass(
    "time",
    "after",
    "after|afterwards",
    "following|once|upon|when|later|then|subsequent|subsequently|post",
  ),
  oneClass("time", "until", "until|till", "up to|before|through|by"),
  oneClass("time", "since", "since", "from|because|as|after|ever"),
  oneClass(
    "scope",
    "only",
    "only|solely|exclusively",
    "just|alone|nothing but|limited to|merely|sole|single",
  ),
  oneClass("scope", "also", "too|as well", "also|even|including|in addition"),
  oneClass(
    "scope",
    "at least",
    "at least|a minimum of|no fewer than|no less than",
    "minimum|minimal|or more|fewest",
  ),
  oneClass(
    "scope",
    "at most",
    "at most|a maximum of|no more than|up to",
    "maximum|maximal|max|limit|limited|or less|or fewer|until|before|within",
  ),
  oneClass("scope", "either", "either|neither", "or|one of|any|both|nor"),
  oneClass(
    "scope",
    "except",
    "except|apart from|other than|excluding|besides",
    "but|exclude|excludes|without|save for",
  ),
  oneClass(
    "modality",
    "must",
    "must|mandatory|compulsory|obligatory|ha(?:ve|s) to",
    "needs?|needed|necessary|required?|requires|obliged|forced|have got to|should",
  ),
  oneClass(
    "modality",
    "may",
    "may|allowed|permitted|permission",
    "can|could|possible|might|ok|okay|allows?|lets?|permits?|able",
  ),
  oneClass(
    "tense",
    "to come",
    "will|shall|going to|['’]ll",
    "would|won['’]t|upcoming|future|next|tomorrow|planned|about to",
  ),
];

const past = ofWords(String.raw`was|were|did|had|been|(?<!\b(?:be|is|are|being|been) )used to`);
const pastToo =
  /(?<![\p{L}])(?:was|were|did|had|been|went|said|told|made|became|came|took|gave|wrote|built|won|lost|\p{L}{2,}ed)(?![\p{L}])/iu;
const present = ofWords("is|are|am|do|does|has|have");

/** Whether something is told as over by one and as lasting by the other. */
function otherTense(a: Side, b: Side): Disagreement | null {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const)
    if (past.test(one.text) && !pastToo.test(other.text) && present.test(other.text))
      return { rule: "tense", reason: "one of them asks about the past" };
  return null;
}

/** Words that bound, allow, oblige or place in time: one of two questions has one that the other has by no other word. */
export function otherBounds(a: Side, b: Side): Disagreement | null {
  if (a.language !== "en" || b.language !== "en") return null;
  for (const { rule, name, words, or } of classes)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      if (words.test(one.text) && !words.test(other.text) && !or?.test(other.text))
        return { rule, reason: `"${name}" in one of them only` };
  return otherTense(a, b) ?? otherAsked(a, b);
}

/** What a question asks for, by its words, and the words by which another of any form asks for it. */
const asked: readonly Class[] = [
  oneClass("asked", "how many", "how many", "number|count|amount|many|total|quantity"),
  oneClass(
    "asked",
    "how much",
    "how much",
    "amount|costs?|prices?|priced|fees?|charges?|rate|expensive|much|pay|sum|total|what is|what['’]s",
  ),
  oneClass(
    "asked",
    "how long",
    "how long",
    "long|length|duration|time|days|hours|minutes|weeks|months|when|lasts?",
  ),
  oneClass(
    "asked",
    "how often",
    "how (?:often|frequently)",
    "often|frequency|frequently|intervals?|times|every",
  ),
  oneClass(
    "asked",
    "how far",
    "how (?:far|old|tall|big|large|high|heavy|fast|deep|wide)",
    "distance|age|height|size|weight|speed|depth|width|old|far|tall|big|large|high|heavy|fast|deep|wide",
  ),
  oneClass("asked", "who", "who|whom|whose", "person|people|name|names|author|whose|by"),
  oneClass("asked", "when", "when", "time|times|date|day|year|month|hours?|long|soon"),
  oneClass(
    "asked",
    "where",
    "where",
    "place|places|location|city|town|country|room|address|site|spot|near|find",
  ),
  oneClass("asked", "why", "why", "reasons?|causes?|how come|purpose|explain|explains|cause of|what for"),
  oneClass(
    "asked",
    "how",
    "how(?! (?:many|much|long|often|frequently|far|old|tall|big|large|high|heavy|fast|deep|wide|come|about))",
    "ways?|steps?|method|means|procedure|instructions|guide|process|approach|like|possible|can|able|manner|differences?|differ",
  ),
];
const asksBy = /(?<!\p{L})(?:what|which|who|whom|whose|when|where|why|how)(?!\p{L})/iu;

/** Where both ask by a word of asking, each must ask for what the other does. */
function otherAsked(a: Side, b: Side): Disagreement | null {
  const isQuestion = ({ text }: Side) =>
    text.trimEnd().endsWith("?") || new RegExp(`^${asksBy.source}`, "iu").test(text.trim());
  if (!isQuestion(a) || !isQuestion(b) || !asksBy.test(a.text) || !asksBy.test(b.text)) return null;
  for (const { rule, name, words, or } of asked)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      if (words.test(one.text) && !words.test(other.text) && !or?.test(other.text))
        return { rule, reason: `one of them asks ${name}` };
  return null;
}
