import { canonicalJson } from "#platform/canonical";
import { parseJsonExactly } from "#platform/json";
import type { DecisionKind, TaskStatus } from "../schema.ts";

/** What settling looks at in an opinion that stands. */
export type Opinion = {
  id: string;
  kind: DecisionKind;
  correction: string | null;
  /** Rejected for a reason that counts as a safety failure. */
  isSafety: boolean;
};

type Standing = {
  decisionsNeeded: number;
  /** In the order they were given. */
  opinions: readonly Opinion[];
  /** A third person's word; `decisionId` null: the guideline leaves it open. */
  adjudication: { decisionId: string | null } | null;
};

/** What a task comes to: its state, and the one decision that figures count; null while there is none. */
export type Settlement = { status: TaskStatus; outcomeId: string | null };

/** Works out what a task comes to from what stands on it. */
export function settlementOf({ decisionsNeeded, opinions, adjudication }: Standing): Settlement {
  if (opinions.length < decisionsNeeded) return { status: "open", outcomeId: null };
  const [first, ...others] = opinions;
  const last = opinions.at(-1);
  if (!first || !last) return { status: "open", outcomeId: null };
  if (!others.some((other) => differ(first, other))) return { status: "decided", outcomeId: last.id };
  if (adjudication === null) return { status: "differing", outcomeId: null };
  return adjudication.decisionId === null
    ? { status: "left_open", outcomeId: null }
    : { status: "decided", outcomeId: adjudication.decisionId };
}

/**
 * Do two opinions part? By kind, by whether they reject for safety, and by what they put right where either of them wrote
 * data or a label. Two edits of prose agree that it needs mending.
 */
export function differ(one: Opinion, other: Opinion): boolean {
  if (one.kind !== other.kind || one.isSafety !== other.isSafety) return true;
  const [a, b] = [one.correction, other.correction];
  if (a === null || b === null || (isProse(a) && isProse(b))) return false;
  return !isSameCorrection(a, b);
}

const longestLabel = 60;
const mostWordsOfLabel = 4;

/** Neither data nor a label: a label is a few words on one line that are no sentence, as "billing" or "4". */
function isProse(text: string): boolean {
  if (asJson(text) !== null) return false;
  const label = text.trim();
  const words = label.split(/\s+/u).length;
  return label.length > longestLabel || words > mostWordsOfLabel || /[\n.!?…。！？।؟]/u.test(label);
}

/** Have two people written the same correction? Structured data in whatever order of its fields. */
export function isSameCorrection(one: string | null, other: string | null): boolean {
  if (one === null || other === null) return false;
  const [a, b] = [asJson(one), asJson(other)];
  return one.trim() === other.trim() || (a !== null && a === b);
}

/** The canonical form of a text that is JSON, digits and all; null for any other. */
function asJson(text: string): string | null {
  try {
    return canonicalJson(parseJsonExactly(text));
  } catch {
    // Prose, or digits that no number keeps: then only the same text is the same.
    return null;
  }
}

/**
 * The opinions as A and B: by the random end of their ids, so that the order says nothing of who came first.
 */
export function blindOrder<Row extends { id: string }>(opinions: readonly Row[]): Row[] {
  return opinions.toSorted((a, b) => (a.id.slice(-12) < b.id.slice(-12) ? -1 : 1));
}
