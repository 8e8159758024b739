/** So much of a text is drawn at once; the rest on demand. */
export const shownAtOnce = 4_000;
/**
 * A block of a long text is laid out by itself. A browser shapes a run without a space again for every line it
 * breaks it into, so its time grows with the square of the length: 100,000 letters froze the page.
 */
const blockLength = 1_000;

/** The beginning of a text to show first: the whole of a short one; never cut inside a `[chip]` or a surrogate pair. */
export function beginningOf(text: string, length = shownAtOnce): string {
  return text.length <= length ? text : text.slice(0, cutAt(text, 0, length));
}

/** A text in blocks that can be laid out one by one, cut after a line end or a space where there is one. */
export function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = cutAt(text, at, blockLength);
    blocks.push(text.slice(at, end));
    at = end;
  }
  return blocks;
}

/** Where to cut at most `length` after `from`. */
function cutAt(text: string, from: number, length: number): number {
  if (from + length >= text.length) return text.length;
  const piece = text.slice(from, from + length);
  const line = piece.lastIndexOf("\n");
  if (line > length / 2) return from + line + 1;
  const open = piece.lastIndexOf("[");
  const end = open > length - 40 && !piece.includes("]", open) ? open : length;
  const space = piece.slice(0, end).lastIndexOf(" ");
  if (space > length / 2) return from + space + 1;
  const isSplit = /[\uD800-\uDBFF]/.test(text.charAt(from + end - 1));
  return from + end - (isSplit ? 1 : 0);
}
