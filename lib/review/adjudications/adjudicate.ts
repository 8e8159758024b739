import { and, eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { adjudications, decisions } from "#db/schema/review";
import { appendAudit } from "#lib/audit";
import { type Context, personBehind, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { requirePerson } from "../person.ts";
import { AdjudicateTaskInput, type Adjudication, type Decision } from "../schema.ts";
import { getTaskInProject, taskOver, type TaskRecord } from "../tasks/internal.ts";
import { correctionSeal, getDecisionInProject, scopeOfTask } from "../decisions/internal.ts";
import { settleTask } from "../decisions/settle.ts";
import { boundedMs, valuesOf } from "../decisions/values.ts";
import { getAdjudicationInProject, gaveOpinion, readBlindOpinions, toAdjudication } from "./internal.ts";

type Parsed = ReturnType<typeof AdjudicateTaskInput.parse>;

/**
 * Settles a task whose opinions differ: as one of them, by an edit of one's own, or by saying that the guideline
 * leaves it open (then nothing counts and both opinions stand). The third decision replaces the two in every figure.
 * Sent again, it is the same. Throws not_found, forbidden (it is for somebody who gave no opinion on it),
 * invalid_input, conflict (settled meanwhile).
 */
export async function adjudicateTask(ctx: Context, input: AdjudicateTaskInput): Promise<Adjudication> {
  requirePermission(ctx, "task.decide");
  const parsed = AdjudicateTaskInput.parse(input);
  const me = requirePerson(ctx);
  return inTransaction(ctx, async (tx) => {
    const task = await getTaskInProject(tx, parsed.taskId, { lock: true });
    const before = await findByRequestKey(tx, parsed, me.id);
    if (before) return toAdjudication(tx, task, before);
    if (task.status !== "differing")
      throw taskOver("This task was settled meanwhile; go on with the next one.");
    if (await gaveOpinion(tx, task.id, me.id))
      throw new AppError("forbidden", "You gave an opinion on this task; a third person settles it.");
    const now = tx.clock.now();
    const [a, b] = await readBlindOpinions(tx, task.id);
    if (!a || !b) throw new AppError("internal", "The two opinions are not there; reload the page.");
    const decisionMs = boundedMs(task, { me: me.id, decisionMs: parsed.decisionMs, now });
    const made = await valuesFor(tx, task, parsed, { a, b });
    const decisionId = made ? newId(now) : null;
    if (made && decisionId)
      await tx.db.insert(decisions).values({
        ...made,
        ...scopeOfTask(task),
        id: decisionId,
        projectId: tx.project,
        taskId: task.id,
        role: "adjudication",
        reviewerId: me.id,
        reviewerName: me.name,
        comment: parsed.reason,
        decisionMs,
        createdAt: now,
      });
    const row = {
      id: newId(now),
      projectId: tx.project,
      taskId: task.id,
      verdict: parsed.verdict,
      opinionAId: a.id,
      opinionBId: b.id,
      decisionId,
      reason: parsed.reason,
      adjudicatorId: me.id,
      adjudicatorName: me.name,
      decisionMs,
      requestKey: parsed.requestKey ?? null,
      createdAt: now,
    };
    await tx.db.insert(adjudications).values(row);
    await settleTask(tx, task);
    await appendAudit(tx, {
      action: "task.adjudicate",
      subject: { type: "task", id: task.id, name: `Task ${task.number}` },
      after: {
        adjudicationId: row.id,
        ...personBehind(tx),
        verdict: parsed.verdict,
        decisionId,
        kind: made?.kind ?? null,
        reasonKey: made?.reasonKey ?? null,
        ...(decisionId && { correctionSeal: correctionSeal(decisionId, made?.correction ?? null) }),
        opinions: [a.id, b.id],
        promptVersionId: task.promptVersionId,
      },
    });
    return toAdjudication(tx, task, await getAdjudicationInProject(tx, row.id));
  });
}

async function findByRequestKey(tx: Context, { taskId, requestKey }: Parsed, me: string) {
  if (requestKey === undefined) return undefined;
  const [row] = await tx.db
    .select()
    .from(adjudications)
    .where(
      and(
        eq(adjudications.projectId, tx.project),
        eq(adjudications.taskId, taskId),
        eq(adjudications.adjudicatorId, me),
        eq(adjudications.requestKey, requestKey),
      ),
    );
  return row;
}

type Opinions = Record<"a" | "b", { id: string }>;

/** What the third decision says; null where the guideline leaves it open. */
async function valuesFor(tx: Context, task: TaskRecord, parsed: Parsed, { a, b }: Opinions) {
  switch (parsed.verdict) {
    case "left_open":
      return null;
    case "as_a":
      return sameAs(await getDecisionInProject(tx, a.id));
    case "as_b":
      return sameAs(await getDecisionInProject(tx, b.id));
    case "edit": {
      const { taskId, decisionMs, correction, addExample } = parsed;
      const values = await valuesOf(tx, task, {
        kind: "edit",
        taskId,
        decisionMs,
        correction,
        addExample,
        comment: "",
      });
      return { reasonKey: null, ...values };
    }
    default:
      return parsed satisfies never;
  }
}

function sameAs({ kind, correction, reasonKey, editDistance, editRatio, correctionStatus }: Decision) {
  return { kind, correction, reasonKey, editDistance, editRatio, correctionStatus };
}
