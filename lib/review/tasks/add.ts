import { and, type Column, eq, max, or, sql } from "drizzle-orm";
import { inTransaction } from "#db";
import { tasks } from "#db/schema/review";
import { appendAudit } from "#lib/audit";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { type CallScope, callScopes } from "#lib/observability";
import { AppError } from "#platform/errors";
import { mostIds } from "#constants/observability";
import { newId } from "#platform/ids";
import { seededRandom } from "#platform/random";
import { getQueueInProject } from "../queues/internal.ts";
import { AddTasksInput, type AddedTasks, type Queue, TaskItem } from "../schema.ts";
import { languageOfTask } from "./language.ts";
import { itemsFromGenerations, itemsFromRun } from "./sources.ts";
import { titleOf } from "./title.ts";

type Item = ReturnType<typeof TaskItem.parse>;

/**
 * Puts outputs into a queue. A case or generation that is in it already is left as it is, so adding twice
 * adds once. Throws not_found (queue, run, case, generation), forbidden, invalid_input, conflict (archived queue).
 */
export async function addTasks(ctx: Context, input: AddTasksInput): Promise<AddedTasks> {
  requirePermission(ctx, "task.create");
  const parsed = AddTasksInput.parse(input);
  await getQueueInProject(ctx, parsed.queueId);
  const items = (await itemsOf(ctx, parsed)).map((item) => TaskItem.parse(item));
  const calls = await callsOf(ctx, items);
  return inTransaction(ctx, async (tx) => {
    const queue = await getQueueInProject(tx, parsed.queueId, { lock: true });
    if (queue.archivedAt)
      throw new AppError(
        "conflict",
        `The queue "${queue.name}" is in the archive; take it out or choose another.`,
      );
    const fresh = await leaveOutPresent(tx, queue, items);
    const from = await lastNumber(tx, queue.id);
    const now = tx.clock.now();
    const rows = fresh.map((item, index) =>
      toRow(tx, queue, item, { number: from + index + 1, createdAt: now, calls }),
    );
    for (let start = 0; start < rows.length; start += 100)
      await tx.db.insert(tasks).values(rows.slice(start, start + 100));
    const result = { added: rows.length, present: items.length - rows.length };
    if (rows.length > 0)
      await appendAudit(tx, {
        action: "task.create",
        subject: { type: "queue", id: queue.id, name: queue.name },
        after: { ...result, source: sourceOf(parsed) },
      });
    return result;
  });
}

type Parsed = ReturnType<typeof AddTasksInput.parse>;

async function itemsOf(ctx: Context, parsed: Parsed): Promise<TaskItem[]> {
  if ("items" in parsed) return parsed.items;
  if ("generationIds" in parsed) return itemsFromGenerations(ctx, parsed.generationIds, parsed.reason);
  return itemsFromRun(ctx, parsed);
}

function sourceOf(parsed: Parsed): Record<string, unknown> {
  if ("items" in parsed) return { kind: "items" };
  if ("generationIds" in parsed) return { kind: "generations" };
  return { kind: "run", runId: parsed.runId, which: parsed.which };
}

/** The studio looks it up itself: who may send outputs to review need not be allowed to read calls. */
async function callsOf(ctx: Context, items: Item[]): Promise<Map<string, CallScope>> {
  const ids = items.flatMap(({ generationId }) => generationId ?? []);
  const calls = new Map<string, CallScope>();
  for (let start = 0; start < ids.length; start += mostIds) {
    const page = await callScopes(asStudio(ctx), { ids: ids.slice(start, start + mostIds) });
    for (const [id, call] of page) calls.set(id, call);
  }
  return calls;
}

/** What a task keeps of its call; the call itself is surer than what the sender says of it. */
function scopeOfTask(item: Item, calls: Map<string, CallScope>) {
  const call = item.generationId ? calls.get(item.generationId) : undefined;
  if (!call) return { source: item.runId ? "run" : null };
  const { promptId, promptVersionId, promptPath, promptVersionNumber, ...scope } = call;
  return promptId === null ? scope : { ...scope, promptId, promptVersionId, promptPath, promptVersionNumber };
}

async function leaveOutPresent(tx: Context, queue: Queue, items: Item[]): Promise<Item[]> {
  const present = new Set<string>();
  for (let start = 0; start < items.length; start += mostIds)
    for (const id of await presentAmong(tx, queue, items.slice(start, start + mostIds))) present.add(id);
  return items.filter((item) => {
    const ids = subjectsOf(item);
    if (ids.some((id) => present.has(id))) return false;
    for (const id of ids) present.add(id);
    return true;
  });
}

/** The cases and generations of a page of items that the queue has already; a run may have more than a statement takes. */
async function presentAmong(tx: Context, queue: Queue, page: Item[]): Promise<string[]> {
  const ids = page.flatMap(subjectsOf);
  if (ids.length === 0) return [];
  const isAmong = (column: Column) => sql`${column} = any(${sql.param(ids)}::uuid[])`;
  const rows = await tx.db
    .select({ caseId: tasks.caseId, generationId: tasks.generationId })
    .from(tasks)
    .where(
      and(
        eq(tasks.projectId, tx.project),
        eq(tasks.queueId, queue.id),
        or(isAmong(tasks.caseId), isAmong(tasks.generationId)),
      ),
    );
  return rows.flatMap(subjectsOf);
}

function subjectsOf({
  caseId,
  generationId,
}: {
  caseId?: string | null | undefined;
  generationId?: string | null | undefined;
}): string[] {
  return [caseId, generationId].flatMap((id) => id ?? []);
}

async function lastNumber(tx: Context, queueId: string): Promise<number> {
  const [row] = await tx.db
    .select({ last: max(tasks.number) })
    .from(tasks)
    .where(and(eq(tasks.projectId, tx.project), eq(tasks.queueId, queueId)));
  return row?.last ?? 0;
}

function toRow(
  tx: Context,
  queue: Queue,
  item: Item,
  { number, createdAt, calls }: { number: number; createdAt: Date; calls: Map<string, CallScope> },
): typeof tasks.$inferInsert {
  // Drawn by the number, so that nobody can choose which tasks get a second look.
  const getsSecondOpinion = seededRandom(number * 7919)() < queue.secondOpinionShare;
  return {
    ...item,
    ...scopeOfTask(item, calls),
    id: newId(createdAt),
    projectId: tx.project,
    queueId: queue.id,
    number,
    title: item.title || titleOf(item.inputs),
    language: languageOfTask(item.inputs, item.output),
    datasetId: item.datasetId ?? queue.datasetId,
    decisionsNeeded: getsSecondOpinion ? 2 : 1,
    createdAt,
  };
}
