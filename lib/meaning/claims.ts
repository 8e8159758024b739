import { disagreementOf } from "./disagreement.ts";
import type { Quantity } from "./numbers.ts";
import { isTellingNumber, unmatched } from "./quantity-rules.ts";
import { isContent, isKin, type Side, sidesOf, stem } from "./sides.ts";
import type { Embed } from "./similarity.ts";
import { areSynonyms } from "./tokens.ts";

export type ClaimLabel = "supported" | "contradicted" | "not_stated";
/** What a source says of a claim, the sentence of the source that comes nearest (its place in it), and why. */
export type ClaimVerdict = {
  label: ClaimLabel;
  evidence: { start: number; end: number };
  reason: string;
};

/** Of a source only so many sentences are read. */
export const mostSourceSentences = 100;
/** Of a claim's words at least this share must stand in the source for it to be supported. */
const fewestKnown = 0.45;
/** Of a claim's words this share must stand in a sentence for a denial or an opposite to contradict the claim. */
const fewestShared = 0.4;
/** And in a sentence or a clause for another number to do so: numbers of other things stand everywhere. */
const fewestForNumber = 0.5;

type Sentence = { start: number; end: number; text: string };
type Near = Sentence & { claim: Side; side: Side; shared: number; isKnown: Known; nearness: number };

/**
 * Judges each claim against a source by rules: the sentences that come nearest by their words and, in English, by their
 * embedding; then numbers (also sums, differences, products and shares of two), denials and opposites; then how many of
 * the claim's words the source has at all. Meant for claims of one sentence.
 */
export async function judgeClaims(
  claims: readonly string[],
  source: string,
  embed: Embed,
): Promise<{ verdicts: ClaimVerdict[]; embeddingModel: string }> {
  const sentences = sentencesOf(source).slice(0, mostSourceSentences);
  const { vectors, reads, model } = await embed([...claims, ...sentences.map(({ text }) => text)]);
  const [, whole] = sidesOf("", source);
  const sides = sentences.map(({ text }) => sidesOf(text, source)[0]);
  const verdicts = claims.map((claim, place) => {
    const [own] = sidesOf(claim, source);
    const isRead = reads === "any" || own.language === "en";
    const isKnown = knowledgeOf(own, whole);
    const near = sentences
      .map((sentence, at): Near => {
        const side = sides[at] ?? whole;
        const shared = shareIn(own, side, isKnown);
        const cosine = isRead ? cosineOf(vectors[place], vectors[claims.length + at]) : 0;
        return { ...sentence, claim: own, side, shared, isKnown, nearness: shared + cosine };
      })
      .toSorted((one, other) => other.nearness - one.nearness);
    return verdictOf(own, whole, near);
  });
  return { verdicts, embeddingModel: model };
}

function verdictOf(own: Side, whole: Side, near: readonly Near[]): ClaimVerdict {
  const [best] = near;
  if (!best) return { label: "not_stated", evidence: { start: 0, end: 0 }, reason: "The source is empty." };
  const at = ({ start, end }: Sentence) => ({ start, end });
  for (const sentence of near.slice(0, 2)) {
    const reason = contradicts(sentence);
    if (reason !== null) return { label: "contradicted", evidence: at(sentence), reason };
  }
  const shares = whole.quantities.filter(({ raw }) => raw > 0 && raw < 1);
  const strange = openNumbers(best).filter(
    (one) =>
      !whole.quantities.some((other) => isSameValue(one, other) || isPart(one, shares, whole.quantities)),
  );
  if (strange[0])
    return {
      label: "not_stated",
      evidence: at(best),
      reason: `${strange[0].text.trim()} is not in the source`,
    };
  const known = shareIn(own, whole, best.isKnown);
  const isSupported = known >= fewestKnown;
  const reason = `${Math.round(known * 100)} % of its words are in the source`;
  return { label: isSupported ? "supported" : "not_stated", evidence: at(best), reason };
}

/** Why a sentence speaks against a claim about the same thing, or null. */
function contradicts(near: Near): string | null {
  const { claim, side, shared } = near;
  if (shared < fewestShared) return null;
  const found = disagreementOf(claim, side);
  if (found && found.rule !== "number") return found.reason;
  return (shared < fewestForNumber ? null : otherNumber(near)) ?? inClause(near);
}

/** A number of the claim that the sentence has not, though it has another one of its kind. */
function otherNumber(near: Near): string | null {
  for (const one of openNumbers(near)) {
    const other = near.side.quantities.find(({ dimension }) => dimension === one.dimension);
    if (other) return `${one.text.trim()} against ${other.text.trim()}`;
  }
  return null;
}

/** The claim's numbers that a sentence neither has nor gives by an operation on two of its own, or as one between two. */
function openNumbers({ claim, side }: Near): Quantity[] {
  return unmatched(claim.quantities, side.quantities)[0]
    .filter(isTellingNumber)
    .filter((one) => !isDerived(one, [...side.quantities, ...claim.quantities.filter((own) => own !== one)]));
}

function isDerived(one: Quantity, from: readonly Quantity[]): boolean {
  const isOne = (value: number) => Math.abs(value - one.raw) < 1e-6 * Math.max(1, Math.abs(one.raw));
  return from.some((left) =>
    from.some(
      (right) =>
        left !== right &&
        [left.raw + right.raw, left.raw - right.raw, left.raw * right.raw, left.raw / right.raw].some(isOne),
    ),
  );
}

/** What the clause with the claim's words says otherwise: another number, or a denial. */
function inClause(near: Near): string | null {
  const best = bestClause(near);
  if (!best || best.shared < fewestForNumber) return null;
  if (isDenied(near.claim) !== isDenied(best.side)) return "one denies what the other says";
  // "Remembers eight devices and connects to two": eight is another clause's.
  for (const one of near.claim.quantities.filter(isTellingNumber)) {
    const isHere = best.side.quantities.some((other) => isSameValue(one, other));
    const other = best.side.quantities
      .filter(isTellingNumber)
      .find(({ dimension }) => dimension === one.dimension);
    if (!isHere && other && !isDerived(one, near.side.quantities))
      return `${one.text.trim()} against ${other.text.trim()}`;
  }
  return null;
}

function isDenied({ tokens }: Side): boolean {
  return tokens.filter(({ mark }) => mark?.kind === "negation").length % 2 === 1;
}

const clauseEnd = /[,;:，；：]\s*|\s+(?:and|but|und|aber|sondern|et|mais|y|pero|e|mas|en|maar)\s+/u;

function bestClause({ claim, side: { text }, isKnown }: Near): { side: Side; shared: number } | null {
  const clauses = text
    .split(clauseEnd)
    .filter((clause) => clause.trim() !== "")
    .map((clause) => {
      const [, side] = sidesOf(claim.text, clause);
      return { side, shared: shareIn(claim, side, isKnown) };
    });
  return clauses.toSorted((one, other) => other.shared - one.shared)[0] ?? null;
}

/** For each word of a claim, the words of the source that are a form of it or a synonym. */
type Known = ReadonlyMap<string, ReadonlySet<string>>;

function knowledgeOf(claim: Side, whole: Side): Known {
  const words = [...new Set(whole.tokens.map(({ text }) => text))].map((text) => ({
    text,
    stem: stem(text),
  }));
  return new Map(
    claim.tokens.filter(isContent).map(({ text }) => {
      const own = stem(text);
      const alike = words.filter((word) => isKin(word.stem, own) || areSynonyms(word.text, text));
      return [text, new Set(alike.map((word) => word.text))];
    }),
  );
}

/** How much of the claim's content another text has; numbers are looked at apart. */
function shareIn(claim: Side, other: Side, isKnown: Known): number {
  const words = claim.tokens.filter(isContent);
  const known = words.filter(({ text }) =>
    other.tokens.some((theirs) => isKnown.get(text)?.has(theirs.text)),
  );
  return known.length / Math.max(1, words.length);
}

/** Half of a price that another sentence names. */
function isPart(one: Quantity, shares: readonly Quantity[], of: readonly Quantity[]): boolean {
  return shares.some((share) => of.some(({ raw }) => Math.abs(share.raw * raw - one.raw) < 1e-6));
}

const isSameValue = (one: Quantity, other: Quantity): boolean =>
  Math.abs(one.value - other.value) < 1e-9 || (one.dimension === other.dimension && one.raw === other.raw);

function cosineOf(left: readonly number[] = [], right: readonly number[] = []): number {
  let [dot, ours, theirs] = [0, 0, 0];
  for (const [place, value] of left.entries()) {
    const other = right[place] ?? 0;
    dot += value * other;
    ours += value * value;
    theirs += other * other;
  }
  return ours * theirs === 0 ? 0 : dot / Math.sqrt(ours * theirs);
}

const segmenter = new Intl.Segmenter("und", { granularity: "sentence" });
/** "Ms. Tarrant", "z. B. Kerzen": no end of a sentence. */
const isAbbreviated =
  /(?:^|\s)(?:\p{L}|Mr|Mrs|Ms|Dr|Prof|St|No|Nr|bzw|ca|vgl|Sr|Sra|e\.g|i\.e|z\. ?B)\.\s*$/u;

/** The sentences of a text with their places in it. */
export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    const last = found.at(-1);
    if (last && isAbbreviated.test(text.slice(last.start, index))) {
      last.end = index + segment.length;
      continue;
    }
    found.push({ start: index, end: index + segment.length, text: "" });
  }
  return found
    .map(({ start, end }) => {
      const raw = text.slice(start, end);
      const lead = raw.length - raw.trimStart().length;
      const trimmed = raw.trim();
      return { start: start + lead, end: start + lead + trimmed.length, text: trimmed };
    })
    .filter(({ text: own }) => own !== "");
}
