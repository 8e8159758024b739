import { and, desc, eq, lte } from "drizzle-orm";
import { promotions } from "#db/schema/releases";
import { getRun, listRuns } from "#lib/evaluation";
import { maskFieldsForRole } from "#lib/guardrails";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { getPromptVersion } from "#lib/prompts";
import { correctionsOf, decisionsOfRun } from "#lib/review";
import { formatCount, formatDuration } from "#platform/format";
import { PromotionInput, type TimelineEntry } from "../schema.ts";
import { getPromotionInProject, type PromotionRow, readApprovals } from "./internal.ts";

/** Who did what for a promotion and when, oldest first. Needs promotion.read. Throws not_found. */
export async function promotionTimeline(ctx: Context, input: PromotionInput): Promise<TimelineEntry[]> {
  requirePermission(ctx, "promotion.read");
  const row = await getPromotionInProject(ctx, PromotionInput.parse(input).promotionId);
  const entries = [
    ...(await served(ctx, row)),
    ...(await saved(ctx, row)),
    ...(await ran(ctx, row)),
    ...requested(row),
    ...(await voted(ctx, row)),
    ...closed(row),
  ];
  return entries.toSorted((left, right) => left.at.getTime() - right.at.getTime());
}

/** How the version in use came there, and what people corrected in it since. */
async function served(ctx: Context, row: PromotionRow): Promise<TimelineEntry[]> {
  if (!row.fromVersionId) return [];
  const [before] = await ctx.db
    .select()
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, ctx.project),
        eq(promotions.environmentId, row.environmentId),
        eq(promotions.promptId, row.promptId),
        eq(promotions.toVersionId, row.fromVersionId),
        eq(promotions.status, "promoted"),
        lte(promotions.closedAt, row.createdAt),
      ),
    )
    .orderBy(desc(promotions.closedAt))
    .limit(1);
  const corrected = await correctionsOf(asStudio(ctx), {
    promptVersionId: row.fromVersionId,
    after: before?.closedAt ?? null,
    until: row.createdAt,
  });
  const entries: TimelineEntry[] = [];
  if (before?.closedAt) {
    const kind = before.kind === "rollback" ? "rolled_back" : "promoted";
    entries.push({
      at: before.closedAt,
      kind,
      sentence:
        before.kind === "rollback"
          ? `rolled back to v${before.toVersionNumber}`
          : `v${before.toVersionNumber} promoted`,
      actorName: before.closedByName,
      promotionNumber: before.number,
    });
  }
  if (corrected.last)
    entries.push({
      at: corrected.last,
      kind: "corrections",
      sentence: `${formatCount(corrected.count, "correction")} since`,
      actorName: null,
    });
  return entries;
}

async function saved(ctx: Context, row: PromotionRow): Promise<TimelineEntry[]> {
  if (row.kind === "rollback") return [];
  const version = await getPromptVersion(asStudio(ctx), { versionId: row.toVersionId });
  return [
    {
      at: version.createdAt,
      kind: "version",
      sentence: `v${version.number} saved: "${version.message}"`,
      actorName: version.createdByName,
      versionNumber: version.number,
    },
  ];
}

/** The run that argues for it, and the people who judged its cases. */
async function ran(ctx: Context, row: PromotionRow): Promise<TimelineEntry[]> {
  if (row.kind === "rollback") return [];
  const run = await runBehind(asStudio(ctx), row);
  if (!run?.finishedAt) return [];
  const took = run.startedAt ? `, ${formatDuration(run.finishedAt.getTime() - run.startedAt.getTime())}` : "";
  const entries: TimelineEntry[] = [
    {
      at: run.finishedAt,
      kind: "run",
      sentence: `Run ${run.number}, ${formatCount(run.totalCases, "case")}${took}`,
      actorName: null,
      runId: run.id,
    },
  ];
  const decided = await decisionsOfRun(asStudio(ctx), { runId: run.id });
  if (decided.last) {
    entries.push({
      at: decided.last,
      kind: "decisions",
      sentence: `${formatCount(decided.count, "decision")} by ${formatCount(decided.people, "reviewer")}`,
      actorName: null,
    });
  }
  return entries;
}

/** The run the promotion names, else the newest that ended of its version. */
async function runBehind(ctx: Context, row: PromotionRow) {
  if (row.candidateRunId) return getRun(ctx, { runId: row.candidateRunId });
  const { items } = await listRuns(ctx, {
    promptVersionId: row.toVersionId,
    status: "succeeded",
    limit: 1,
  });
  return items[0];
}

function requested(row: PromotionRow): TimelineEntry[] {
  if (row.kind === "rollback") return [];
  return [
    {
      at: row.createdAt,
      kind: row.status === "open" ? "waiting" : "requested",
      sentence: `Promotion requested`,
      actorName: row.requestedByName,
    },
  ];
}

async function voted(ctx: Context, row: PromotionRow): Promise<TimelineEntry[]> {
  const votes = await readApprovals(ctx, row.id);
  const readable = votes.map((vote) => maskFieldsForRole(ctx, vote, ["comment"]));
  return readable.map(({ createdAt, verdict, userName, comment }): TimelineEntry => ({
    at: createdAt,
    kind: verdict === "approve" ? "approved" : "rejected",
    sentence: `${verdict === "approve" ? "Approved" : "Rejected"} by ${userName}${comment ? `: "${comment}"` : ""}`,
    actorName: userName,
  }));
}

function closed(row: PromotionRow): TimelineEntry[] {
  if (!row.closedAt || row.status === "rejected") return [];
  const by = row.closedByName ? ` by ${row.closedByName}` : "";
  if (row.status === "withdrawn")
    return [{ at: row.closedAt, kind: "withdrawn", sentence: `Withdrawn${by}`, actorName: row.closedByName }];
  const isRollback = row.kind === "rollback";
  return [
    {
      at: row.closedAt,
      kind: isRollback ? "rolled_back" : "promoted",
      sentence: isRollback
        ? `Rolled back to v${row.toVersionNumber}${by}`
        : `v${row.toVersionNumber} promoted${by}`,
      actorName: row.closedByName,
    },
  ];
}
