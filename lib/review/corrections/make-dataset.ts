import { and, eq, inArray } from "drizzle-orm";
import { inTransaction } from "#db";
import { decisions, tasks } from "#db/schema/review";
import { addExamplesFromCorrections, createDataset, getDataset } from "#lib/datasets";
import { isDatasetJudgedBy } from "#lib/evaluation";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { isCounted, taskOfDecision } from "../decisions/internal.ts";
import { readOpinions } from "../decisions/settle.ts";
import { isSameCorrection } from "../decisions/settlement.ts";
import { personId } from "../person.ts";
import { type MadeDataset, MakeDatasetInput } from "../schema.ts";
import { isHiddenFrom } from "../tasks/blind.ts";
import { exampleOf } from "./join.ts";
import { leftOutWords } from "./left-out.ts";

/**
 * Makes a version of a dataset from the corrections among these decisions, each example naming its decision. Of a
 * dataset that versions are judged by the rules hold: nobody's own correction goes in without a second person, and one
 * that waits or was declined there stays out; `leftOut` counts those. Throws not_found, forbidden, invalid_input,
 * conflict (nothing of the selection goes in, or the name is taken).
 */
export async function makeDataset(ctx: Context, input: MakeDatasetInput): Promise<MadeDataset> {
  requirePermission(ctx, "dataset.update");
  requirePermission(ctx, "task.read");
  const { decisionIds, datasetId, name } = MakeDatasetInput.parse(input);
  const ids = [...new Set(decisionIds)];
  return inTransaction(ctx, async (tx) => {
    const rows = await readChosen(tx, ids);
    const dataset = datasetId
      ? await getDataset(tx, { datasetId })
      : await createDataset(tx, { name: name ?? "", description: "Made from reviewers' corrections." });
    // Asked by the studio: whoever makes datasets need not be allowed to read runs.
    const isJudgedBy = datasetId ? await isDatasetJudgedBy(asStudio(tx), { datasetId }) : false;
    const leftOut = { withoutCorrection: 0, hidden: 0, declined: 0, needsSecondPerson: 0 };
    const chosen: ReturnType<typeof exampleOf>[] = [];
    for (const { task, decision, isHidden } of rows) {
      const why = isHidden ? "hidden" : await whyNot(tx, { task, decision, datasetId, isJudgedBy });
      if (why !== null || decision.correction === null) leftOut[why ?? "withoutCorrection"] += 1;
      else chosen.push(exampleOf(task, decision, decision.correction));
    }
    if (chosen.length === 0)
      throw new AppError(
        "conflict",
        `Nothing of the selection can become an example: ${leftOutWords(leftOut)}.`,
      );
    const { version, added, addedIds, duplicates } = await addExamplesFromCorrections(tx, {
      datasetId: dataset.id,
      corrections: chosen,
      message: `${chosen.length} corrections chosen among decisions`,
    });
    return {
      datasetId: dataset.id,
      datasetName: dataset.name,
      versionNumber: version.number,
      isNew: !datasetId,
      added,
      addedIds,
      duplicates,
      leftOut,
    };
  });
}

type Decision = typeof decisions.$inferSelect;
type Task = typeof tasks.$inferSelect;
type LeftOut = MadeDataset["leftOut"];

/** The decisions that figures count; what is none of these, or another project's, is not found. */
async function readChosen(tx: Context, ids: readonly string[]) {
  const rows = await tx.db
    .select({ decision: decisions, task: tasks, isHidden: isHiddenFrom(tx).mapWith(Boolean) })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(and(eq(decisions.projectId, tx.project), inArray(decisions.id, [...ids]), isCounted));
  if (rows.length < ids.length)
    throw new AppError(
      "not_found",
      "Some of these decisions were undone meanwhile, or are not in this project.",
    );
  const place = new Map(ids.map((id, index) => [id, index]));
  return rows.toSorted((a, b) => (place.get(a.decision.id) ?? 0) - (place.get(b.decision.id) ?? 0));
}

type Asked = { task: Task; decision: Decision; datasetId: string | undefined; isJudgedBy: boolean };

async function whyNot(
  tx: Context,
  { task, decision, datasetId, isJudgedBy }: Asked,
): Promise<keyof LeftOut | null> {
  if (decision.correction === null) return "withoutCorrection";
  const isOwnDataset = task.datasetId === datasetId;
  if (isOwnDataset && decision.correctionStatus === "declined") return "declined";
  if (!isJudgedBy || decision.role === "adjudication" || decision.confirmedBy !== null) return null;
  if (isOwnDataset && decision.correctionStatus === "proposed") return "needsSecondPerson";
  if (decision.reviewerId !== null && decision.reviewerId !== personId(tx)) return null;
  const others = (await readOpinions(tx, task.id)).filter(({ id }) => id !== decision.id);
  const isSecond = others.some(({ correction }) => isSameCorrection(correction, decision.correction));
  return isSecond ? null : "needsSecondPerson";
}
