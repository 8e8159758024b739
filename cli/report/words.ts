import type { CaseResult } from "../eval/results.ts";

/** Every control character but tab and newline: what a model wrote must not move a terminal's cursor or end a line of a report. */
// oxlint-disable-next-line no-control-regex -- control characters are what it takes out
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

export function plainText(text: string): string {
  return text.replaceAll(controls, "\uFFFD");
}

/** On one line, cut to fit. */
export function oneLine(text: string, most: number): string {
  const line = plainText(text).replaceAll(/\s+/g, " ").trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

export function outcomeOf({ error, isPassed }: CaseResult): "passed" | "failed" | "unjudged" | "error" {
  if (error !== null) return "error";
  return isPassed === null ? "unjudged" : isPassed ? "passed" : "failed";
}

/** Why a case did not pass, in a sentence for each check that decided so. */
export function whyNot({ error, checks }: CaseResult): string[] {
  if (error !== null) return [error];
  return checks
    .filter(({ isPassed }) => isPassed !== true)
    .map(
      ({ name, reason, isPassed }) =>
        `${name}: ${reason ?? (isPassed === null ? "could not be judged" : "failed")}`,
    );
}
