import { and, count, desc, eq, lt, type SQL } from "drizzle-orm";
import { decisions, tasks } from "#db/schema/review";
import { listDatasets } from "#lib/datasets";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { isId } from "#platform/is-id";
import { type Page, toPage } from "#platform/pagination";
import { isCounted, taskOfDecision } from "../decisions/internal.ts";
import { personId } from "../person.ts";
import { type ProposedCorrection, ProposedCorrectionsInput } from "../schema.ts";
import { maskFor } from "#lib/guardrails";

/** Corrections that wait for a second person, the newest first. Throws forbidden, invalid_input. */
export async function listProposedCorrections(
  ctx: Context,
  input: ProposedCorrectionsInput = {},
): Promise<Page<ProposedCorrection>> {
  requirePermission(ctx, "task.read");
  const filter = ProposedCorrectionsInput.parse(input);
  const rows = await ctx.db
    .select({
      decisionId: decisions.id,
      reviewerId: decisions.reviewerId,
      reviewerName: decisions.reviewerName,
      correction: decisions.correction,
      comment: decisions.comment,
      createdAt: decisions.createdAt,
      taskId: tasks.id,
      queueId: tasks.queueId,
      taskNumber: tasks.number,
      taskTitle: tasks.title,
      output: tasks.output,
      datasetId: tasks.datasetId,
    })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(
      and(
        waits(ctx, filter),
        filter.cursor && isId(filter.cursor) ? lt(decisions.id, filter.cursor) : undefined,
      ),
    )
    .orderBy(desc(decisions.id))
    .limit(filter.limit + 1);
  const page = toPage(rows, filter.limit, (row) => row.decisionId);
  const names = await datasetNames(ctx);
  const [mask, me] = [maskFor(ctx), personId(ctx)];
  return {
    ...page,
    items: page.items.flatMap(({ reviewerId, datasetId, correction, ...row }) =>
      datasetId === null || correction === null
        ? []
        : [
            {
              ...row,
              datasetId,
              datasetName: names.get(datasetId) ?? "a dataset",
              isMine: me !== null && reviewerId === me,
              taskTitle: mask.text(row.taskTitle),
              output: mask.text(row.output),
              correction: mask.text(correction),
              comment: mask.text(row.comment),
            },
          ],
    ),
  };
}

/** How many corrections wait for a second person. Throws forbidden. */
export async function countProposedCorrections(ctx: Context): Promise<number> {
  requirePermission(ctx, "queue.read");
  const [row] = await ctx.db
    .select({ count: count() })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .where(waits(ctx, {}));
  return row?.count ?? 0;
}

function waits(
  ctx: Context,
  { queueId, datasetId }: { queueId?: string | undefined; datasetId?: string | undefined },
): SQL | undefined {
  return and(
    eq(decisions.projectId, ctx.project),
    isCounted,
    eq(decisions.correctionStatus, "proposed"),
    queueId ? eq(tasks.queueId, queueId) : undefined,
    datasetId ? eq(tasks.datasetId, datasetId) : undefined,
  );
}

async function datasetNames(ctx: Context): Promise<Map<string, string>> {
  const { items } = await listDatasets(asStudio(ctx), { includeArchived: true, limit: 200 });
  return new Map(items.map(({ id, name }) => [id, name]));
}
