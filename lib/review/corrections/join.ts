import { and, eq, isNotNull, ne } from "drizzle-orm";
import { decisions } from "#db/schema/review";
import { addExampleFromCorrection, removeCorrectionExample } from "#lib/datasets";
import { isDatasetJudgedBy } from "#lib/evaluation";
import { asStudio, type Context } from "#lib/identity";
import { isAppError } from "#platform/errors";
import { parseJsonExactly } from "#platform/json";
import { isSameCorrection, type Opinion } from "../decisions/settlement.ts";
import type { UndoneDecision } from "../schema.ts";
import type { TaskRecord } from "../tasks/internal.ts";

type DecisionRecord = typeof decisions.$inferSelect;
type Settled = { outcomeId: string | null; opinions: readonly Opinion[] };

/**
 * Makes the dataset say what the task came to: the outcome's correction joins it, or goes on waiting for a second
 * person; any other example this task made leaves it.
 */
export async function alignExamples(
  tx: Context,
  task: TaskRecord,
  settled: Settled,
): Promise<UndoneDecision["exampleLeft"]> {
  const rows = await tx.db
    .select()
    .from(decisions)
    .where(
      and(
        eq(decisions.projectId, tx.project),
        eq(decisions.taskId, task.id),
        isNotNull(decisions.correctionStatus),
      ),
    );
  let left: UndoneDecision["exampleLeft"] = null;
  for (const row of rows) {
    const isOutcome = row.id === settled.outcomeId && row.undoneAt === null;
    if (row.correctionStatus === "joined" && !isOutcome) left = (await takeOut(tx, task, row)) ?? left;
    else if (row.correctionStatus === "proposed" && isOutcome && (await joinsAtOnce(tx, task, row, settled)))
      await join(tx, task, row);
  }
  return left;
}

/**
 * A dataset that versions are judged by (runs are made on it, a gate or a benchmark names it) is not changed by one
 * person's correction by itself. A second person's own label that is the same is enough, and so is an adjudication.
 */
async function joinsAtOnce(
  tx: Context,
  task: TaskRecord,
  row: DecisionRecord,
  { opinions }: Settled,
): Promise<boolean> {
  if (row.role === "adjudication") return true;
  if (opinions.some(({ id, correction }) => id !== row.id && isSameCorrection(correction, row.correction)))
    return true;
  // Asked by the studio: whoever decides need not be allowed to read runs.
  return task.datasetId !== null && !(await isDatasetJudgedBy(asStudio(tx), { datasetId: task.datasetId }));
}

/** Puts a correction into its dataset as an example that names its decision, task and person. */
export async function join(tx: Context, task: TaskRecord, row: DecisionRecord): Promise<void> {
  if (task.datasetId === null || row.correction === null) return;
  const { version, examples } = await addExampleFromCorrection(tx, {
    ...exampleOf(task, row, row.correction),
    datasetId: task.datasetId,
    message: `Correction of task ${task.number} by ${row.reviewerName}`,
  });
  const [example] = examples;
  if (!example) return;
  await setCorrection(tx, row.id, {
    exampleId: example.id,
    datasetVersionId: version.id,
    correctionStatus: "joined",
  });
}

/** A correction as the example it makes, with its decision, task and person as its source. */
export function exampleOf(
  task: TaskRecord,
  row: Pick<DecisionRecord, "id" | "reviewerName">,
  correction: string,
) {
  return {
    decisionId: row.id,
    inputs: task.inputs as Parameters<typeof addExampleFromCorrection>[1]["inputs"],
    reference: referenceOf(task, correction),
    taskId: task.id,
    queueId: task.queueId,
    reviewerName: row.reviewerName,
    endUserHash: task.endUserHash,
    ...known({
      generationId: task.generationId,
      promptId: task.promptId,
      promptVersionId: task.promptVersionId,
      runId: task.runId,
      caseId: task.caseId,
    }),
  };
}

/** Unless another decision that stands made the same example. The undone decision goes on naming the example it made. */
async function takeOut(
  tx: Context,
  task: TaskRecord,
  row: DecisionRecord,
): Promise<UndoneDecision["exampleLeft"]> {
  await setCorrection(tx, row.id, { correctionStatus: row.undoneAt === null ? "proposed" : null });
  if (row.exampleId === null || row.datasetVersionId === null) return null;
  const [other] = await tx.db
    .select({ id: decisions.id })
    .from(decisions)
    .where(
      and(
        eq(decisions.projectId, tx.project),
        eq(decisions.exampleId, row.exampleId),
        eq(decisions.correctionStatus, "joined"),
        ne(decisions.id, row.id),
      ),
    )
    .limit(1);
  if (other) return null;
  return removeCorrectionExample(tx, {
    exampleId: row.exampleId,
    addedInVersionId: row.datasetVersionId,
    message: `Correction of task ${task.number} undone by ${tx.actor.name}`,
  });
}

async function setCorrection(
  tx: Context,
  decisionId: string,
  values: Partial<DecisionRecord>,
): Promise<void> {
  await tx.db
    .update(decisions)
    .set(values)
    .where(and(eq(decisions.projectId, tx.project), eq(decisions.id, decisionId)));
}

/** A reference that was data, a number or true or false stays so, when the correction still reads as that. */
function referenceOf(
  task: TaskRecord,
  correction: string,
): Parameters<typeof addExampleFromCorrection>[1]["reference"] {
  if (task.reference === null || typeof task.reference === "string") return correction;
  try {
    const value = parseJsonExactly(correction) as Parameters<typeof addExampleFromCorrection>[1]["reference"];
    return typeof value === typeof task.reference ? value : correction;
  } catch (cause) {
    // As a text it keeps the digits that a number would lose.
    if (cause instanceof SyntaxError || isAppError(cause)) return correction;
    throw cause;
  }
}

function known<Key extends string>(ids: Record<Key, string | null>): Partial<Record<Key, string>> {
  return Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== null)) as Partial<
    Record<Key, string>
  >;
}
