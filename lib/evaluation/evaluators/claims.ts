import { type ClaimLabel, sentencesOf } from "#lib/meaning";
import { graded, type Judgement, unjudged } from "./judgement.ts";
import { asText, brief, pick, readReference, type Sample } from "./text.ts";

export const mostClaims = 60;
const mostSourceCharacters = 100_000;

export type JudgedClaim = {
  claim: string;
  /** Unproven: the words that were quoted for it do not stand in the source. */
  label: ClaimLabel | "unproven";
  /** The sentence of the source that decides; null where none was named. */
  evidence: string | null;
  reason: string;
};

/** What claims are judged against. */
export function readSource(sample: Sample, name: string | undefined): { text: string } | { missing: string } {
  const found = sourceIn(sample, name);
  if ("missing" in found) return found;
  if (found.text.trim() === "") return { missing: "The source is empty." };
  return found.text.length > mostSourceCharacters
    ? { missing: `The source is longer than ${mostSourceCharacters.toLocaleString("en")} characters.` }
    : found;
}

function sourceIn(sample: Sample, name: string | undefined): { text: string } | { missing: string } {
  if (!name) return readReference(sample, undefined);
  const value = pick(sample.inputs, name);
  if (value === undefined || value === null) return { missing: `The inputs have no field "${name}".` };
  return { text: asText(value) };
}

/** The claims of an output: its sentences, without questions and without lines that have no words or end in a colon. */
export function claimsOf(output: string): string[] {
  return output
    .split("\n")
    .flatMap((line) => sentencesOf(line.replace(/^\s*(?:[-*•]|#+|\d+[.)])\s+/u, "")))
    .map(({ text }) => text)
    .filter((text) => /\p{L}/u.test(text) && !/[?？:：]["”)]*$/u.test(text));
}

/** The share of claims that are supported, with every claim's verdict. */
export function claimsJudgement(judged: readonly JudgedClaim[], more: Record<string, unknown>): Judgement {
  const supported = judged.filter(({ label }) => label === "supported").length;
  const words = {
    contradicted: "contradicted",
    not_stated: "not stated",
    unproven: "not proven by its quotation",
  };
  const others = judged.flatMap(({ claim, label, evidence, reason }) =>
    label === "supported"
      ? []
      : [
          `"${brief(claim, 90)}" ${words[label]}${label === "contradicted" && evidence ? ` by "${brief(evidence, 90)}"` : ""} (${reason})`,
        ],
  );
  const told = [`${supported} of ${judged.length} claims supported`, ...others.slice(0, 4)];
  if (others.length > 4) told.push(`and ${others.length - 4} more`);
  return graded(supported / judged.length, `${told.join("; ")}.`, { ...more, claims: judged });
}

/** Why an output's claims cannot be judged, or null. */
export function claimsFault(claims: readonly string[]): Judgement | null {
  if (claims.length === 0)
    return unjudged("The output makes no claim: no sentence but questions and headings.");
  return claims.length > mostClaims ? unjudged(`The output has more than ${mostClaims} sentences.`) : null;
}
