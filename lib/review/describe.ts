import { formatPercent } from "#platform/format";
import type { DecisionKind, UndoneDecision } from "./decisions/schema.ts";

export type ReviewSession = Record<DecisionKind, number>;

/** What a reviewer did in one sitting, in a sentence. */
export function sessionSentence(sitting: ReviewSession): string {
  const all = sitting.approve + sitting.edit + sitting.reject;
  if (all === 0) return "Every task of this queue is decided, or waits for somebody else.";
  const parts = [
    sitting.approve > 0 ? `${sitting.approve} approved` : "",
    sitting.edit > 0 ? `${sitting.edit} edited` : "",
    sitting.reject > 0 ? `${sitting.reject} rejected` : "",
  ].filter(Boolean);
  const last = parts.pop() ?? "";
  const list = parts.length > 0 ? `${parts.join(", ")} and ${last}` : last;
  return `You decided ${all === 1 ? "1 task" : `${all} tasks`} in this sitting: ${list}.`;
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
