import { and, desc, eq, gte, inArray, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { decisions, rejectReasons, tasks } from "#db/schema/review";
import { type Context, may, requirePermission } from "#lib/identity";
import { inScope } from "#lib/observability";
import { NotFound } from "#platform/errors";
import { type Page, toPage } from "#platform/pagination";
import { personId } from "../person.ts";
import { getQueueInProject } from "../queues/internal.ts";
import { type DecisionRow, ListDecisionsInput } from "../schema.ts";
import { isHiddenFrom } from "../tasks/blind.ts";
import { type Mask, maskFor } from "#lib/guardrails";
import { decisionColumns, isCounted, maskDecision, taskOfDecision } from "./internal.ts";

const rowColumns = {
  ...decisionColumns,
  queueId: tasks.queueId,
  taskNumber: tasks.number,
  taskTitle: tasks.title,
  output: tasks.output,
  reasonName: rejectReasons.name,
  promptId: tasks.promptId,
  promptVersionId: tasks.promptVersionId,
  promptPath: tasks.promptPath,
  promptVersionNumber: tasks.promptVersionNumber,
  generationId: tasks.generationId,
  runId: tasks.runId,
  caseId: tasks.caseId,
  datasetId: tasks.datasetId,
};

/**
 * Decisions, the newest first. Whoever may decide sees of a task that is still open their own alone: a second
 * opinion is independent. Throws not_found (the queue), forbidden.
 */
export async function listDecisions(
  ctx: Context,
  input: ListDecisionsInput = {},
): Promise<Page<DecisionRow>> {
  requirePermission(ctx, "task.read");
  const filter = ListDecisionsInput.parse(input);
  if (filter.queueId) await getQueueInProject(ctx, filter.queueId);
  const rows = await readDecisionRows(
    ctx,
    and(...filtersOf(filter), visibleTo(ctx), ...blindTo(ctx, filter)),
    filter.limit + 1,
  );
  const mask = maskFor(ctx);
  const page = toPage(rows, filter.limit, (row) => `${row.createdAt.toISOString()}_${row.id}`);
  return {
    ...page,
    items: page.items.map((row) => presentRow(ctx, row, mask)),
  };
}

/** One decision with what it was about; a link of the chain, so everybody may read it (masked as they must). Throws not_found, forbidden. */
export async function getDecision(ctx: Context, input: { decisionId: string }): Promise<DecisionRow> {
  requirePermission(ctx, "queue.read");
  const [row] = await readDecisionRows(ctx, eq(decisions.id, input.decisionId), 1);
  if (!row) throw new NotFound("decision");
  return presentRow(ctx, row, maskFor(ctx));
}

type Row = Awaited<ReturnType<typeof readDecisionRows>>[number];

/** What this person may see of a decision: masked, and in a blind queue without its source and its reviewer. */
export function presentRow(
  ctx: Context,
  { isHidden, ...row }: Row,
  mask: Mask,
): DecisionRow & { output: string } {
  const shown = {
    ...maskDecision(row, mask),
    taskTitle: mask.text(row.taskTitle),
    output: mask.text(row.output),
  };
  if (!isHidden) return shown;
  const isMine = row.reviewerId !== null && row.reviewerId === personId(ctx);
  return { ...shown, ...hiddenSource, ...(isMine ? {} : { reviewerId: null, reviewerName: "a reviewer" }) };
}

const hiddenSource = {
  promptId: null,
  promptVersionId: null,
  promptPath: null,
  promptVersionNumber: null,
  generationId: null,
  runId: null,
  caseId: null,
};

/** Decisions with what they were about, the newest first. */
export function readDecisionRows(ctx: Context, where: SQL | undefined, limit: number) {
  return ctx.db
    .select({ ...rowColumns, isHidden: isHiddenFrom(ctx).mapWith(Boolean) })
    .from(decisions)
    .innerJoin(tasks, taskOfDecision)
    .leftJoin(
      rejectReasons,
      and(eq(rejectReasons.projectId, decisions.projectId), eq(rejectReasons.key, decisions.reasonKey)),
    )
    .where(and(eq(decisions.projectId, ctx.project), where))
    .orderBy(desc(decisions.createdAt), desc(decisions.id))
    .limit(limit);
}

type Filter = ReturnType<typeof ListDecisionsInput.parse>;

function filtersOf(filter: Filter): (SQL | undefined)[] {
  return [
    filter.queueId ? eq(tasks.queueId, filter.queueId) : undefined,
    filter.taskId ? eq(decisions.taskId, filter.taskId) : undefined,
    filter.kind ? eq(decisions.kind, filter.kind) : undefined,
    filter.reviewerId ? eq(decisions.reviewerId, filter.reviewerId) : undefined,
    filter.reasonKey ? eq(decisions.reasonKey, filter.reasonKey) : undefined,
    filter.promptId ? eq(tasks.promptId, filter.promptId) : undefined,
    filter.promptVersionId ? eq(tasks.promptVersionId, filter.promptVersionId) : undefined,
    filter.from ? gte(decisions.createdAt, filter.from) : undefined,
    filter.to ? lt(decisions.createdAt, filter.to) : undefined,
    inScope(filter, { label: decisions.environment, source: decisions.source }),
    filter.withoutSimulated ? eq(decisions.isSimulated, false) : undefined,
    filter.model ? eq(tasks.model, filter.model) : undefined,
    filter.runId ? eq(tasks.runId, filter.runId) : undefined,
    filter.includeUndone ? undefined : isNull(decisions.undoneAt),
    filter.outcomesOnly ? isCounted : undefined,
    afterDecision(filter.cursor),
  ];
}

/** The studio itself, which gathers evidence, sees all; people and programs see of an unsettled task their own only. */
function visibleTo(ctx: Context): SQL | undefined {
  const me = personId(ctx);
  if (ctx.actor.kind === "api_key") return inArray(tasks.status, ["decided", "left_open"]);
  return me !== null && may(ctx, "task.decide")
    ? or(inArray(tasks.status, ["decided", "left_open"]), eq(decisions.reviewerId, me))
    : undefined;
}

/** A filter by what a blind queue hides would tell it. */
function blindTo(ctx: Context, { promptVersionId, model, reviewerId, runId }: Filter): SQL[] {
  const asksForHidden =
    promptVersionId ?? model ?? runId ?? (reviewerId === personId(ctx) ? undefined : reviewerId);
  return asksForHidden === undefined ? [] : [sql`not ${isHiddenFrom(ctx)}`];
}

/** The rows after the one that a cursor names. */
export function afterDecision(cursor: string | undefined): SQL | undefined {
  const [at, id] = cursor?.split("_") ?? [];
  if (!at || !id) return undefined;
  return sql`(${decisions.createdAt}, ${decisions.id}) < (${at}::timestamptz, ${id}::uuid)`;
}
