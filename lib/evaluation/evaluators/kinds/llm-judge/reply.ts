import { type JudgeScale, takesWholeScores } from "./prompt.ts";
import { brief } from "../../text.ts";
import { lastVerdict } from "./reply-objects.ts";

export type Judgement = { score: number; given: number; reasoning: string } | { missing: string };

/**
 * A judge's verdict as 0..1 with its reasoning, or why there is none. The verdict is the last JSON object that is the
 * judge's own; what it thinks aloud or quotes from the judged text never counts, where it may be either there is no
 * verdict, and nothing is clamped, rescaled or guessed.
 */
export function readJudgement(text: string, scale: JudgeScale): Judgement {
  const last = lastVerdict(text);
  if (!last) return { missing: `The judge did not answer with JSON that has a score: "${brief(text)}"` };
  if (last.kind === "unreadable") return { missing: `The judge's JSON ${last.fault}: "${brief(last.text)}"` };
  const { value: answer, after } = last;
  const given = numberOf(answer["score"]);
  if (given === null || given < scale.scaleMin || given > scale.scaleMax)
    return { missing: `The judge gave no score ${scaleText(scale)}: "${brief(last.text)}"` };
  if (takesWholeScores(scale) && !Number.isInteger(given))
    return { missing: `The judge gave ${given}, which is no whole score ${scaleText(scale)}.` };
  if (statesAnother(after, given, scale))
    return { missing: `The judge gave another score in words after its JSON: "${brief(after.trim())}"` };
  const span = scale.scaleMax - scale.scaleMin;
  return {
    given,
    score: span > 0 ? (given - scale.scaleMin) / span : 1,
    reasoning: typeof answer["reasoning"] === "string" ? answer["reasoning"] : "",
  };
}

/** "Score: 1", "I give it 1 of 5": a verdict in words that differs from the object before it. */
function statesAnother(after: string, given: number, { scaleMax }: JudgeScale): boolean {
  const ways = [
    /\b(?:verdict|score|rating|grade|mark)\s*(?:[:=]|is|would be|should be)\s*\**(-?\d+(?:\.\d+)?)/giu,
    /\b(?:I|we)(?:['’]d| would| will| must| can only)?\s+(?:give|rate|score|grade|mark|award|judge)\b[^.!?\n\d]{0,30}?(-?\d+(?:\.\d+)?)/giu,
    new RegExp(`(-?\\d+(?:\\.\\d+)?)\\s*(?:/|of|out of)\\s*${scaleMax}(?![\\d.])\\W*(?:\\n|$)`, "giu"),
    /(?:Punktzahl|Bewertung|Note|Urteil|évaluation|avis|puntuación|nota|betyg|hodnocení|ocena|оценка|评分|得分|評価|점수)\s*[:：=]\s*(-?\d+(?:\.\d+)?)/giu,
  ];
  const stated = ways.flatMap((way) =>
    Array.from(after.slice(0, 2_000).matchAll(way), ([, number]) => Number(number)),
  );
  return stated.some((number) => number !== given);
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
