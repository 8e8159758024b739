import { diffLinesOf, type DiffPart, diffWords } from "#text";

/** Two texts compared, by words and by lines. */
export type TextDiff = {
  words: DiffPart[];
  lines: DiffPart[];
  /** Lines touched by the change, and how many the text has. */
  changedLines: number;
  totalLines: number;
};

export function diffTexts(before: string, after: string): TextDiff {
  return {
    words: diffWords(before, after),
    lines: diffLinesOf(before, after),
    changedLines: changedLines(before, after),
    totalLines: countLines(after),
  };
}

/** Lines put in or taken out, whichever are more. */
function changedLines(before: string, after: string): number {
  // With a line end after both, a line put at the end does not count the one before it as changed.
  const parts = diffLinesOf(`${before}\n`, `${after}\n`);
  const count = (kind: DiffPart["kind"]) =>
    parts.filter((part) => part.kind === kind).reduce((sum, { text }) => sum + countLines(text), 0);
  return Math.max(count("added"), count("removed"));
}

export function countLines(text: string): number {
  return text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
}
