import { and } from "drizzle-orm";
import { inTransaction } from "#db";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { type Page, toPage } from "#platform/pagination";
import { csvLine } from "#platform/csv";
import type { z } from "zod";
import { afterDecision, presentRow, readDecisionRows } from "../decisions/read.ts";
import { ExploreDecisionsInput, type ExploredDecision, ExportDecisionsInput } from "../schema.ts";
import { maskFor } from "#lib/guardrails";
import { narrowedTo, ofScope } from "./where.ts";

/** The decisions behind the figures of an exploration, the newest first, as many as its `listed` says. Throws forbidden, invalid_input. */
export async function listExplored(
  ctx: Context,
  input: ExploreDecisionsInput,
): Promise<Page<ExploredDecision>> {
  requirePermission(ctx, "task.read");
  const filter = ExploreDecisionsInput.parse(input);
  const where = and(ofScope(ctx, filter), narrowedTo(ctx, filter), afterDecision(filter.cursor));
  const rows = await readDecisionRows(ctx, where, filter.limit + 1);
  const mask = maskFor(ctx);
  const page = toPage(rows, filter.limit, (row) => `${row.createdAt.toISOString()}_${row.id}`);
  return {
    ...page,
    items: page.items.map((row) => presentRow(ctx, row, mask)),
  };
}

const columns = [
  "decided_at",
  "kind",
  "reason",
  "comment",
  "correction",
  "output",
  "edit_ratio",
  "reviewer",
  "prompt",
  "version",
  "task",
  "generation_id",
  "example_id",
] as const;

/**
 * The same rows as lines of a file: CSV that no spreadsheet runs, or one JSON object a line. Who took it, and what it was
 * narrowed to, is an audit event. Throws forbidden, invalid_input.
 */
export async function exportDecisions(
  ctx: Context,
  input: ExportDecisionsInput,
): Promise<AsyncGenerator<string>> {
  requirePermission(ctx, "task.read");
  const parsed = ExportDecisionsInput.parse(input);
  const { limit: _, cursor: _cursor, ...asked } = parsed;
  await inTransaction(ctx, (tx) =>
    appendAudit(tx, {
      action: "decision.export",
      subject: { type: "project", id: tx.project, name: "decisions" },
      after: asked,
    }),
  );
  return linesOf(ctx, parsed);
}

async function* linesOf(
  ctx: Context,
  { format, ...filter }: z.output<typeof ExportDecisionsInput>,
): AsyncGenerator<string> {
  if (format === "csv") yield csvLine(columns);
  let cursor: string | undefined;
  do {
    const page: Page<ExploredDecision> = await listExplored(ctx, {
      ...filter,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    yield page.items
      .map((row) => {
        const line = lineOf(row);
        return format === "csv"
          ? csvLine(columns.map((column) => (line[column] === null ? "" : String(line[column]))))
          : `${JSON.stringify(line)}\n`;
      })
      .join("");
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

function lineOf(row: ExploredDecision): Record<(typeof columns)[number], string | number | null> {
  return {
    decided_at: row.createdAt.toISOString(),
    kind: row.kind,
    reason: row.reasonName,
    comment: row.comment,
    correction: row.correction,
    output: row.output,
    edit_ratio: row.editRatio,
    reviewer: row.reviewerName,
    prompt: row.promptPath,
    version: row.promptVersionNumber,
    task: row.taskNumber,
    generation_id: row.generationId,
    example_id: row.exampleId,
  };
}
