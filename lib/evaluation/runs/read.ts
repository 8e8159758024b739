import { and, eq, ilike, or, sql } from "drizzle-orm";
import { escapeLike, instantOrder, keyset, type Order } from "#db";
import { runs, suites } from "#db/schema/evaluation";
import { maskFieldsForRole } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { NotFound } from "#platform/errors";
import { type Page, toPage } from "#platform/pagination";
import { ListRunsInput, type Run, RunInput, type RunProgress } from "./schema.ts";
import type { runOrders } from "../constants.ts";
import {
  getRunInProject,
  presentProgress,
  presentRun,
  type RunOf,
  runRelations,
  selectRuns,
} from "./internal.ts";

/** A run with the names of what it ran and, once finished, its summary. Throws not_found. */
export async function getRun(ctx: Context, input: RunInput): Promise<Run> {
  requirePermission(ctx, "run.read");
  return getRunInProject(ctx, RunInput.parse(input).runId);
}

/** How far a run is: one row, cheap enough to ask for every second. Throws not_found. */
export async function getRunProgress(ctx: Context, input: RunInput): Promise<RunProgress> {
  requirePermission(ctx, "run.read");
  const { runId } = RunInput.parse(input);
  const [row] = await ctx.db
    .select()
    .from(runs)
    .where(and(eq(runs.projectId, ctx.project), eq(runs.id, runId)));
  if (!row) throw new NotFound("run");
  return maskFieldsForRole(ctx, presentProgress(row), ["error"]);
}

/** Runs, newest first or in the order asked for; what is not known of a run (its cost while it runs) stands last. `verdict` filters by what the suite's demands came to. */
export async function listRuns(ctx: Context, input: ListRunsInput = {}): Promise<Page<Run>> {
  requirePermission(ctx, "run.read");
  const { limit, cursor, promptId, promptVersionId, suiteId, status, verdict, query, sort } =
    ListRunsInput.parse(input);
  const of = runRelations(ctx);
  const orders = ordersOf(of);
  const pages = keyset(orders, orders.run, { sort, cursor });
  const rows = await selectRuns(
    ctx,
    () =>
      and(
        promptId ? eq(runs.promptId, promptId) : undefined,
        promptVersionId ? eq(runs.promptVersionId, promptVersionId) : undefined,
        suiteId ? eq(suites.id, suiteId) : undefined,
        status ? eq(runs.status, status) : undefined,
        verdict ? sql`${runs.summary} ->> 'gate' = ${verdict}` : undefined,
        query ? matches(of, query) : undefined,
        pages.after,
      ),
    { of, value: pages.value, tie: pages.tie },
  )
    .orderBy(...pages.orderBy)
    .limit(limit + 1);
  const { items, nextCursor } = toPage(rows, limit, pages.cursorOf);
  return { items: items.map(presentRun), nextCursor };
}

/** The list sorts what one project has; docs/measurements/lists.md says what that takes. */
function ordersOf({ dataset }: RunOf) {
  return {
    run: { of: runs.number, type: "integer" },
    state: { of: runs.status, type: "text" },
    verdict: { of: sql`${runs.summary} ->> 'gate'`, type: "text" },
    dataset: { of: dataset.name, type: "text" },
    suite: { of: suites.name, type: "text" },
    model: {
      of: sql`coalesce(${runs.target} ->> 'model', 'route ' || (${runs.target} ->> 'name'))`,
      type: "text",
    },
    cost: { of: sql`(${runs.summary} ->> 'costUsd')::double precision`, type: "double precision" },
    started: instantOrder(runs.createdAt),
  } satisfies Record<(typeof runOrders)[number], Order>;
}

function matches({ version, dataset }: RunOf, query: string) {
  const pattern = `%${escapeLike(query)}%`;
  return or(
    ilike(sql`'run ' || ${runs.number}`, pattern),
    ilike(version.path, pattern),
    ilike(dataset.name, pattern),
  );
}
