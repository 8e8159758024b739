import { formatDate } from "#platform/format";

/** By the names that rooms give what they hold. */
const names = {
  "observability.generations": "calls",
  "feedback.feedback": "feedback",
  "review.tasks": "reviewed tasks",
} as const;
export type What = (typeof names)[keyof typeof names];

type Removed = { kind: string; before: Date };
type Span = { from: Date; to: Date };

/** What retention took of what a page counts, in words; null where that is nothing. */
export function removedWords(
  removed: readonly Removed[],
  { of, isCompared = false }: { of: readonly What[]; isCompared?: boolean },
): string | null {
  const gone = removed.flatMap(({ kind, before }) => {
    const what = names[kind as keyof typeof names] as What | undefined;
    return what && of.includes(what) ? [{ what, text: `${what} before ${formatDate(before)}` }] : [];
  });
  if (gone.length === 0) return null;
  const where = isCompared ? "here or in what this is compared with" : "here";
  const sums = gone.some(({ what }) => what === "calls")
    ? " Sums of whole days still count those calls."
    : "";
  return `No longer kept, and not counted ${where}: ${gone.map(({ text }) => text).join(", ")}.${sums}`;
}

/** From the beginning of the earlier span to the end of the later: what is missing in either makes a comparison wrong. */
export function spanOfBoth(a: Span, b: Span): Span {
  return { from: a.from < b.from ? a.from : b.from, to: a.to > b.to ? a.to : b.to };
}
