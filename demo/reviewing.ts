import { acceptCorrection, addTasks, decideTask, getTask, listTasks } from "#lib/review";
import { seededRandom } from "#platform/random";
import { type Flagged, flaggedByVersion } from "./content/flagged.ts";
import type { Cast } from "./people.ts";
import type { Timeline } from "./time.ts";

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

/** Rui decides what waits, one a minute, but for the last `leave`: approves what is right, corrects or rejects what is wrong. */
export async function* decideOpen(
  { engineer, reviewer }: Cast,
  { queueId }: { queueId: string },
  { begin, seed, leave }: { begin: Date; seed: number; leave: number },
): Timeline<Corrections> {
  const random = seededRandom(2000 + seed);
  const corrections: Corrections = { decisionIds: [], exampleIds: [] };
  yield begin;
  // Read by somebody who sees all: masking three hundred tasks for Rui took longer than deciding them.
  const { items } = await listTasks(engineer, { queueId, status: "open", limit: 100 });
  let from = begin;
  for (const { id } of items.slice(0, Math.max(0, items.length - leave))) {
    const decisionMs = Math.round(6_000 + 30_000 * random());
    yield new Date(from.getTime() + decisionMs);
    const task = await getTask(engineer, { taskId: id });
    const decision = await decideTask(reviewer, { taskId: id, decisionMs, ...verdictOn(task) });
    from = new Date(from.getTime() + decisionMs + 2_000 + 9_000 * random());
    // Versions are judged by this dataset: a second person lets each correction in.
    const { exampleId } =
      decision.correctionStatus === "proposed"
        ? await acceptCorrection(engineer, { decisionId: decision.id })
        : decision;
    if (!exampleId) continue;
    corrections.decisionIds.push(decision.id);
    corrections.exampleIds.push(exampleId);
  }
  return corrections;
}

function verdictOn({ scores, inputs, output }: Awaited<ReturnType<typeof getTask>>) {
  const meant = meantByTicket.get(String(inputs["ticket"]));
  const correction = meant && JSON.stringify({ category: meant });
  if (correction && correction !== output)
    return { kind: "edit" as const, correction, comment: "What they want done decides." };
  const isWrong = scores.some(
    ({ evaluatorKey, isPassed }) => evaluatorKey === "accuracy" && isPassed === false,
  );
  return isWrong ? { kind: "reject" as const, reasonKey: "wrong_category" } : { kind: "approve" as const };
}
