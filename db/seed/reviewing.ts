import { addTasks, claimTask, decideTask, listTasks } from "#lib/review";
import { type Random, seededRandom } from "#platform/random";
import { type Flagged, flaggedByVersion } from "./content/flagged.ts";
import type { Cast } from "./people.ts";
import { dayMs, goBack } from "./time.ts";

export type Corrections = { decisionIds: string[]; exampleIds: string[] };

type Origin = { promptId: string; versionId: string; versionNumber: number };

/** Outputs that end users complained about, sent to review from production; tickets the dataset does not hold yet. */
export async function flagFromProduction(
  { engineer }: Cast,
  { queueId, ticketsId }: { queueId: string; ticketsId: string },
  { promptId, versionId, versionNumber }: Origin,
  flagged: Flagged[],
): Promise<void> {
  if (flagged.length === 0) return;
  const items = flagged.map(({ ticket, said }) => ({
    title: ticket,
    reason: "flagged" as const,
    inputs: { ticket },
    output: JSON.stringify({ category: said }),
    promptId,
    promptPath: "support/triage",
    promptVersionId: versionId,
    promptVersionNumber: versionNumber,
    datasetId: ticketsId,
  }));
  await addTasks(engineer, { queueId, items });
}

const meantByTicket = new Map(flaggedByVersion.flat().map(({ ticket, meant }) => [ticket, meant]));

/** Milliseconds before now of a moment so many hours after a day in the past. */
export function sinceDaysAgo(daysAgo: number, hours: number): number {
  return daysAgo * dayMs - hours * 3_600_000;
}

/** Rui decides what waits, but for the last `leave`: approves what is right, corrects or rejects what is wrong. */
export async function decideOpen(
  { reviewer }: Cast,
  { queueId }: { queueId: string },
  { begin, seed, leave }: { begin: number; seed: number; leave: number },
): Promise<Corrections> {
  const random = seededRandom(2000 + seed);
  const { items } = await listTasks(reviewer, { queueId, status: "open", limit: 100 });
  const corrections: Corrections = { decisionIds: [], exampleIds: [] };
  for (const [place, { id }] of items.slice(0, Math.max(0, items.length - leave)).entries()) {
    const decision = await decide(reviewer, id, { random, begin: begin - place * 60_000 });
    if (!decision.exampleId) continue;
    corrections.decisionIds.push(decision.id);
    corrections.exampleIds.push(decision.exampleId);
  }
  return corrections;
}

async function decide(
  reviewer: Cast["reviewer"],
  taskId: string,
  { random, begin }: { random: Random; begin: number },
) {
  const decisionMs = Math.round(6_000 + 30_000 * random());
  goBack(0, -begin);
  const { scores, inputs, output } = await claimTask(reviewer, { taskId });
  goBack(0, decisionMs - begin);
  const base = { taskId, decisionMs };
  const meant = meantByTicket.get(String(inputs["ticket"]));
  const correction = meant && JSON.stringify({ category: meant });
  if (correction && correction !== output)
    return decideTask(reviewer, {
      ...base,
      kind: "edit",
      correction,
      comment: "What they want done decides.",
    });
  const isWrong = scores.some(
    ({ evaluatorKey, isPassed }) => evaluatorKey === "accuracy" && isPassed === false,
  );
  return isWrong
    ? decideTask(reviewer, { ...base, kind: "reject", reasonKey: "wrong_category" })
    : decideTask(reviewer, { ...base, kind: "approve" });
}
