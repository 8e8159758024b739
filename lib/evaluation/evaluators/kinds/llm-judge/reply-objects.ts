import { fencedBlocks } from "../../json-text.ts";
import { isQuotedBefore, type Standing, standingOf, type Surroundings } from "./quoting.ts";

/**
 * An object with a score, its keys in lower case; `after` are the words from it to the next block.
 */
export type Found =
  | { kind: "object"; value: Record<string, unknown>; text: string; after: string }
  | { kind: "unreadable"; fault: string; text: string };

type Span = { start: number; end: number };

const jsonFences = new Set(["", "json", "json5", "jsonc", "javascript", "js", "text", "txt", "plaintext"]);
/** Tags around what was judged or is cited. */
const quotingTags =
  "output|outputs|input|inputs|reference|rubric|quote|quoted|blockquote|cite|response|candidate|submission|excerpt|document|text|user|assistant|message|example|examples";
const thinkingTags = "think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis";
/** <think>, <seed:think>, and the signs that Kimi and Magistral put instead. */
const thinkingTag = new RegExp(
  `</?(?:\\w{1,20}:)?(?:${thinkingTags})\\b[^>]{0,200}>|◁/?think(?:ing)?▷|\\[/?THINK(?:ING)?\\]`,
  "gi",
);
/** gpt-oss speaks in channels; all but the final one is thinking, and the marks themselves are no words. */
const channel = /<\|channel\|>\s*(?!final\b)\w+[\s\S]*?(?=<\|start\|>|<\|channel\|>\s*final\b|$)/g;
const controlMark = /<\|start\|>\s*\w+|<\|channel\|>\s*final\b|<\|\w+\|>/g;

/** So many objects from the end are looked at. */
const mostObjects = 200;

/**
 * The last object with a score that the judge wrote as its own, outside thinking, quotes, cited fences and tags; where
 * a later one may be its own or not, that one, as unreadable. Null where there is none.
 */
export function lastVerdict(text: string): Found | null {
  const candidates = objectsIn(text);
  const isWhole = candidates.length === 1 && candidates[0]?.text === text.trim();
  const fences = fencesAround(text, candidates);
  const inside = placesInside(text, candidates);
  const hidden = [
    ...(isWhole ? [] : [...thinkingSpans(text, inside), ...citedSpans(text, inside)]),
    ...channelSpans(text, inside),
  ];
  // What was thought or cited introduces nothing: blank, the places in the text stay what they are.
  const spoken = blanked(text, hidden);
  const blocks = [...candidates, ...fences];
  for (const candidate of candidates.slice(-mostObjects).toReversed()) {
    if (hidden.some((span) => candidate.start >= span.start && candidate.end <= span.end)) continue;
    const around = surroundings(spoken, fenceOf(candidate, fences) ?? candidate, blocks);
    const standing = isWhole ? "own" : standingIn(candidate, fences, around);
    if (standing === "cited") continue;
    const found = isInList(spoken, candidate)
      ? { kind: "unreadable" as const, fault: "is a list", text: candidate.text }
      : read(candidate, around.after);
    if (found.kind === "object" && !("score" in found.value)) continue;
    return standing === "own" ? found : { kind: "unreadable", fault: "may be quoted", text: candidate.text };
  }
  return null;
}

type Candidate = Span & { text: string; isOpen: boolean };
type Fence = ReturnType<typeof fencedBlocks>[number];

/** The fences of a reply; backticks in an object's string are text. */
function fencesAround(text: string, candidates: readonly Candidate[]): Fence[] {
  const closed = candidates.filter(({ isOpen }) => !isOpen);
  const pieces = closed.map(
    ({ start, text: own }, place) => text.slice(closed[place - 1]?.end ?? 0, start) + withoutTicks(own),
  );
  return fencedBlocks(pieces.join("") + text.slice(closed.at(-1)?.end ?? 0));
}

const withoutTicks = (text: string) => text.replace(/[`~]/g, " ");

/** The text with every place of the spans blank, so that all others stay where they are. */
function blanked(text: string, spans: readonly Span[]): string {
  let result = "";
  let at = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    result += text.slice(at, Math.max(at, start)) + "\n".repeat(end - Math.max(at, start));
    at = end;
  }
  return result + text.slice(at);
}

/** Marks every place that lies inside a closed object: what stands there is the object's text. */
function placesInside(text: string, objects: readonly Candidate[]): Uint8Array {
  const inside = new Uint8Array(text.length + 1);
  for (const { start, end, isOpen } of objects) if (!isOpen) inside.fill(1, start + 1, end);
  return inside;
}

/** As far as a line is read back from an object. */
const longestLine = 2_000;

/** The words between a block and its neighbours, and its own line up to it without the blocks in that. */
function surroundings(text: string, { start, end }: Span, blocks: readonly Span[]): Surroundings {
  const first = Math.max(0, start - longestLine);
  let [from, to] = [0, text.length];
  let line = text.slice(first, start);
  for (const block of blocks) {
    if (block.start >= end) to = Math.min(to, block.start);
    if (block.end > start) continue;
    from = Math.max(from, block.end);
    if (block.end <= first) continue;
    const at = Math.max(0, block.start - first);
    line = line.slice(0, at) + " ".repeat(block.end - first - at) + line.slice(block.end - first);
  }
  const trimmed = line.trimEnd();
  return {
    before: text.slice(from, start),
    line: trimmed.slice(trimmed.lastIndexOf("\n") + 1),
    after: text.slice(end, to),
  };
}

/** A brace that nothing closes costs a look at all that follows; after so many the rest is taken for unreadable. */
const mostOpenBraces = 100;

/** Brace groups that look like JSON, by a scan that knows strings; an open one runs to the end. */
function objectsIn(text: string): Candidate[] {
  const found: Candidate[] = [];
  let open = 0;
  for (let at = text.indexOf("{"); at >= 0; at = text.indexOf("{", at)) {
    const end = closeOf(text, at);
    const looksLikeJson = /^\{\s*(?:["'}]|[A-Za-z_]\w*\s*:|\/[/*])/.test(text.slice(at, at + 200));
    if (end === null) {
      // An object that never ends hides whatever would stand in it; a lone brace of prose does not.
      open += 1;
      if (looksLikeJson || open > mostOpenBraces) {
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

function read({ text, isOpen }: Candidate, after: string): Found {
  if (isOpen) return { kind: "unreadable", fault: "is cut off", text };
  try {
    const value: unknown = JSON.parse(text);
    if (hasRepeatedKey(text)) return { kind: "unreadable", fault: "has one key twice", text };
    return { kind: "object", value: lowered(value as Record<string, unknown>), text, after };
  } catch {
    // Only what could have been a verdict stands in the way of another.
    return /score/i.test(text)
      ? { kind: "unreadable", fault: "cannot be parsed", text }
      : { kind: "object", value: {}, text, after };
  }
}

/** The object with its keys in lower case: some judges write "Score". */
function lowered(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner]));
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
function thinkingSpans(text: string, inside: Uint8Array): Span[] {
  const tags = Array.from(text.matchAll(thinkingTag), (match) => ({
    at: match.index,
    end: match.index + match[0].length,
    isClosing: match[0].slice(1, 2) === "/",
  })).filter(
    ({ at, isClosing }) =>
      inside[at] !== 1 &&
      // "It says </think>" names a tag and closes nothing.
      !(isClosing && isQuotedBefore(text.slice(Math.max(0, at - longestLine), at))),
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
function channelSpans(text: string, inside: Uint8Array): Span[] {
  return [channel, controlMark]
    .flatMap((mark) => Array.from(text.matchAll(mark)))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter(({ start }) => inside[start] !== 1);
}

/** Tagged material and lines that Markdown marks as quoted. */
function citedSpans(text: string, inside: Uint8Array): Span[] {
  const spans: Span[] = [];
  const closings = new Map<string, number>();
  for (const { 0: tag, index } of text.matchAll(new RegExp(`</(?:${quotingTags})>`, "gi")))
    closings.set(tag.slice(2, -1).toLowerCase(), index);
  for (const match of text.matchAll(new RegExp(`<(${quotingTags})\\b[^>]{0,200}>`, "gi"))) {
    if (inside[match.index] === 1) continue;
    const close = closings.get(match[1]?.toLowerCase() ?? "") ?? -1;
    spans.push({ start: match.index, end: close < 0 ? text.length : close });
  }
  for (const match of text.matchAll(/^[ \t]*>.*(?:\n[ \t]*>.*)*/gm))
    spans.push({ start: match.index, end: match.index + match[0].length });
  return spans;
}

/** Cited in a fence of another language or with prose beside it; else as the words around say. */
function standingIn(candidate: Candidate, fences: readonly Fence[], around: Surroundings): Standing {
  const fence = fenceOf(candidate, fences);
  if (fence && (!jsonFences.has(fence.info) || !isAlone(fence, candidate))) return "cited";
  return standingOf(around);
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
  const rest = fence.body.replace(withoutTicks(candidate.text), "").trim();
  return rest === "" || objectsIn(rest).some(({ start }) => start === 0);
}
