import {
  and,
  asc,
  count,
  eq,
  exists,
  gt,
  inArray,
  isNotNull,
  isNull,
  ne,
  or,
  type SQL,
  sql,
} from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { cases, scores } from "#db/schema/evaluation";
import { exampleRelation } from "#lib/datasets";
import { maskFieldsForRole } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { NotFound } from "#platform/errors";
import { numberOfCursor, type Page, toPage } from "#platform/pagination";
import {
  type Case,
  type CaseFilter,
  CountCasesInput,
  GetCaseInput,
  ListCasesInput,
  type Score,
} from "./schema.ts";
import { getRunInProject } from "./internal.ts";

/** A run's cases in the dataset's order. failed: answered but a quality score failed, or not answered; flaky: of an example that passed on some samples and failed on others. Throws not_found. */
export async function listCases(ctx: Context, input: ListCasesInput): Promise<Page<Case>> {
  requirePermission(ctx, "run.read");
  const { runId, which, evaluator, limit, cursor } = ListCasesInput.parse(input);
  await getRunInProject(ctx, runId);
  const last = numberOfCursor(cursor);
  const after = last === undefined ? undefined : gt(cases.position, last);
  const rows = await selectCases(ctx, and(eq(cases.runId, runId), whichCases(ctx, which, evaluator), after))
    .orderBy(asc(cases.position))
    .limit(limit + 1);
  const page = toPage(rows, limit, (row) => String(row.case.position));
  return { ...page, items: await withScores(ctx, page.items) };
}

/** How many cases of a run the same filters find. Throws not_found. */
export async function countCases(ctx: Context, input: CountCasesInput): Promise<number> {
  requirePermission(ctx, "run.read");
  const { runId, which, evaluator, isAnswered } = CountCasesInput.parse(input);
  await getRunInProject(ctx, runId);
  const answered = isAnswered ? and(eq(cases.status, "succeeded"), isNotNull(cases.output)) : undefined;
  const [row] = await ctx.db
    .select({ count: count() })
    .from(cases)
    .where(
      and(
        eq(cases.projectId, ctx.project),
        eq(cases.runId, runId),
        whichCases(ctx, which, evaluator),
        answered,
      ),
    );
  return row?.count ?? 0;
}

/** One case with its example and scores. Throws not_found. */
export async function getCase(ctx: Context, input: GetCaseInput): Promise<Case> {
  requirePermission(ctx, "run.read");
  const { caseId } = GetCaseInput.parse(input);
  const rows = await selectCases(ctx, eq(cases.id, caseId));
  const [found] = await withScores(ctx, rows);
  if (!found) throw new NotFound("case");
  return found;
}

/** Cases by their ids, in no order; ids of other projects are left out. */
export async function casesByIds(ctx: Context, caseIds: readonly string[]): Promise<Case[]> {
  requirePermission(ctx, "run.read");
  if (caseIds.length === 0) return [];
  return withScores(ctx, await selectCases(ctx, inArray(cases.id, [...caseIds])));
}

function whichCases(ctx: Context, which: CaseFilter, evaluator: string | undefined): SQL | undefined {
  switch (which) {
    case "all":
      return undefined;
    case "failed":
      return eq(cases.isPassed, false);
    case "passed":
      return eq(cases.isPassed, true);
    case "error":
      return eq(cases.status, "failed");
    case "unjudged":
      return and(eq(cases.status, "succeeded"), exists(unjudgedScores(ctx, evaluator)));
    case "flaky":
      return exists(otherOutcomes(ctx));
    case "waiting":
      return inArray(cases.status, ["waiting", "running"]);
    default:
      return which satisfies never;
  }
}

/** Cases of the same example in the same run that came out the other way. */
function otherOutcomes(ctx: Context) {
  const other = alias(cases, "other");
  return ctx.db
    .select({ one: sql`1` })
    .from(other)
    .where(
      and(
        eq(other.projectId, ctx.project),
        eq(other.runId, cases.runId),
        eq(other.exampleId, cases.exampleId),
        ne(other.isPassed, cases.isPassed),
      ),
    );
}

/** Scores of the case at hand without a value; a score that is no number is none. */
function unjudgedScores(ctx: Context, evaluator: string | undefined) {
  return ctx.db
    .select({ one: sql`1` })
    .from(scores)
    .where(
      and(
        eq(scores.projectId, ctx.project),
        eq(scores.caseId, cases.id),
        evaluator ? eq(scores.evaluatorKey, evaluator) : undefined,
        or(isNull(scores.value), sql`${scores.value} = 'NaN'`),
      ),
    );
}

function selectCases(ctx: Context, condition: SQL | undefined) {
  const example = exampleRelation(ctx);
  return ctx.db
    .select({
      case: cases,
      inputs: example.inputs,
      reference: example.reference,
      metadata: example.metadata,
    })
    .from(cases)
    .innerJoin(example, eq(example.exampleId, cases.exampleId))
    .where(and(eq(cases.projectId, ctx.project), condition));
}

async function withScores(ctx: Context, rows: Awaited<ReturnType<typeof selectCases>>): Promise<Case[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.case.id);
  const found = await ctx.db
    .select()
    .from(scores)
    .where(and(eq(scores.projectId, ctx.project), inArray(scores.caseId, ids)))
    .orderBy(asc(scores.evaluatorKey));
  const byCase = Map.groupBy(found, (score) => score.caseId);
  return rows.map((row) => presentCase(ctx, row, byCase.get(row.case.id) ?? []));
}

/** As this person may read it: what users and models wrote is masked without the permission pii.read. */
function presentCase(
  ctx: Context,
  { case: row, ...example }: Awaited<ReturnType<typeof selectCases>>[number],
  found: (typeof scores.$inferSelect)[],
): Case {
  const {
    leaseId: _leaseId,
    leasedUntil: _leasedUntil,
    attempts: _attempts,
    projectId: _projectId,
    ...shown
  } = row;
  const scored = found.map((score) => maskFieldsForRole(ctx, presentScore(score), ["reasoning", "details"]));
  return maskFieldsForRole(ctx, { ...shown, ...example, scores: scored }, [
    "inputs",
    "reference",
    "metadata",
    "output",
    "errorMessage",
  ]);
}

function presentScore({
  evaluatorKey,
  value,
  isPassed,
  reasoning,
  details,
}: typeof scores.$inferSelect): Score {
  return { evaluatorKey, value, isPassed, reasoning, details };
}
