import { and, eq, isNull } from "drizzle-orm";
import { inTransaction } from "#db";
import { decisions, rejectReasons, tasks } from "#db/schema";
import { appendAudit } from "#lib/audit";
import { addExampleFromCorrection } from "#lib/datasets";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, isAppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { parseJsonExactly } from "#platform/json";
import { editDistance } from "../edit-distance.ts";
import { requirePerson } from "../person.ts";
import { DecideTaskInput, type Decision, maxDecisionMs } from "../schema.ts";
import { noHold } from "../tasks/claim.ts";
import { getTaskInProject, isHeldByOther, taskHeld, taskOver, type TaskRecord } from "../tasks/internal.ts";
import { maskFor } from "../tasks/mask.ts";
import { decisionColumns } from "./internal.ts";

type Parsed = ReturnType<typeof DecideTaskInput.parse>;

/**
 * Decides a task: approve, edit (measured against what the reviewer saw) or reject with one of the
 * project's reasons. An edit becomes an example of the task's dataset in the same transaction. Sent again
 * unchanged, it is the same decision. Throws not_found, forbidden, invalid_input, conflict: held by somebody
 * else, decided meanwhile, or decided otherwise by this reviewer.
 */
export async function decideTask(ctx: Context, input: DecideTaskInput): Promise<Decision> {
  requirePermission(ctx, "task.decide");
  const parsed = DecideTaskInput.parse(input);
  const me = requirePerson(ctx);
  return inTransaction(ctx, async (tx) => {
    const task = await getTaskInProject(tx, parsed.taskId, { lock: true });
    const sentBefore = await findByRequestKey(tx, task.id, me.id, parsed.requestKey);
    if (sentBefore) return sentBefore;
    const own = await findOwnDecision(tx, task.id, me.id);
    if (own) return sameOrRefuse(own, parsed);
    refuseUndecidable(tx, task);
    const now = tx.clock.now();
    const id = newId(now);
    const values = await valuesOf(tx, task, parsed);
    const base = {
      projectId: tx.project,
      taskId: task.id,
      reviewerId: me.id,
      reviewerName: me.name,
      decisionMs: boundedMs(task, parsed.decisionMs, now),
      requestKey: parsed.requestKey ?? null,
      createdAt: now,
      promptId: task.promptId,
      promptVersionId: task.promptVersionId,
      environment: task.environment,
      source: task.source,
      isSimulated: task.isSimulated,
    };
    await tx.db.insert(decisions).values({ ...base, ...values, id, comment: parsed.comment });
    const example = await toExample(tx, task, parsed, id);
    const decision = await finish(tx, task, id, example);
    await appendAudit(tx, {
      action: "task.decide",
      subject: { type: "task", id: task.id, name: `Task ${task.number}` },
      after: {
        decisionId: id,
        kind: decision.kind,
        reasonKey: decision.reasonKey,
        editRatio: decision.editRatio,
        decisionMs: decision.decisionMs,
        exampleId: decision.exampleId,
        promptVersionId: task.promptVersionId,
      },
    });
    return decision;
  });
}

/** The reviewer's standing decision on the task: there is one at most, since the task is locked meanwhile. */
async function findOwnDecision(tx: Context, taskId: string, me: string): Promise<Decision | undefined> {
  const [own] = await tx.db
    .select(decisionColumns)
    .from(decisions)
    .where(
      and(
        eq(decisions.projectId, tx.project),
        eq(decisions.taskId, taskId),
        eq(decisions.reviewerId, me),
        isNull(decisions.undoneAt),
      ),
    );
  return own;
}

/** The decision a request made when it came the first time: it stands or was undone, but is not made twice. */
async function findByRequestKey(
  tx: Context,
  taskId: string,
  me: string,
  requestKey: string | undefined,
): Promise<Decision | undefined> {
  if (requestKey === undefined) return undefined;
  const [sent] = await tx.db
    .select(decisionColumns)
    .from(decisions)
    .where(
      and(
        eq(decisions.projectId, tx.project),
        eq(decisions.taskId, taskId),
        eq(decisions.reviewerId, me),
        eq(decisions.requestKey, requestKey),
      ),
    );
  return sent;
}

const pastWords = { approve: "approved", edit: "edited", reject: "rejected" };

/** A key pressed twice or a retry after a lost answer says the same again and gets the same decision. */
function sameOrRefuse(own: Decision, sent: Parsed): Decision {
  const isSame =
    own.kind === sent.kind &&
    own.comment === sent.comment &&
    own.correction === (sent.kind === "edit" ? sent.correction : null) &&
    own.reasonKey === (sent.kind === "reject" ? sent.reasonKey : null);
  if (isSame) return own;
  throw taskOver(
    `You ${pastWords[own.kind]} this task already. Undo that decision first to decide otherwise.`,
  );
}

function refuseUndecidable(tx: Context, task: TaskRecord): void {
  if (task.status === "decided") throw taskOver();
  if (isHeldByOther(tx, task)) throw taskHeld(task);
}

async function valuesOf(tx: Context, task: TaskRecord, parsed: Parsed) {
  switch (parsed.kind) {
    case "approve":
      return { kind: parsed.kind };
    case "edit": {
      const seen = maskFor(tx).text(task.output);
      if (parsed.correction === seen)
        throw new AppError(
          "invalid_input",
          "The edit changes nothing; approve the output as it was instead.",
        );
      const { distance, ratio } = editDistance(seen, parsed.correction);
      return { kind: parsed.kind, correction: parsed.correction, editDistance: distance, editRatio: ratio };
    }
    case "reject":
      await requireReason(tx, parsed.reasonKey);
      return { kind: parsed.kind, reasonKey: parsed.reasonKey };
    default:
      return parsed satisfies never;
  }
}

async function requireReason(tx: Context, key: string): Promise<void> {
  const [reason] = await tx.db
    .select({ key: rejectReasons.key })
    .from(rejectReasons)
    .where(
      and(
        eq(rejectReasons.projectId, tx.project),
        eq(rejectReasons.key, key),
        isNull(rejectReasons.archivedAt),
      ),
    );
  if (!reason)
    throw new AppError(
      "invalid_input",
      `"${key}" is not one of the project's reasons; choose one from the list.`,
    );
}

/** The client's figure, at most the time the task was held (with a second for the way) and half an hour. */
function boundedMs(task: TaskRecord, decisionMs: number, now: Date): number {
  const held = task.heldSince === null ? maxDecisionMs : now.getTime() - task.heldSince.getTime() + 1000;
  return Math.round(Math.max(0, Math.min(decisionMs, held, maxDecisionMs)));
}

async function toExample(tx: Context, task: TaskRecord, parsed: Parsed, decisionId: string) {
  if (parsed.kind !== "edit" || !parsed.addExample || task.datasetId === null) return null;
  const { version, examples } = await addExampleFromCorrection(tx, {
    datasetId: task.datasetId,
    decisionId,
    inputs: task.inputs as Parameters<typeof addExampleFromCorrection>[1]["inputs"],
    reference: referenceOf(task, parsed.correction),
    message: `Correction of task ${task.number} by ${tx.actor.name}`,
    taskId: task.id,
    queueId: task.queueId,
    reviewerName: tx.actor.name,
    ...known({
      generationId: task.generationId,
      promptId: task.promptId,
      promptVersionId: task.promptVersionId,
      runId: task.runId,
      caseId: task.caseId,
    }),
  });
  const [example] = examples;
  return example ? { exampleId: example.id, datasetVersionId: version.id } : null;
}

/** A reference that was structured stays so, when the correction still reads as JSON. */
function referenceOf(
  task: TaskRecord,
  correction: string,
): Parameters<typeof addExampleFromCorrection>[1]["reference"] {
  if (typeof task.reference !== "object" || task.reference === null) return correction;
  try {
    return parseJsonExactly(correction) as Parameters<typeof addExampleFromCorrection>[1]["reference"];
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

async function finish(
  tx: Context,
  task: TaskRecord,
  decisionId: string,
  example: { exampleId: string; datasetVersionId: string } | null,
): Promise<Decision> {
  const count = task.decisionCount + 1;
  await tx.db
    .update(tasks)
    .set({ ...noHold, decisionCount: count, status: count >= task.decisionsNeeded ? "decided" : "open" })
    .where(and(eq(tasks.projectId, tx.project), eq(tasks.id, task.id)));
  const here = and(eq(decisions.projectId, tx.project), eq(decisions.id, decisionId));
  if (example) await tx.db.update(decisions).set(example).where(here);
  const [decision] = await tx.db.select(decisionColumns).from(decisions).where(here);
  if (!decision) throw new AppError("internal", "The decision could not be kept; decide again.");
  return decision;
}
