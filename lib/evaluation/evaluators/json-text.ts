import { losesDigits } from "#platform/json";

/** JSON that keeps its numbers' digits, so that 12345678901234567890 is not read as its neighbour. */
export type ExactJson = null | boolean | string | ExactNumber | ExactJson[] | { [key: string]: ExactJson };

/** A number as it was written; `isRounded` where JavaScript has lost digits of it already. */
export class ExactNumber {
  readonly source: string;
  readonly isRounded: boolean;
  constructor(source: string, isRounded = false) {
    this.source = source;
    this.isRounded = isRounded;
  }
}

/**
 * JSON of the text, or of the first fenced block in it that is JSON (```json, ```JSON, ~~~, on one line too);
 * undefined when neither parses.
 */
export function parseJson(text: string): unknown {
  return firstParsed(text, (candidate) => JSON.parse(candidate) as unknown);
}

/** JSON of the whole text, spaces around it left out; undefined where it is none. */
export function parseWhole(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON: that is the answer.
    return undefined;
  }
}

/** What `parseJson` reads, with the digits of every number kept. */
export function parseExact(text: string): ExactJson | undefined {
  return firstParsed(text, readExact);
}

/** A value that JavaScript holds already; its numbers have no more digits than it kept. */
export function exactOf(value: unknown): ExactJson {
  if (typeof value === "number")
    return new ExactNumber(String(value), Number.isInteger(value) && !Number.isSafeInteger(value));
  if (Array.isArray(value)) return value.map(exactOf);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, exactOf(inner)]));
  return typeof value === "string" || typeof value === "boolean" ? value : null;
}

/** A value as text: a string as it is, all else as JSON. Numbers are written as JavaScript does, those it would round as they came. */
export function exactText(value: unknown): string {
  if (typeof value === "string") return value;
  const numbers: string[] = [];
  // A number that would be rounded is put in by its place, under a mark that no JSON text can hold unescaped.
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (!(inner instanceof ExactNumber)) return inner;
    if (!losesDigits(inner.source)) return Number(inner.source);
    numbers.push(inner.source);
    return `\u0000${numbers.length - 1}\u0000`;
  });
  return numbers.length === 0
    ? text
    : text.replace(/"\\u0000(\d+)\\u0000"/g, (found, place: string) => numbers[Number(place)] ?? found);
}

/** Equal as JSON: the order of keys and how a number is written do not count. `asText` brings strings to one form. */
export function isEqualJson(left: ExactJson, right: ExactJson, asText: (text: string) => string): boolean {
  if (typeof left === "string" && typeof right === "string") return asText(left) === asText(right);
  if (left instanceof ExactNumber) return right instanceof ExactNumber && isEqualNumber(left, right);
  if (typeof left !== "object" || left === null) return left === right;
  if (typeof right !== "object" || right === null || right instanceof ExactNumber) return false;
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, place) => isEqualJson(item, right[place] ?? null, asText))
    );
  if (Array.isArray(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) => Object.hasOwn(right, key) && isEqualJson(left[key] ?? null, right[key] ?? null, asText),
    )
  );
}

/** Three or more backticks or tildes, with the beginning of the line where nothing else stands before them. */
const fenceRun = /((?:^|\n)[ \t]*|)(`{3,}|~{3,})/g;
/** The info string behind an opening fence; every part may be empty, so that it never tries another length. */
const infoString = /[ \t]*([^\s`~{[]*)[^\S\n]*\n?/y;

/**
 * Fenced blocks of a text, in order; the info string is what follows the opening fence. One pass over the fences, for
 * the text is a model's: it takes time in proportion to its length, whatever stands in it.
 */
export function fencedBlocks(text: string): { info: string; body: string; start: number; end: number }[] {
  const runs = Array.from(text.matchAll(fenceRun), ({ 1: lead = "", 2: mark = "", index }) => ({
    mark,
    before: index,
    opensAt: lead !== "" || index === 0 ? index + Number(lead.startsWith("\n")) : null,
    at: index + lead.length,
  }));
  const longestAfter = longestFollowing(runs.map(({ mark }) => mark));
  const blocks: { info: string; body: string; start: number; end: number }[] = [];
  for (let place = 0; place < runs.length; place += 1) {
    const opening = runs[place];
    if (!opening || opening.opensAt === null || !longestAfter[place]?.startsWith(opening.mark)) continue;
    let closing = opening;
    do closing = runs[++place] ?? opening;
    while (!closing.mark.startsWith(opening.mark));
    infoString.lastIndex = opening.at + opening.mark.length;
    const info = infoString.exec(text)?.[1] ?? "";
    const from = infoString.lastIndex;
    // The end of the last line is not the body's, unless that line is the opening one.
    const isOwnLine = closing.opensAt !== null && closing.before >= from;
    blocks.push({
      info: info.toLowerCase(),
      body: text.slice(from, isOwnLine ? closing.before : closing.at),
      start: opening.opensAt,
      end: closing.at + opening.mark.length,
    });
  }
  return blocks;
}

/** Of each fence the longest of its kind that follows. */
function longestFollowing(marks: readonly string[]): string[] {
  const longest = { "`": "", "~": "" };
  return marks
    .toReversed()
    .map((mark) => {
      const kind = mark.startsWith("~") ? "~" : "`";
      const found = longest[kind];
      if (mark.length > found.length) longest[kind] = mark;
      return found;
    })
    .toReversed();
}

function firstParsed<Value>(text: string, read: (candidate: string) => Value): Value | undefined {
  for (const candidate of readings(text)) {
    try {
      return read(candidate);
    } catch {
      // Not JSON as it stands: the next reading may be.
    }
  }
  return undefined;
}

/** The text, its fenced blocks, and the blocks by whole lines: each may be the JSON. */
function* readings(text: string): Generator<string> {
  yield text.replace(/^\uFEFF/, "");
  for (const { body } of fencedBlocks(text)) yield body;
  yield* blocksOfLines(text);
}

/**
 * Blocks whose fences stand on lines of their own, in a list too: so an info string may have several words ("json
 * title=x") and the JSON may hold backticks. A block that nobody closed runs to the end.
 */
function* blocksOfLines(text: string): Generator<string> {
  let fence: string | null = null;
  let body: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, mark = "", rest = ""] = /^\s*(?:(?:[-*+]|\d+[.)])\s+)?(`{3,}|~{3,})(.*)$/s.exec(line) ?? [];
    if (fence === null) {
      if (mark !== "") [fence, body] = [mark, []];
    } else if (mark.startsWith(fence) && rest.trim() === "") {
      yield body.join("\n");
      fence = null;
    } else body.push(line);
  }
  if (fence !== null) yield body.join("\n");
}

function readExact(text: string): ExactJson {
  // The third parameter (ES2025) gives a number's own digits; TypeScript's library does not know it yet.
  const keep = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" ? new ExactNumber(context?.source ?? String(value)) : value;
  return JSON.parse(text, keep as (key: string, value: unknown) => unknown) as ExactJson;
}

function isEqualNumber(left: ExactNumber, right: ExactNumber): boolean {
  if (left.isRounded || right.isRounded) return Number(left.source) === Number(right.source);
  return digitsOf(left.source) === digitsOf(right.source);
}

/** One form for every way to write a number: sign, digits without outer zeros, and the power of ten. */
function digitsOf(source: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source);
  if (!match) return source;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  // By hand: /0+$/ tries every run of zeros to its end, and a number of a model may be long.
  let end = digits.length;
  while (digits[end - 1] === "0") end -= 1;
  const short = digits.slice(0, end);
  if (short === "") return "0";
  return `${sign}${short}e${Number(exponent) - fraction.length + digits.length - short.length}`;
}
