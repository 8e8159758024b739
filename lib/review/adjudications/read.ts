import { and, asc, count, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { adjudications, decisions, queues, rejectReasons, tasks } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import { correctionRules } from "../corrections/check.ts";
import { maskRules } from "../corrections/mask-rules.ts";
import { blindOrder } from "../decisions/settlement.ts";
import { personId, requirePerson } from "../person.ts";
import { getQueueInProject } from "../queues/internal.ts";
import {
  type Adjudication,
  type BlindOpinion,
  type DifferingTask,
  type DifferingTaskInFull,
  ListDifferingInput,
  TaskInput,
} from "../schema.ts";
import { getTaskInProject, taskOver } from "../tasks/internal.ts";
import { type Mask, maskFor } from "#lib/guardrails";
import { gaveOpinion, readBlindOpinions, toAdjudication } from "./internal.ts";

/** Tasks whose opinions differ and on which this person gave none, in the order of their queues. Throws not_found, forbidden. */
export async function listDiffering(ctx: Context, input: ListDifferingInput = {}): Promise<DifferingTask[]> {
  requirePermission(ctx, "task.decide");
  const { queueId, limit } = ListDifferingInput.parse(input);
  if (queueId) await getQueueInProject(ctx, queueId);
  const rows = await ctx.db
    .select({
      id: tasks.id,
      queueId: tasks.queueId,
      queueName: queues.name,
      number: tasks.number,
      title: tasks.title,
    })
    .from(tasks)
    .innerJoin(queues, queueOfTask)
    .where(forThirdPerson(ctx, queueId))
    .orderBy(asc(queues.name), asc(tasks.number))
    .limit(limit);
  const opinions = await readOpinionsOf(
    ctx,
    rows.map(({ id }) => id),
  );
  const mask = maskFor(ctx);
  return rows.map((row) => ({
    ...row,
    title: mask.text(row.title),
    opinions: blindOrder(opinions.filter(({ taskId }) => taskId === row.id)).map(
      ({ kind, reasonName }, index) => ({
        letter: letterOf(index),
        kind,
        reasonName,
      }),
    ),
  }));
}

/** How many tasks wait for this person as the third. Throws forbidden. */
export async function countDiffering(ctx: Context, input: { queueId?: string } = {}): Promise<number> {
  requirePermission(ctx, "queue.read");
  const [row] = await ctx.db
    .select({ count: count() })
    .from(tasks)
    .innerJoin(queues, queueOfTask)
    .where(forThirdPerson(ctx, input.queueId));
  return row?.count ?? 0;
}

/**
 * A task whose opinions differ, for a third person: without names, version or scores. Throws not_found, forbidden
 * (who gave an opinion does not see the other's), conflict (settled meanwhile).
 */
export async function getDiffering(ctx: Context, input: TaskInput): Promise<DifferingTaskInFull> {
  requirePermission(ctx, "task.decide");
  const { taskId } = TaskInput.parse(input);
  const me = requirePerson(ctx);
  const task = await getTaskInProject(ctx, taskId);
  if (task.status !== "differing" || (await gaveOpinion(ctx, taskId, me.id)))
    throw taskOver("This task does not wait for you as a third person; go on with the next one.");
  const queue = await getQueueInProject(ctx, task.queueId);
  const mask = maskFor(ctx);
  const opinions = await readBlindOpinions(ctx, taskId);
  return {
    id: task.id,
    queueId: queue.id,
    queueName: queue.name,
    number: task.number,
    title: mask.text(task.title),
    inputs: mask.value(task.inputs) as Record<string, unknown>,
    output: mask.text(task.output),
    datasetId: task.datasetId,
    guidelines: queue.guidelines,
    opinions: opinions.map((opinion, index) => toBlind(opinion, index, mask)),
    correctionRules: maskRules(await correctionRules(ctx, task), mask),
  };
}

/** This person's newest adjudication that stands, with what it revealed; null before the first. Throws forbidden. */
export async function findMyLastAdjudication(ctx: Context): Promise<Adjudication | null> {
  requirePermission(ctx, "task.decide");
  const me = personId(ctx);
  if (me === null) return null;
  const [row] = await ctx.db
    .select()
    .from(adjudications)
    .where(
      and(
        eq(adjudications.projectId, ctx.project),
        eq(adjudications.adjudicatorId, me),
        isNull(adjudications.undoneAt),
      ),
    )
    .orderBy(desc(adjudications.createdAt))
    .limit(1);
  return row ? toAdjudication(ctx, await getTaskInProject(ctx, row.taskId), row) : null;
}

const queueOfTask = and(eq(queues.projectId, tasks.projectId), eq(queues.id, tasks.queueId));

function forThirdPerson(ctx: Context, queueId: string | undefined): SQL | undefined {
  return and(
    eq(tasks.projectId, ctx.project),
    eq(tasks.status, "differing"),
    isNull(queues.archivedAt),
    queueId ? eq(tasks.queueId, queueId) : undefined,
    sql`not exists (
      select 1 from decisions mine
      where mine.project_id = tasks.project_id and mine.task_id = tasks.id and mine.role = 'opinion'
        and mine.reviewer_id = ${personId(ctx)}
    )`,
  );
}

async function readOpinionsOf(ctx: Context, taskIds: string[]) {
  if (taskIds.length === 0) return [];
  return ctx.db
    .select({
      id: decisions.id,
      taskId: decisions.taskId,
      kind: decisions.kind,
      reasonName: rejectReasons.name,
    })
    .from(decisions)
    .leftJoin(
      rejectReasons,
      and(eq(rejectReasons.projectId, decisions.projectId), eq(rejectReasons.key, decisions.reasonKey)),
    )
    .where(
      and(
        eq(decisions.projectId, ctx.project),
        inArray(decisions.taskId, taskIds),
        eq(decisions.role, "opinion"),
        isNull(decisions.undoneAt),
      ),
    );
}

type Opinion = Awaited<ReturnType<typeof readBlindOpinions>>[number];

function toBlind(opinion: Opinion, index: number, mask: Mask): BlindOpinion {
  const { kind, reasonName, correction, comment, decisionMs } = opinion;
  return {
    letter: letterOf(index),
    kind,
    reasonName,
    correction: correction === null ? null : mask.text(correction),
    comment: mask.text(comment),
    decisionMs,
  };
}

function letterOf(index: number): "A" | "B" {
  return index === 0 ? "A" : "B";
}
