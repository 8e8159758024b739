import { and, desc, eq, ilike, inArray, isNull, lt } from "drizzle-orm";
import { escapeLike } from "#db";
import { suites, suiteVersions } from "#db/schema/evaluation";
import { type Context, requirePermission } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { type Page, toPage } from "#platform/pagination";
import { GetSuiteInput, ListSuitesInput, type Suite, type SuiteVersion } from "./schema.ts";
import { presentSuiteVersion, type SuiteRow } from "./internal.ts";

/** Suites, newest first, each with its newest version. */
export async function listSuites(ctx: Context, input: ListSuitesInput = {}): Promise<Page<Suite>> {
  requirePermission(ctx, "suite.read");
  const { limit, cursor, query, includeArchived } = ListSuitesInput.parse(input);
  const rows = await ctx.db
    .select()
    .from(suites)
    .where(
      and(
        eq(suites.projectId, ctx.project),
        includeArchived ? undefined : isNull(suites.archivedAt),
        query ? ilike(suites.name, `%${escapeLike(query)}%`) : undefined,
        cursor ? lt(suites.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(suites.id))
    .limit(limit + 1);
  const page = toPage(rows, limit, (row) => row.id);
  const latest = await latestVersions(
    ctx,
    page.items.map((row) => row.id),
  );
  return { ...page, items: page.items.map((row) => presentSuite(row, latest.get(row.id))) };
}

/** A suite with all its versions, newest first. Throws not_found. */
export async function getSuite(
  ctx: Context,
  input: GetSuiteInput,
): Promise<Suite & { versions: SuiteVersion[] }> {
  requirePermission(ctx, "suite.read");
  const { suiteId } = GetSuiteInput.parse(input);
  const [row] = await ctx.db
    .select()
    .from(suites)
    .where(and(eq(suites.projectId, ctx.project), eq(suites.id, suiteId)));
  if (!row) throw new NotFound("suite");
  const versions = await ctx.db
    .select()
    .from(suiteVersions)
    .where(and(eq(suiteVersions.projectId, ctx.project), eq(suiteVersions.suiteId, suiteId)))
    .orderBy(desc(suiteVersions.number));
  const presented = versions.map(presentSuiteVersion);
  return { ...presentSuite(row, presented[0]), versions: presented };
}

/** One version by its id. Throws not_found. */
export async function getSuiteVersion(
  ctx: Context,
  input: { suiteVersionId: string },
): Promise<SuiteVersion & { suiteName: string }> {
  requirePermission(ctx, "suite.read");
  const { suiteId } = GetSuiteInput.parse({ suiteId: input.suiteVersionId });
  const [row] = await ctx.db
    .select({ version: suiteVersions, name: suites.name })
    .from(suiteVersions)
    .innerJoin(
      suites,
      and(eq(suites.projectId, suiteVersions.projectId), eq(suites.id, suiteVersions.suiteId)),
    )
    .where(and(eq(suiteVersions.projectId, ctx.project), eq(suiteVersions.id, suiteId)));
  if (!row) throw new NotFound("suite version");
  return { ...presentSuiteVersion(row.version), suiteName: row.name };
}

async function latestVersions(ctx: Context, suiteIds: string[]): Promise<Map<string, SuiteVersion>> {
  if (suiteIds.length === 0) return new Map();
  const rows = await ctx.db
    .selectDistinctOn([suiteVersions.suiteId])
    .from(suiteVersions)
    .where(and(eq(suiteVersions.projectId, ctx.project), inArray(suiteVersions.suiteId, suiteIds)))
    .orderBy(suiteVersions.suiteId, desc(suiteVersions.number));
  return new Map(rows.map((row) => [row.suiteId, presentSuiteVersion(row)]));
}

function presentSuite(row: SuiteRow, latest: SuiteVersion | undefined): Suite {
  if (!latest) throw new AppError("internal", `The suite ${row.name} has no version.`);
  const { id, name, description, isDemo, archivedAt, createdAt } = row;
  return { id, name, description, isDemo, archivedAt, createdAt, latest };
}
