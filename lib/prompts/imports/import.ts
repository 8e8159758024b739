import { eq } from "drizzle-orm";
import { publishInvalidation, inTransaction } from "#db";
import { labels, promptBranches, prompts, promptSearch, promptVersions } from "#db/schema/prompts";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { enqueue } from "#lib/jobs";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { type ImportPlan, ImportPromptsInput, type ImportRow, latestLabel } from "../schema.ts";
import { makerOf } from "../branches/internal.ts";
import { mainBranch } from "../content/rules.ts";
import { embedJob, type EmbedJobData, searchRow } from "../search/internal.ts";
import { versionValues } from "../versions/internal.ts";
import { contentOfRow, planImport } from "./plan.ts";

const importMessage = "Imported";

/** What an import would do: rows with their paths, and every error with its line. Writes nothing. Throws forbidden, invalid_input. */
export async function previewImport(ctx: Context, input: ImportPromptsInput): Promise<ImportPlan> {
  requirePermission(ctx, "prompt.create");
  return plan(ctx, ImportPromptsInput.parse(input));
}

/**
 * Makes a text prompt of every row, all or none. Throws forbidden, and invalid_input with every error and its
 * line in `details.errors`.
 */
export async function importPrompts(
  ctx: Context,
  input: ImportPromptsInput,
): Promise<{ count: number; paths: string[] }> {
  requirePermission(ctx, "prompt.create");
  const parsed = ImportPromptsInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const { rows, errors } = await plan(tx, parsed);
    const [first] = errors;
    if (first) {
      const more = errors.length > 1 ? ` and ${errors.length - 1} more` : "";
      throw new AppError(
        "invalid_input",
        `Nothing was imported. Line ${first.line}: ${first.message}${more}`,
        { details: { errors } },
      );
    }
    for (let start = 0; start < rows.length; start += 200)
      await insertRows(tx, rows.slice(start, start + 200), parsed);
    await enqueue<EmbedJobData>(tx, embedJob, { projectId: tx.project });
    const paths = rows.map(({ path }) => path);
    await appendAudit(tx, {
      action: "prompt.import",
      subject: { type: "project", id: tx.project, name: parsed.source },
      after: {
        count: rows.length,
        folder: parsed.folder,
        source: parsed.source,
        paths: paths.slice(0, 1_000),
      },
    });
    return { count: rows.length, paths };
  });
}

async function plan(ctx: Context, input: ReturnType<typeof ImportPromptsInput.parse>): Promise<ImportPlan> {
  const existing = await ctx.db
    .select({ path: prompts.path })
    .from(prompts)
    .where(eq(prompts.projectId, ctx.project));
  return planImport(input, new Set(existing.map(({ path }) => path)));
}

/** Row by row would cost six statements each; this writes 200 prompts with four. */
async function insertRows(
  tx: Context,
  rows: ImportRow[],
  { source, isDemo }: { source: string; isDemo: boolean },
): Promise<void> {
  const at = tx.clock.now();
  const projectId = tx.project;
  const made = rows.map((row) => ({
    row,
    promptId: newId(at),
    versionId: newId(at),
    content: contentOfRow(row),
  }));
  const createdBy = tx.actor.kind === "user" ? tx.actor.id : null;
  await tx.db.insert(prompts).values(
    made.map(({ row, promptId }) => ({
      id: promptId,
      projectId,
      path: row.path,
      kind: "text" as const,
      description: row.description,
      isDemo: isDemo && tx.actor.kind === "system",
      createdBy,
      createdAt: at,
      updatedAt: at,
    })),
  );
  await tx.db.insert(promptVersions).values(
    made.map(({ promptId, versionId, content, row }) => ({
      id: versionId,
      projectId,
      promptId,
      number: 1,
      ...versionValues(tx, {
        content,
        includes: [],
        message: importMessage,
        provenance: { kind: "import", source: `${source}, line ${row.line}`.slice(0, 500) },
      }),
    })),
  );
  await tx.db.insert(promptBranches).values(
    made.map(({ promptId, versionId }) => ({
      projectId,
      promptId,
      name: mainBranch,
      headVersionId: versionId,
      ...makerOf(tx),
    })),
  );
  await tx.db.insert(labels).values(
    made.map(({ promptId, versionId }) => ({
      projectId,
      promptId,
      versionId,
      name: latestLabel,
      updatedBy: createdBy,
      updatedByName: tx.actor.name,
      updatedAt: at,
    })),
  );
  await publishInvalidation(tx, "prompts", projectId);
  await tx.db.insert(promptSearch).values(
    made.map(({ promptId, row, content }) => ({
      projectId,
      promptId,
      ...searchRow(row, content),
      history: importMessage,
      updatedAt: at,
    })),
  );
}
