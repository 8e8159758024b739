import { readFileSync } from "node:fs";
import { citationsIn } from "./citations.ts";
import { statusOf } from "./edition.ts";

export type LabelledPassage = {
  id: string;
  kind: string;
  text: string;
  citations: {
    start: number;
    end: number;
    normalised: string;
    targets?: {
      title: string;
      section: string;
      truth: string | null;
      to_section?: string;
      to_truth?: string;
    }[];
  }[];
};

/** What was found of one passage's labelled citations. EU acts are no citations in the labelled set. */
export type PassageResult = {
  found: number;
  extra: number;
  missed: number;
  verdicts: number;
  rightVerdicts: number;
};

export function readLabelled(file: string | URL): LabelledPassage[] {
  return readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line): LabelledPassage => JSON.parse(line));
}

/** Spans count when both ends are right; a verdict only where the span was found, for both ends of a range. */
export function judgeLabelled({ text, citations }: LabelledPassage): PassageResult {
  const given = citationsIn(text).filter(({ type }) => type !== "eu");
  const isAt = (at: { start: number; end: number }, other: { start: number; end: number }) =>
    at.start === other.start && at.end === other.end;
  const found = citations.filter((wanted) => given.some((one) => isAt(one, wanted))).length;
  const verdicts = citations.flatMap((wanted) =>
    (wanted.targets ?? [])
      .filter(({ truth }) => truth !== null)
      .map((target) => {
        const own = given
          .find((one) => isAt(one, wanted))
          ?.targets.find(({ title, section }) => title === target.title && section === target.section);
        return (
          own !== undefined &&
          statusOf(target.title, target.section) === target.truth &&
          own.toSection === target.to_section &&
          (own.toSection === undefined || statusOf(target.title, own.toSection) === target.to_truth)
        );
      }),
  );
  return {
    found,
    extra: given.length - found,
    missed: citations.length - found,
    verdicts: verdicts.length,
    rightVerdicts: verdicts.filter(Boolean).length,
  };
}
