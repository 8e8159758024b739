import { currentContext } from "#app/_context";
import { listRemoved } from "#lib/governance";
import { removedWords, spanOfBoth, type What } from "./describe-removed.ts";

const dayMs = 86_400_000;

type Span = { from: Date; to: Date };
type RemovedNoteProps = {
  project: string;
  span: Span;
  /** What the page's figures are compared with, where they are. */
  against?: Span;
  /** What the page counts or lists. Calls of whole days are summed up for ever: a page of sums names them where `cutsDay`. */
  of: readonly What[];
};

/** Says what retention took of a page's span, or of what it is compared with, where its figures or rows would have it. */
export async function RemovedNote({ project, span, against, of }: RemovedNoteProps) {
  const { from } = against ? spanOfBoth(span, against) : span;
  const removed = await listRemoved(await currentContext(project), { from });
  const words = removedWords(removed, { of, isCompared: against !== undefined });
  return words === null ? null : <p className="text-sm text-text-2">{words}</p>;
}

/** Whether a span begins or ends within a UTC day. */
export const cutsDay = ({ from, to }: Span): boolean =>
  from.getTime() % dayMs !== 0 || to.getTime() % dayMs !== 0;
