import { formatNumber, formatPercent } from "#platform/format";
import type { ReviewSummary } from "./explore/schema.ts";
import type { DecisionKind, UndoneDecision } from "./decisions/schema.ts";

export type ReviewSession = Record<DecisionKind, number>;

/** What a reviewer did in one session, in a sentence. */
export function sessionSentence(session: ReviewSession): string {
  const all = session.approve + session.edit + session.reject;
  if (all === 0) return "Every task of this queue is decided, or waits for somebody else.";
  const parts = [
    session.approve > 0 ? `${session.approve} approved` : "",
    session.edit > 0 ? `${session.edit} edited` : "",
    session.reject > 0 ? `${session.reject} rejected` : "",
  ].filter(Boolean);
  const last = parts.pop() ?? "";
  const list = parts.length > 0 ? `${parts.join(", ")} and ${last}` : last;
  return `You decided ${all === 1 ? "1 task" : `${all} tasks`} in this session: ${list}.`;
}

/** What was decided in a queue, in a sentence. */
export function decisionsSentence({ decided, reasons }: Pick<ReviewSummary, "decided" | "reasons">): string {
  if (decided === 0) return "Nothing is decided yet.";
  const [top] = reasons;
  const decisions = decided === 1 ? "1 decision stands" : `${formatNumber(decided)} decisions stand`;
  return top
    ? `${decisions}; the most common reason to reject is “${top.name}” (${formatNumber(top.count)}).`
    : `${decisions}; none is a rejection.`;
}

/** How much of a text an edit touches: "edit 34 % of the text". */
export function editSentence(ratio: number): string {
  if (ratio === 0) return "no words changed";
  return ratio < 0.01 ? "edit under 1 % of the text" : `edit ${formatPercent(ratio, 0)} of the text`;
}

/** What an undo did to the dataset that the correction had joined; nothing when it had joined none. */
export function undoSentence({ exampleLeft }: Pick<UndoneDecision, "exampleLeft">): string {
  return exampleLeft === null
    ? ""
    : `Its example left ${exampleLeft.datasetName}: version ${exampleLeft.versionNumber} is without it, older versions keep it.`;
}
