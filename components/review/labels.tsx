import { formatDuration, formatMoney, formatValue } from "#platform/format";
import type { DecisionKind, TaskReason, TaskScore } from "#schema/review";

/** Why a person should look, as said in the list. */
export const reasonWords: Record<TaskReason, string> = {
  failed: "failed",
  sampled: "sampled",
  flagged: "flagged by an end user",
  unsure: "unsure",
  changed: "changed",
  chosen: "chosen by hand",
};

/** What was done, in the past tense. */
export const decisionWords: Record<DecisionKind, string> = {
  approve: "approved",
  edit: "edited",
  reject: "rejected",
};

export const decisionTones = { approve: "good", edit: "info", reject: "bad" } as const;

export const decisionSigns = { approve: "✓", edit: "✎", reject: "✕" } as const;

/** A variable's name as a heading: "customer_message" -> "Customer message". */
export function headingOf(name: string): string {
  const words = name
    .replaceAll(/[_-]+/g, " ")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .trim()
    .toLowerCase();
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : name;
}

/** The score that says most about why the task is here: the first failed one, else the lowest. */
export function tellingScore(scores: readonly TaskScore[]): TaskScore | null {
  // Milliseconds and dollars are no marks: "the lowest" would always be the cost.
  const judged = scores.filter(
    (score) => score.value !== null && (score.isPassed === false || (score.unit ?? "share") === "share"),
  );
  const failed = judged.find((score) => score.isPassed === false);
  return failed ?? judged.toSorted((a, b) => (a.value ?? 1) - (b.value ?? 1))[0] ?? null;
}

/** What a check measured, in its own unit. */
export function scoreText({ value, unit }: TaskScore): string {
  if (unit === "milliseconds") return formatDuration(value);
  return unit === "usd" ? formatMoney(value) : formatValue(value);
}

/** A value of a task's inputs as text to read. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
