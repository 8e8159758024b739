/** How far an edit is from the output: tokens inserted, deleted or replaced, and that over the longer length (0..1). */
export type EditDistance = { distance: number; ratio: number };

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
  const { start, endA, endB } = differingPart(a, b);
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

/** The part of two lists between their equal beginning and their equal end: `start` is of both, the ends are not in it. */
export function differingPart(
  a: readonly string[],
  b: readonly string[],
): { start: number; endA: number; endB: number } {
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
