import { formatPercent } from "#platform/format";
import type { BlindOpinion, DecisionKind, QueueAgreement } from "../schema.ts";

const does: Record<DecisionKind, string> = { approve: "approves", edit: "edits", reject: "rejects" };

/** Where two opinions part: "One opinion approves this output, the other rejects it for wrong fact." */
export function differenceSentence(opinions: readonly Pick<BlindOpinion, "kind" | "reasonName">[]): string {
  const [first, second] = opinions.toSorted((a, b) => order[a.kind] - order[b.kind]);
  if (!first || !second) return "";
  if (first.kind === "edit" && second.kind === "edit")
    return "Both opinions edit this output, to different data.";
  if (first.kind === second.kind)
    return `Both opinions reject this output: one for ${first.reasonName ?? "no reason"}, the other for ${second.reasonName ?? "no reason"}, of which one counts as a safety failure.`;
  return `One opinion ${said(first, true)}, the other ${said(second, false)}.`;
}

const order: Record<DecisionKind, number> = { approve: 0, edit: 1, reject: 2 };

function said({ kind, reasonName }: Pick<BlindOpinion, "kind" | "reasonName">, isFirst: boolean): string {
  const verb = `${does[kind]} ${isFirst ? "this output" : "it"}`;
  return kind === "reject" && reasonName ? `${verb} for ${reasonName}` : verb;
}

/** What the pairs of a queue say of its reviewers' agreement. */
export function agreementSentence({ pairs, same, share, kappa }: QueueAgreement): string {
  if (share === null) return "No task has two opinions yet.";
  const counted = `${same} of ${pairs} pairs the same, ${formatPercent(share.value)} (95 % interval ${formatPercent(share.low)} to ${formatPercent(share.high)})`;
  if (pairs < 30) return `${counted}. Too few to say how much of it is chance: that takes 30 pairs.`;
  if (kappa === null)
    return `${counted}. Everybody says the same of everything, so agreement beyond chance cannot be told.`;
  return `κ ${kappa.value.toFixed(2)} (95 % interval ${kappa.low.toFixed(2)} to ${kappa.high.toFixed(2)}): ${counted}.`;
}

/** How third persons settled what differed. */
export function settledSentence({ milder, stricter, neither, leftOpen }: QueueAgreement["settled"]): string {
  const all = milder + stricter + neither + leftOpen;
  if (all === 0) return "Nothing was adjudicated yet.";
  const parts = [
    milder > 0 ? `${milder} went with the milder opinion` : "",
    stricter > 0 ? `${stricter} with the stricter` : "",
    neither > 0 ? `${neither} with neither` : "",
    leftOpen > 0 ? `${leftOpen} left open by the guideline` : "",
  ].filter(Boolean);
  return `Of ${all} adjudicated, ${parts.join(", ")}.`;
}
