import { type JudgeScale, takesWholeScores } from "./prompt.ts";
import { brief } from "../../text.ts";
import { type Found, ownObjects } from "./reply-objects.ts";

export type Judgement = { score: number; given: number; reasoning: string } | { missing: string };

/**
 * A judge's verdict as 0..1 with its reasoning, or why there is none. The verdict is the judge's own JSON object, the
 * last where it corrects itself; what it thinks aloud or quotes from the judged text never counts, and nothing is
 * clamped, rescaled or guessed.
 */
export function readJudgement(text: string, scale: JudgeScale): Judgement {
  const own = ownObjects(text).filter((found) => found.kind === "unreadable" || "score" in lowered(found));
  const last = own.at(-1);
  if (!last) return { missing: `The judge did not answer with JSON that has a score: "${brief(text)}"` };
  if (last.kind === "unreadable") return { missing: `The judge's JSON ${last.fault}: "${brief(last.text)}"` };
  if (!last.isCorrection && new Set(own.map(scoreText)).size > 1)
    return { missing: `The judge gave several verdicts that differ: "${brief(text)}"` };
  const answer = lowered(last);
  const given = numberOf(answer["score"]);
  if (given === null || given < scale.scaleMin || given > scale.scaleMax)
    return { missing: `The judge gave no score ${scaleText(scale)}: "${brief(last.text)}"` };
  if (takesWholeScores(scale) && !Number.isInteger(given))
    return { missing: `The judge gave ${given}, which is no whole score ${scaleText(scale)}.` };
  const span = scale.scaleMax - scale.scaleMin;
  return {
    given,
    score: span > 0 ? (given - scale.scaleMin) / span : 1,
    reasoning: typeof answer["reasoning"] === "string" ? answer["reasoning"] : "",
  };
}

type Readable = Extract<Found, { kind: "object" }>;

/** The object with its keys in lower case: some judges write "Score". */
function lowered({ value }: Readable): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner]));
}

function scoreText(found: Found): string {
  return found.kind === "object" ? JSON.stringify(lowered(found)["score"]) : "unreadable";
}

/** A number, or a text of plain decimal digits: "0x4", "80%" and "4/5" are none. */
function numberOf(value: unknown): number | null {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || !/^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) return null;
  return Number(value);
}

function scaleText({ scaleMin, scaleMax }: JudgeScale): string {
  return `from ${scaleMin} to ${scaleMax}`;
}
