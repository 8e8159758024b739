import { and, eq, inArray, isNull } from "drizzle-orm";
import { decisions, queues, tasks } from "#db/schema/review";
import { type Context, may, requirePermission } from "#lib/identity";
import { personId } from "../person.ts";
import { type AgreementRow, ListAgreementInput } from "../schema.ts";
import { maskFor } from "#lib/guardrails";
import { readPairs, readSettled } from "./pairs.ts";

/**
 * The tasks behind a figure of the agreement, in the order of their queues: a cell of its table, the pairs that agree or
 * differ, or those a third person settled so. As many as the figure says; a task that still waits for a third person is
 * told to nobody who gave an opinion on it. Throws forbidden, invalid_input.
 */
export async function listAgreement(ctx: Context, input: ListAgreementInput = {}): Promise<AgreementRow[]> {
  requirePermission(ctx, "task.read");
  const filter = ListAgreementInput.parse(input);
  const chosen = filter.settled
    ? (await readSettled(ctx, filter)).filter(({ as }) => as === filter.settled)
    : (await readPairs(ctx, filter)).filter(
        ({ a, b }) =>
          (!filter.a || a === filter.a) &&
          (!filter.b || b === filter.b) &&
          (filter.same === undefined || (a === b) === filter.same),
      );
  const pairs = new Map(
    (await readPairs(ctx, { queueId: filter.queueId })).map((pair) => [pair.taskId, pair]),
  );
  const mine = await readMine(ctx);
  const mask = maskFor(ctx);
  const rows = await readTasks(
    ctx,
    chosen.map(({ taskId }) => taskId),
  );
  return rows
    .map(({ title, ...row }): AgreementRow => {
      const pair = pairs.get(row.taskId);
      const isSecret = row.status === "differing" && mine.has(row.taskId);
      return isSecret
        ? { ...row, title: null, a: null, b: null }
        : { ...row, title: mask.text(title), a: pair?.a ?? null, b: pair?.b ?? null };
    })
    .toSorted((one, other) => one.queueName.localeCompare(other.queueName) || one.number - other.number);
}

/** The tasks this person gave an opinion on. */
async function readMine(ctx: Context): Promise<ReadonlySet<string>> {
  const me = personId(ctx);
  if (me === null || !may(ctx, "task.decide")) return new Set();
  const rows = await ctx.db
    .select({ taskId: decisions.taskId })
    .from(decisions)
    .where(
      and(
        eq(decisions.projectId, ctx.project),
        eq(decisions.reviewerId, me),
        eq(decisions.role, "opinion"),
        isNull(decisions.undoneAt),
      ),
    );
  return new Set(rows.map(({ taskId }) => taskId));
}

function readTasks(ctx: Context, ids: string[]) {
  return ctx.db
    .select({
      taskId: tasks.id,
      queueId: tasks.queueId,
      queueName: queues.name,
      number: tasks.number,
      title: tasks.title,
      status: tasks.status,
    })
    .from(tasks)
    .innerJoin(queues, and(eq(queues.projectId, tasks.projectId), eq(queues.id, tasks.queueId)))
    .where(and(eq(tasks.projectId, ctx.project), inArray(tasks.id, ids)));
}
