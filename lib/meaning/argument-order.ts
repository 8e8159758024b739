import { type Disagreement, isContent, isKin, lengthOf, type Side, stem } from "./sides.ts";

const relations = new Set(
  "to into onto from by of for than with over against before after about in on at between under above below towards toward via through".split(
    " ",
  ),
);
/** These say the same of what they lead to. */
const alike: Record<string, string> = { into: "to", onto: "to", towards: "to", toward: "to" };

/** In longer texts a thing stands in many relations, and which of them was meant nothing here tells. */
const mostWords = 40;

type Thing = { stem: string; relation: string | null; place: number };

/**
 * Who does what to whom, read from small words: a thing that stands behind "to", "from", "of", "than" in one text and
 * another that both have stands there in the other; or two things around the same word in the other order.
 */
export function otherOrder(a: Side, b: Side): Disagreement | null {
  if (a.language !== "en" || b.language !== "en" || lengthOf(a, b) > mostWords) return null;
  const [ours, theirs] = [thingsOf(a), thingsOf(b)];
  const pairs = ours.flatMap((one) => {
    const other = theirs.filter((thing) => isKin(one.stem, thing.stem));
    return other.length === 1 && other[0] ? [[one, other[0]] as const] : [];
  });
  const isTaken = pairs.some(([x, x2]) =>
    pairs.some(
      ([y, y2]) =>
        x !== y &&
        x.relation !== null &&
        x.relation === y2.relation &&
        x.relation !== x2.relation &&
        x.relation !== y.relation,
    ),
  );
  const isStranded =
    pairs.some(
      ([x, x2]) => x.relation !== x2.relation && strandedIn(b) !== null && x.relation === strandedIn(b),
    ) ||
    pairs.some(
      ([x, x2]) => x.relation !== x2.relation && strandedIn(a) !== null && x2.relation === strandedIn(a),
    );
  return isTaken || isStranded || turnsAround(pairs, [a, b])
    ? { rule: "roles", reason: "who and whom, or from and to, have changed places" }
    : null;
}

/** The words of content, each with the small word that leads to it, unless a verb or another thing stands between. */
function thingsOf({ tokens }: Side): Thing[] {
  const things: Thing[] = [];
  let relation: string | null = null;
  let since = 0;
  for (const [place, token] of tokens.entries()) {
    if (relations.has(token.text)) {
      relation = alike[token.text] ?? token.text;
      since = 0;
      continue;
    }
    if (!isContent(token)) {
      if (!/^(?:the|a|an|my|your|our|his|her|their|its|this|that|these|those)$/u.test(token.text))
        relation = null;
      continue;
    }
    // "From my old phone": of a noun with what stands before it, the relation holds for both.
    if (since > 1) relation = null;
    since += 1;
    things.push({ stem: stem(token.text), relation, place });
  }
  return things;
}

/** "Who does Farid report to?": a small word at the end leads to what was asked for. */
function strandedIn({ tokens }: Side): string | null {
  const last = tokens.at(-1)?.text ?? "";
  return relations.has(last) ? (alike[last] ?? last) : null;
}

const passive =
  /\b(?:is|are|was|were|be|been|being|get|gets|got) (?:\p{L}+ly )?\p{L}+(?:ed|en|t|n)\b|\bby\b/iu;

/** "Does sleep affect stress?": the same word between two things that stand in the other order, neither led to. */
function turnsAround(pairs: readonly (readonly [Thing, Thing])[], [a, b]: readonly [Side, Side]): boolean {
  if (passive.test(a.text) !== passive.test(b.text)) return false;
  const isBetween = (at: number, left: number, right: number) => left < at && at < right;
  return pairs.some(([x, x2]) =>
    pairs.some(
      ([y, y2]) =>
        x.place < y.place &&
        y2.place < x2.place &&
        x.relation === null &&
        y.relation === null &&
        x2.relation === null &&
        y2.relation === null &&
        pairs.some(
          ([v, v2]) => isBetween(v.place, x.place, y.place) && isBetween(v2.place, y2.place, x2.place),
        ),
    ),
  );
}
