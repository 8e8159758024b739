/** How far an edit is from the output: tokens inserted, deleted or replaced, and that over the longer length (0..1). */
export type EditDistance = { distance: number; ratio: number };

/** A stretch of text as it was kept, taken out or put in. */
export type DiffPart = { kind: "same" | "removed" | "added"; text: string };

const tokenPattern = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*|[^\s\p{L}\p{N}\p{M}]/gu;

/** Splits text into words and single marks of punctuation; white space is not a token. */
export function tokenize(text: string): string[] {
  return text.match(tokenPattern) ?? [];
}

/** Token-level Levenshtein distance between two texts. */
export function editDistance(before: string, after: string): EditDistance {
  const a = tokenize(before);
  const b = tokenize(after);
  const distance = tokenDistance(a, b);
  const longer = Math.max(a.length, b.length);
  return { distance, ratio: longer === 0 ? 0 : distance / longer };
}

/** Levenshtein distance of two token lists: equal ends are cut first, then one row of the table at a time. */
export function tokenDistance(a: readonly string[], b: readonly string[]): number {
  const { start, endA, endB } = trimEqualEnds(a, b);
  const rows = endA - start;
  const columns = endB - start;
  if (rows === 0 || columns === 0) return Math.max(rows, columns);
  const [left, right] = numberTokens(a.slice(start, endA), b.slice(start, endB));
  const row = Int32Array.from({ length: columns + 1 }, (_, column) => column);
  for (let i = 0; i < rows; i += 1) {
    let diagonal = i;
    let previous = i + 1;
    row[0] = previous;
    for (let j = 1; j <= columns; j += 1) {
      const above = row[j] ?? 0;
      const substituted = left[i] === right[j - 1] ? diagonal : diagonal + 1;
      previous = Math.min(substituted, above + 1, previous + 1);
      diagonal = above;
      row[j] = previous;
    }
  }
  return row[columns] ?? 0;
}

/**
 * The words that changed, in reading order: what was removed stands before what was added. White space
 * belongs to the word before it, so that the parts joined give the texts back exactly.
 */
export function wordDiff(before: string, after: string): DiffPart[] {
  const a = words(before);
  const b = words(after);
  const { start, endA, endB } = trimEqualEnds(a, b);
  const parts: DiffPart[] = [];
  const push = (kind: DiffPart["kind"], text: string) => {
    if (text === "") return;
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  push("same", a.slice(0, start).join(""));
  for (const part of middleDiff(a.slice(start, endA), b.slice(start, endB))) push(part.kind, part.text);
  push("same", a.slice(endA).join(""));
  return tidy(parts);
}

/** Longest common subsequence of the middle; beyond 4 million cells the whole middle counts as replaced. */
function middleDiff(a: readonly string[], b: readonly string[]): DiffPart[] {
  if (a.length === 0 || b.length === 0 || a.length * b.length > 4_000_000)
    return [
      { kind: "removed", text: a.join("") },
      { kind: "added", text: b.join("") },
    ];
  const same = commonLengths(a, b);
  const parts: DiffPart[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && a[i] === b[j]) {
      parts.push({ kind: "same", text: a[i] ?? "" });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && same(i + 1, j) >= same(i, j + 1))) {
      parts.push({ kind: "removed", text: a[i] ?? "" });
      i += 1;
    } else {
      parts.push({ kind: "added", text: b[j] ?? "" });
      j += 1;
    }
  }
  return parts;
}

/** Length of the longest common subsequence of what follows each pair of places. */
function commonLengths(a: readonly string[], b: readonly string[]): (i: number, j: number) => number {
  const width = b.length + 1;
  const [left, right] = numberTokens(a, b);
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const here = i * width + j;
      table[here] =
        left[i] === right[j]
          ? (table[here + width + 1] ?? 0) + 1
          : Math.max(table[here + width] ?? 0, table[here + 1] ?? 0);
    }
  }
  return (i, j) => table[i * width + j] ?? 0;
}

/** Joins changes that only white space keeps apart, and puts what was removed before what was added. */
function tidy(parts: readonly DiffPart[]): DiffPart[] {
  const result: DiffPart[] = [];
  let removed = "";
  let added = "";
  const flush = () => {
    if (removed) result.push({ kind: "removed", text: removed });
    if (added) result.push({ kind: "added", text: added });
    removed = "";
    added = "";
  };
  parts.forEach((part, position) => {
    if (part.kind === "removed") removed += part.text;
    else if (part.kind === "added") added += part.text;
    else if (part.text.trim() === "" && (removed || added) && position < parts.length - 1) {
      removed += part.text;
      added += part.text;
    } else {
      flush();
      result.push({ ...part });
    }
  });
  flush();
  return result;
}

function words(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];
}

function trimEqualEnds(a: readonly string[], b: readonly string[]) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
  }
  return { start, endA, endB };
}

/** Replaces tokens by small numbers: comparing those is several times faster than comparing strings. */
function numberTokens(a: readonly string[], b: readonly string[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const numberOf = (token: string) => {
    const known = numbers.get(token);
    if (known !== undefined) return known;
    numbers.set(token, numbers.size);
    return numbers.size - 1;
  };
  return [Int32Array.from(a, numberOf), Int32Array.from(b, numberOf)];
}
