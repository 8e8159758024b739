import { currentContext } from "#app/_context";
import { listRemoved } from "#lib/governance";
import { formatDate } from "#platform/format";

const dayMs = 86_400_000;
/** By the names that rooms give what they hold. */
const names = {
  "observability.generations": "calls",
  "feedback.feedback": "feedback",
  "review.tasks": "reviewed tasks",
} as const;
type What = (typeof names)[keyof typeof names];

type RemovedNoteProps = {
  project: string;
  span: { from: Date; to: Date };
  /** What the page counts or lists. Calls of whole days are summed up for ever: a page of sums names them where `cutsDay`. */
  of: readonly What[];
};

/** Says what retention took of a page's span, where its figures or rows would have it. */
export async function RemovedNote({ project, span, of }: RemovedNoteProps) {
  const removed = (await listRemoved(await currentContext(project), span)).flatMap(({ kind, before }) => {
    const what = names[kind as keyof typeof names] as What | undefined;
    return what && of.includes(what) ? [{ what, text: `${what} before ${formatDate(before)}` }] : [];
  });
  if (removed.length === 0) return null;
  return (
    <p className="text-sm text-text-2">
      No longer kept, and not counted here: {removed.map(({ text }) => text).join(", ")}.
      {removed.some(({ what }) => what === "calls") ? " Sums of whole days still count those calls." : null}
    </p>
  );
}

/** Whether a span begins or ends within a UTC day. */
export const cutsDay = ({ from, to }: { from: Date; to: Date }): boolean =>
  from.getTime() % dayMs !== 0 || to.getTime() % dayMs !== 0;
