import { and, asc, eq, gt, inArray, type SQL } from "drizzle-orm";
import { tasks } from "#db/schema/review";
import { type Context, requirePermission } from "#lib/identity";
import { type Page, toPage } from "#platform/pagination";
import { correctionRules } from "../corrections/check.ts";
import { maskRules } from "../corrections/mask-rules.ts";
import { readDecisionsOfTask } from "../decisions/internal.ts";
import { decidedByMe, notDecidedByMe, personId, skippedByMe } from "../person.ts";
import { getQueueInProject } from "../queues/internal.ts";
import {
  type CorrectionRules,
  type Decision,
  ListTasksInput,
  type Queue,
  type Task,
  TaskInput,
  type TaskRow,
  TaskScore,
  UpcomingTasksInput,
  WaitingAmongInput,
} from "../schema.ts";
import { isHiddenFrom } from "./blind.ts";
import { getTaskInProject, isSettled, type TaskRecord, taskRowColumns, toTaskRow } from "./internal.ts";
import { type Mask, maskFor } from "#lib/guardrails";

/** A task in full, masked and blinded for whoever reads it. Throws not_found, forbidden. */
export async function getTask(ctx: Context, input: TaskInput): Promise<Task> {
  requirePermission(ctx, "task.read");
  const { taskId } = TaskInput.parse(input);
  const task = await getTaskInProject(ctx, taskId);
  const queue = await getQueueInProject(ctx, task.queueId);
  const mask = maskFor(ctx);
  const all = await readDecisionsOfTask(ctx, taskId, mask);
  const rules = await rulesReader(ctx, mask)(task);
  return toTask(ctx, queue, task, { all, mask, rules, isHidden: await readHidden(ctx, taskId) });
}

/**
 * The next tasks of a queue in full, as `nextTask` would give them one by one, also those somebody holds:
 * what a page keeps ready, so that the next task stands there at once. Throws not_found, forbidden.
 */
export async function upcomingTasks(ctx: Context, input: UpcomingTasksInput): Promise<Task[]> {
  requirePermission(ctx, "task.read");
  const { queueId, limit, taskIds } = UpcomingTasksInput.parse(input);
  const queue = await getQueueInProject(ctx, queueId);
  const rows = await ctx.db
    .select()
    .from(tasks)
    .where(
      and(
        eq(tasks.projectId, ctx.project),
        eq(tasks.queueId, queueId),
        eq(tasks.status, "open"),
        notDecidedByMe(ctx),
        taskIds ? inArray(tasks.id, taskIds) : undefined,
      ),
    )
    .orderBy(skippedByMe(ctx), asc(tasks.number))
    .limit(limit);
  const mask = maskFor(ctx);
  const rulesOf = rulesReader(ctx, mask);
  return Promise.all(
    rows.map(async (task) =>
      toTask(ctx, queue, task, { all: [], mask, rules: await rulesOf(task), isHidden: queue.isBlind }),
    ),
  );
}

/** Which of these tasks of a queue still wait for this person. Throws not_found, forbidden. */
export async function waitingAmong(ctx: Context, input: WaitingAmongInput): Promise<string[]> {
  requirePermission(ctx, "task.read");
  const { queueId, taskIds } = WaitingAmongInput.parse(input);
  await getQueueInProject(ctx, queueId);
  const rows = await ctx.db
    .select({ id: tasks.id })
    .from(tasks)
    .where(
      and(
        eq(tasks.projectId, ctx.project),
        eq(tasks.queueId, queueId),
        eq(tasks.status, "open"),
        notDecidedByMe(ctx),
        inArray(tasks.id, taskIds),
      ),
    );
  return rows.map(({ id }) => id);
}

type Seen = { all: Decision[]; mask: Mask; rules: CorrectionRules; isHidden: boolean };

/** Reads the rules of corrections once for all tasks of one version and dataset. */
function rulesReader(ctx: Context, mask: Mask): (task: TaskRecord) => Promise<CorrectionRules> {
  const known = new Map<string, Promise<CorrectionRules>>();
  return (task) => {
    const key = `${task.promptVersionId} ${task.datasetId}`;
    const rules = known.get(key) ?? correctionRules(ctx, task).then((read) => maskRules(read, mask));
    known.set(key, rules);
    return rules;
  };
}

function toTask(ctx: Context, queue: Queue, task: TaskRecord, { all, mask, rules, isHidden }: Seen): Task {
  const me = personId(ctx);
  const own = all.filter((decision) => decision.reviewerId === me);
  return {
    ...toTaskRow(ctx, task, me !== null && own.some((decision) => decision.undoneAt === null), mask),
    ...textsOf(task, mask),
    ...sourceOf(task, isHidden),
    isMasked: mask.isMasking,
    isBlind: queue.isBlind,
    datasetId: task.datasetId,
    decisionsNeeded: task.decisionsNeeded,
    // Until the task is settled each reviewer sees their own decision only: the second opinion is independent.
    decisions: isSettled(task) ? (isHidden ? all.map((each) => withoutName(each, me)) : all) : own,
    correctionRules: rules,
  };
}

/** Who decided is hidden with what made the output; one's own name is no news. */
function withoutName(decision: Decision, me: string | null): Decision {
  return me !== null && decision.reviewerId === me
    ? decision
    : { ...decision, reviewerId: null, reviewerName: "a reviewer" };
}

/** Tasks by number in one queue, or in order of making across queues. Throws not_found, forbidden. */
export async function listTasks(ctx: Context, input: ListTasksInput): Promise<Page<TaskRow>> {
  requirePermission(ctx, "task.read");
  const filter = ListTasksInput.parse(input);
  if (filter.queueId) await getQueueInProject(ctx, filter.queueId);
  const rows = await ctx.db
    .select({ ...taskRowColumns, isDecidedByMe: decidedByMe(ctx) })
    .from(tasks)
    .where(and(eq(tasks.projectId, ctx.project), ...filtersOf(ctx, filter), afterCursor(filter)))
    .orderBy(...(filter.queueId ? [asc(tasks.number)] : [asc(tasks.id)]))
    .limit(filter.limit + 1);
  const mask = maskFor(ctx);
  const page = toPage(rows, filter.limit, (row) => (filter.queueId ? String(row.number) : row.id));
  return {
    ...page,
    items: page.items.map(({ isDecidedByMe, ...row }) => toTaskRow(ctx, row, isDecidedByMe, mask)),
  };
}

type Filter = ReturnType<typeof ListTasksInput.parse>;

function filtersOf(ctx: Context, filter: Filter): (SQL | undefined)[] {
  return [
    filter.queueId ? eq(tasks.queueId, filter.queueId) : undefined,
    filter.status ? eq(tasks.status, filter.status) : undefined,
    filter.reason ? eq(tasks.reason, filter.reason) : undefined,
    filter.promptVersionId ? eq(tasks.promptVersionId, filter.promptVersionId) : undefined,
    filter.runId ? eq(tasks.runId, filter.runId) : undefined,
    filter.forMe ? notDecidedByMe(ctx) : undefined,
  ];
}

function afterCursor({ cursor, queueId }: Filter): SQL | undefined {
  if (!cursor) return undefined;
  if (!queueId) return gt(tasks.id, cursor);
  const number = Number.parseInt(cursor, 10);
  return Number.isFinite(number) ? gt(tasks.number, number) : undefined;
}

/** In a blind queue what made the output stays hidden. Names of tables are written out in the expression, so it stands alone. */
async function readHidden(ctx: Context, taskId: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ isHidden: isHiddenFrom(ctx).mapWith(Boolean) })
    .from(tasks)
    .where(and(eq(tasks.projectId, ctx.project), eq(tasks.id, taskId)));
  return row?.isHidden ?? true;
}

function textsOf(task: TaskRecord, mask: Mask) {
  return {
    inputs: mask.value(task.inputs) as Record<string, unknown>,
    output: mask.text(task.output),
    reference: mask.value(task.reference),
    scores: TaskScore.array()
      .parse(task.scores)
      .map((score) => ({
        ...score,
        reasoning: score.reasoning === null ? null : mask.text(score.reasoning),
      })),
  };
}

function sourceOf(task: TaskRecord, hidden: boolean) {
  return {
    promptId: hidden ? null : task.promptId,
    promptVersionId: hidden ? null : task.promptVersionId,
    promptPath: hidden ? null : task.promptPath,
    promptVersionNumber: hidden ? null : task.promptVersionNumber,
    generationId: hidden ? null : task.generationId,
    runId: hidden ? null : task.runId,
    caseId: hidden ? null : task.caseId,
    exampleId: hidden ? null : task.exampleId,
  };
}
