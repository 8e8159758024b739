import { fencedBlocks } from "../../json-text.ts";
import { isQuotedAfter, isQuotedBefore, isCorrectionBefore } from "./quoting.ts";

/** One object of a reply that the judge wrote as its own. */
export type Found =
  | { kind: "object"; value: Record<string, unknown>; text: string; isCorrection: boolean }
  | { kind: "unreadable"; fault: string; text: string };

type Span = { start: number; end: number };

const jsonFences = new Set(["", "json", "json5", "jsonc", "javascript", "js", "text", "txt", "plaintext"]);
/** Tags around what was judged or is cited. */
const quotingTags =
  "output|outputs|input|inputs|reference|rubric|quote|quoted|blockquote|cite|response|candidate|submission|excerpt|document|text|user|assistant|message|example|examples";
const thinkingTags = "think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis";
/** <think>, <seed:think>, and the signs that Kimi and Magistral put instead. */
const thinkingTag = new RegExp(
  `</?(?:\\w+:)?(?:${thinkingTags})\\b[^>]*>|◁/?think(?:ing)?▷|\\[/?THINK(?:ING)?\\]`,
  "gi",
);
/** gpt-oss speaks in channels; all but the final one is thinking, and the marks themselves are no words. */
const channel = /<\|channel\|>\s*(?!final\b)\w+[\s\S]*?(?=<\|start\|>|<\|channel\|>\s*final\b|$)/g;
const controlMark = /<\|start\|>\s*\w+|<\|channel\|>\s*final\b|<\|\w+\|>/g;

/** The objects a judge wrote as its own, in order: outside thinking, quotes, cited fences and tags. */
export function ownObjects(text: string): Found[] {
  const candidates = objectsIn(text);
  const whole = candidates.length === 1 && candidates[0]?.text === text.trim();
  const thought = whole ? [] : thinkingSpans(text, candidates);
  const cited = whole ? [] : citedSpans(text, candidates);
  const fences = fencedBlocks(text);
  const hidden = [...thought, ...cited, ...channelSpans(text, candidates)];
  // What was thought or cited introduces nothing: blank, the places in the text stay what they are.
  const spoken = hidden.reduce(
    (rest, { start, end }) => rest.slice(0, start) + "\n".repeat(end - start) + rest.slice(end),
    text,
  );
  return candidates
    .filter(({ start, end }) => !hidden.some((span) => start >= span.start && end <= span.end))
    .filter((candidate) => whole || !isQuoted(spoken, candidate, fences))
    .map((candidate) => {
      if (isInList(spoken, candidate))
        return { kind: "unreadable", fault: "is a list", text: candidate.text };
      return read(candidate, isCorrectionBefore(spoken.slice(0, outerStart(candidate, fences))));
    });
}

type Candidate = Span & { text: string; isOpen: boolean };
type Fence = ReturnType<typeof fencedBlocks>[number];

/** Brace groups that look like JSON, by a scan that knows strings; an open one runs to the end. */
function objectsIn(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (let at = text.indexOf("{"); at >= 0; at = text.indexOf("{", at)) {
    const end = closeOf(text, at);
    const looksLikeJson = /^\{\s*(?:["'}]|[A-Za-z_]\w*\s*:|\/[/*])/.test(text.slice(at, at + 200));
    if (end === null) {
      // An object that never ends hides whatever would stand in it; a lone brace of prose does not.
      if (looksLikeJson) {
        found.push({ start: at, end: text.length, text: text.slice(at), isOpen: true });
        break;
      }
      at += 1;
      continue;
    }
    if (looksLikeJson) found.push({ start: at, end, text: text.slice(at, end), isOpen: false });
    at = end;
  }
  return found;
}

/** Where the brace at `start` is closed, or null. Braces inside JSON strings do not count. */
function closeOf(text: string, start: number): number | null {
  let depth = 0;
  let isInString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === "\\") at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

function read({ text, isOpen }: Candidate, isCorrection: boolean): Found {
  if (isOpen) return { kind: "unreadable", fault: "is cut off", text };
  try {
    const value: unknown = JSON.parse(text);
    if (hasRepeatedKey(text)) return { kind: "unreadable", fault: "has one key twice", text };
    return { kind: "object", value: value as Record<string, unknown>, text, isCorrection };
  } catch {
    // Only what could have been a verdict stands in the way of another.
    return /score/i.test(text)
      ? { kind: "unreadable", fault: "cannot be parsed", text }
      : { kind: "object", value: {}, text, isCorrection };
  }
}

/** True when the object names one key twice, at its first level. */
function hasRepeatedKey(text: string): boolean {
  const keys = new Set<string>();
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/gs)) {
    const [token, colon] = match;
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    else if (colon && depth === 1) {
      const key = (JSON.parse(token.slice(0, token.length - colon.length)) as string).toLowerCase();
      if (keys.has(key)) return true;
      keys.add(key);
    }
  }
  return false;
}

/**
 * What was thought aloud. A tag inside an object's string is text; a closing tag that the thinking itself quotes is
 * passed over for the last one before the next opening; one without an opening ends what stands before it.
 */
function thinkingSpans(text: string, objects: readonly Candidate[]): Span[] {
  const tags = Array.from(text.matchAll(thinkingTag), (match) => ({
    at: match.index,
    end: match.index + match[0].length,
    isClosing: match[0].slice(1, 2) === "/",
  })).filter(
    ({ at, isClosing }) =>
      !objects.some(({ start, end, isOpen }) => !isOpen && at > start && at < end) &&
      // "It says </think>" names a tag and closes nothing.
      !(isClosing && isQuotedBefore(text.slice(0, at))),
  );
  const spans: Span[] = [];
  let open: number | null = tags[0]?.isClosing ? 0 : null;
  for (const [place, tag] of tags.entries()) {
    if (!tag.isClosing) open ??= tag.at;
    else if (open !== null && !tags[place + 1]?.isClosing) {
      spans.push({ start: open, end: tag.end });
      open = null;
    }
  }
  if (open !== null) spans.push({ start: open, end: text.length });
  return spans;
}

/** What was said in another channel than the final one, and the marks around it. */
function channelSpans(text: string, objects: readonly Candidate[]): Span[] {
  return [channel, controlMark]
    .flatMap((mark) => Array.from(text.matchAll(mark)))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter(
      (span) => !objects.some(({ start, end, isOpen }) => !isOpen && span.start > start && span.end < end),
    );
}

/** Tagged material and lines that Markdown marks as quoted. */
function citedSpans(text: string, objects: readonly Candidate[]): Span[] {
  const isText = (at: number) => !objects.some(({ start, end, isOpen }) => !isOpen && at > start && at < end);
  const spans: Span[] = [];
  for (const match of text.matchAll(new RegExp(`<(${quotingTags})\\b[^>]*>`, "gi"))) {
    if (!isText(match.index)) continue;
    const close = text.toLowerCase().lastIndexOf(`</${match[1]?.toLowerCase()}>`);
    spans.push({ start: match.index, end: close < 0 ? text.length : close });
  }
  for (const match of text.matchAll(/^[ \t]*>.*(?:\n[ \t]*>.*)*/gm))
    spans.push({ start: match.index, end: match.index + match[0].length });
  return spans;
}

/** True for an object in a fence of another language, between quotation marks, in a list, or said to be cited. */
function isQuoted(text: string, candidate: Candidate, fences: readonly Fence[]): boolean {
  const fence = fenceOf(candidate, fences);
  if (fence && (!jsonFences.has(fence.info) || !isAlone(fence, candidate))) return true;
  const [start, end] = fence ? [fence.start, fence.end] : [candidate.start, candidate.end];
  return isQuotedBefore(text.slice(0, start)) || isQuotedAfter(text.slice(end));
}

/** True for an object in a JSON list: one verdict was asked for. */
function isInList(text: string, { start, end }: Span): boolean {
  return /[[,]\s*$/.test(text.slice(0, start)) && /^\s*[\],]/.test(text.slice(end));
}

function fenceOf({ start, end }: Span, fences: readonly Fence[]): Fence | undefined {
  return fences.find((fence) => start >= fence.start && end <= fence.end);
}

/** True when the fence holds this object and other objects only: prose around it makes it an excerpt. */
function isAlone(fence: Fence, candidate: Candidate): boolean {
  const rest = fence.body.replace(candidate.text, "").trim();
  return rest === "" || objectsIn(rest).some(({ start }) => start === 0);
}

function outerStart(candidate: Candidate, fences: readonly Fence[]): number {
  return fenceOf(candidate, fences)?.start ?? candidate.start;
}
