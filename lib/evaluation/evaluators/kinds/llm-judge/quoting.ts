import {
  announces,
  attributes,
  dismisses,
  givesExample,
  handsOver,
  isBeing,
  isJudged,
  isMine,
  isNamed,
  isTheirs,
  judgedThing,
  saysIt,
  verdictNouns,
} from "./citing-words.ts";

/** As far as words around an object are read. */
const farthest = 2_000;

/** What stands around an object: the words since the block before it, its line so far, and the words up to the next. */
export type Surroundings = { before: string; line: string; after: string };
/** The judge's own, cited from what it judges, or neither for sure. */
export type Standing = "own" | "cited" | "doubtful";

/**
 * Whose an object is, by the words around it: the judge's own where nothing introduces it, a word for a verdict does, or
 * a finished sentence stands before it that announces no quotation, and where it is not part of a longer sentence.
 */
export function standingOf({ before, line, after }: Surroundings): Standing {
  const ways = [
    hasOpenMark(line) ? "cited" : standingBefore(spoken(before.slice(-farthest))),
    standingAfter(spoken(after.slice(0, farthest))),
  ] as const;
  return ways.find((way) => way === "cited") ?? ways.find((way) => way === "doubtful") ?? "own";
}

/** True when the words before a place cite what follows: an open quotation mark, "the output says", "for example". */
export function isQuotedBefore(before: string): boolean {
  const clause = lastSentence(lastLine(before));
  if (hasOpenMark(clause)) return true;
  return !isFinished(clause) && cites(clause);
}

/** The words without tags that only wrap a verdict, and without closing ones. */
function spoken(text: string): string {
  return text.replace(
    /<(?:answer|verdict|result|json|score|judge?ment|evaluation|rating|final(?:_\w+)?)>|<\/[\w:-]+>/gi,
    " ",
  );
}

function standingBefore(before: string): Standing {
  const line = lastLine(before);
  if (!/\p{L}/u.test(line)) return "own";
  const clause = lastSentence(line);
  const isItem = /^\s*(?:[-*•|]|\d+[.)])\s/.test(line) && !/[:：]\W*$/.test(line);
  // A row or a heading that only names what is judged introduces it.
  if (isItem && isNamed.test(line.replace(/[|*•-]/g, " ").trim())) return "cited";
  if (isFinished(line) || isItem) {
    // What goes on from the block before says something of that one.
    const goesOn = before.trim() === line.trim() && /^[\s,;)”"»]*\p{Ll}/u.test(line);
    const announced = before
      .trim()
      .split(/(?<=[.!?])\s+|(?<=[。！？])/u)
      .slice(-2);
    const isAnnounced = announced.some(
      (sentence, place) =>
        (place === announced.length - 1
          ? announces.test(sentence)
          : /\b(?:I|we) (?:quote|cite|copy)\b/i.test(sentence)) && !verdictNouns.test(sentence),
    );
    return isAnnounced && !goesOn ? "cited" : "own";
  }
  if (cites(clause)) return "cited";
  return introduces(clause) ? "own" : "doubtful";
}

function standingAfter(after: string): Standing {
  const words = after.replace(/^[\s*_`]+/u, "");
  if (!/\p{L}/u.test(words) || /^(?:bye|thanks|thank you|cheers|done|end|ok)\W*$/i.test(words)) return "own";
  if (dismisses.test(after.replace(/^\s*\n/, "").slice(0, 160))) return "cited";
  if (attributes.test(words.slice(0, 240))) return "cited";
  const isSameLine = !/^[^\p{L}]*\n/u.test(after);
  // A sentence that goes on after the object holds it as a part.
  if (/^(?:\p{Ll}|[,;:(–—-]\s*\p{L})/u.test(words) && (isSameLine || /^\p{Ll}/u.test(words)))
    return "doubtful";
  if (isSameLine && /^[\p{Lo}\p{M}]/u.test(words)) return "doubtful";
  return "own";
}

function cites(clause: string): boolean {
  return [saysIt, givesExample, isNamed, isBeing, isJudged, isTheirs].some((pattern) => pattern.test(clause));
}

/** A word for a verdict that is not said to be another's. */
function introduces(clause: string): boolean {
  // "I would rate this as follows", "all criteria are met, so:", "Judge:"
  if (
    /\bI(?:['’]d| would| will| have| must| can)?\s+(?:rate|grade|score|judge|evaluate|assess|award|assign)d?\b/i.test(
      clause,
    ) ||
    /\b(?:so|therefore|thus|hence)\s*[:,]?\s*$|^\W*judge\W*$/i.test(clause)
  )
    return true;
  const thing = judgedThing.exec(clause.replace(/(?:final|my|our)\s+(?:answer|response|reply)/gi, "verdict"));
  const verdict = verdictNouns.exec(clause);
  if (thing === null) return verdict !== null || handsOver.test(clause);
  if (/^\W*answer\W*$/i.test(clause)) return true;
  return verdict !== null && (isMine.test(clause) || verdict.index < thing.index);
}

function lastLine(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.slice(trimmed.lastIndexOf("\n") + 1);
}

/** The unfinished sentence that leads to what follows, or the last finished one. */
function lastSentence(line: string): string {
  return line.split(/(?<=[.!?。！？])\s+|(?<=[。！？])(?=.)/u).at(-1) ?? "";
}

function isFinished(line: string): boolean {
  return /[.!?。！？।؟…]["”»」)*_]*\s*$/.test(line);
}

/** An opening quotation mark, or a straight one that is not closed, in the words just before. */
function hasOpenMark(line: string): boolean {
  const pairs = ["«»", "“”", "„“", "「」", "『』", "‹›", "《》", "‘’"];
  for (const [open = "", close = ""] of pairs.map((pair) => [...pair])) {
    if (line.lastIndexOf(open) > line.lastIndexOf(close)) return true;
  }
  const straight = line.replace(/\{[^{}]*\}/g, "");
  if ((straight.match(/"/g)?.length ?? 0) % 2 === 1) return true;
  return (straight.match(/`/g)?.length ?? 0) % 2 === 1 || /(?:^|\s)['>]$/.test(line);
}
