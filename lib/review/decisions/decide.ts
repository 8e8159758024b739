import { and, eq, isNull } from "drizzle-orm";
import { inTransaction } from "#db";
import { decisions, tasks } from "#db/schema/review";
import { appendAudit } from "#lib/audit";
import { maskFor } from "#lib/guardrails";
import { type Context, personBehind, requirePermission } from "#lib/identity";
import { newId } from "#platform/ids";
import { requirePerson } from "../person.ts";
import { DecideTaskInput, type Decision } from "../schema.ts";
import { blockingHold, withoutMine } from "../tasks/holds.ts";
import { getTaskInProject, taskHeld, taskOver, type TaskRecord } from "../tasks/internal.ts";
import {
  correctionSeal,
  decisionColumns,
  getDecisionInProject,
  maskDecision,
  scopeOfTask,
} from "./internal.ts";
import { settleTask } from "./settle.ts";
import { boundedMs, valuesOf } from "./values.ts";

type Parsed = ReturnType<typeof DecideTaskInput.parse>;

/**
 * Decides a task: approve, edit (measured against what the reviewer saw) or reject with one of the
 * project's reasons. It counts once the task is settled: at once, or with a second opinion that agrees. Then an
 * edit becomes an example of the task's dataset in the same transaction, or waits for a second person where the
 * dataset is one that versions are judged by. Sent again unchanged, it is the same decision. Throws not_found, forbidden, invalid_input, conflict: held by somebody
 * else, decided meanwhile, or decided otherwise by this reviewer.
 */
export async function decideTask(ctx: Context, input: DecideTaskInput): Promise<Decision> {
  requirePermission(ctx, "task.decide");
  const parsed = DecideTaskInput.parse(input);
  const me = requirePerson(ctx);
  const made = await inTransaction(ctx, async (tx) => {
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
      decisionMs: boundedMs(task, { me: me.id, decisionMs: parsed.decisionMs, now }),
      requestKey: parsed.requestKey ?? null,
      createdAt: now,
      ...scopeOfTask(task),
    };
    await tx.db.insert(decisions).values({ ...base, ...values, id, comment: parsed.comment });
    await tx.db
      .update(tasks)
      .set({ holds: withoutMine(tx) })
      .where(and(eq(tasks.projectId, tx.project), eq(tasks.id, task.id)));
    await settleTask(tx, task);
    const decision = await getDecisionInProject(tx, id);
    await appendAudit(tx, {
      action: "task.decide",
      subject: { type: "task", id: task.id, name: `Task ${task.number}` },
      after: {
        decisionId: id,
        ...personBehind(tx),
        kind: decision.kind,
        reasonKey: decision.reasonKey,
        correctionSeal: correctionSeal(id, decision.correction),
        editRatio: decision.editRatio,
        decisionMs: decision.decisionMs,
        exampleId: decision.exampleId,
        correctionStatus: decision.correctionStatus,
        promptVersionId: task.promptVersionId,
      },
    });
    return decision;
  });
  return maskDecision(made, maskFor(ctx));
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
        eq(decisions.role, "opinion"),
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
  if (task.status !== "open") throw taskOver();
  const other = blockingHold(tx, task);
  if (other) throw taskHeld(other);
}
