import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { labels, prompts, promptVersions } from "#db/schema/prompts";
import { asStudio, type Context } from "#lib/identity";
import { listModels } from "#lib/models";
import { compileSchema } from "#platform/json-schema";
import { AppError, NotFound } from "#platform/errors";
import { newId } from "#platform/ids";
import { writeLabel } from "../labels/internal.ts";
import {
  latestLabel,
  type PromptContent,
  type Provenance,
  type TemplateProblem,
  type VersionSummary,
  type VersionView,
} from "../schema.ts";
import { asContent, hashOfContent, identifyMessages } from "../content/stored.ts";
import { templateProblems } from "../template/template.ts";
import { indexPrompt } from "../search/internal.ts";

/** The columns of a version without its content. */
export const summaryColumns = {
  id: promptVersions.id,
  promptId: promptVersions.promptId,
  number: promptVersions.number,
  branch: promptVersions.branch,
  parentId: promptVersions.parentId,
  contentHash: promptVersions.contentHash,
  message: promptVersions.message,
  provenance: promptVersions.provenance,
  createdBy: promptVersions.createdBy,
  createdByName: promptVersions.createdByName,
  createdAt: promptVersions.createdAt,
};

/** Written only by this room, through PromptContent and Provenance, so the column holds their shapes. */
export const asProvenance = (stored: unknown) => stored as Provenance | null;

type SummaryRow = Omit<VersionSummary, "provenance"> & { provenance: unknown };
export const presentSummary = (row: SummaryRow): VersionSummary => ({
  ...row,
  provenance: asProvenance(row.provenance),
});

/** Finds one version of this project with content, labels and path; `where` must say which. */
export async function findVersion(ctx: Context, where: SQL | undefined): Promise<VersionView | null> {
  const labelNames = sql<
    string[]
  >`coalesce((select json_agg(${labels.name} order by ${labels.name}) from ${labels}
    where ${labels.projectId} = ${promptVersions.projectId} and ${labels.versionId} = ${promptVersions.id}), '[]'::json)`;
  const [row] = await ctx.db
    .select({
      ...summaryColumns,
      content: promptVersions.content,
      promptPath: prompts.path,
      labels: labelNames,
    })
    .from(promptVersions)
    .innerJoin(
      prompts,
      and(eq(prompts.projectId, promptVersions.projectId), eq(prompts.id, promptVersions.promptId)),
    )
    .where(and(eq(promptVersions.projectId, ctx.project), where))
    .orderBy(desc(promptVersions.number))
    .limit(1);
  return row
    ? {
        ...presentSummary(row),
        content: asContent(row.content),
        promptPath: row.promptPath,
        labels: row.labels,
      }
    : null;
}

/** The newest version of a prompt. Throws not_found. */
export async function getLatest(ctx: Context, promptId: string): Promise<VersionView> {
  const version = await findVersion(ctx, eq(promptVersions.promptId, promptId));
  if (!version) throw new NotFound("prompt");
  return version;
}

/** Throws invalid_input, with every problem and its place in `details`, when a template has errors; returns the warnings. */
export function refuseBrokenTemplates(content: PromptContent): TemplateProblem[] {
  const problems = templateProblems(content);
  const errors = problems.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (!first) return problems;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  throw new AppError("invalid_input", `${first.message}${more}`, { details: { problems } });
}

/** Throws invalid_input for a response schema that is none by its own draft: nothing it asks for could ever be checked. */
export async function refuseBrokenSchema({ responseSchema }: PromptContent): Promise<void> {
  const compiled = responseSchema ? await compileSchema(responseSchema) : null;
  if (compiled && "fault" in compiled)
    throw new AppError("invalid_input", `The response schema is not valid: ${compiled.fault}`, {
      details: { path: "content.responseSchema" },
    });
}

/**
 * Throws not_found for a model that no connection of this project offers. One that the version before had may stay:
 * an old prompt can be mended before its model is replaced.
 */
export async function refuseUnknownModel(
  tx: Context,
  content: PromptContent,
  before: PromptContent | null = null,
): Promise<void> {
  const { model } = content.settings;
  const old = before?.settings.model;
  if (!model || (old?.connectionId === model.connectionId && old.model === model.model)) return;
  const offered = await listModels(asStudio(tx));
  if (offered.some((choice) => choice.connectionId === model.connectionId && choice.model === model.model))
    return;
  throw new AppError(
    "not_found",
    `settings.model: no connection of this project offers "${model.model}". GET /api/v1/models lists what there is.`,
  );
}

type NewVersion = {
  prompt: { id: string; path: string; description: string };
  content: PromptContent;
  message: string;
  provenance: Provenance | undefined;
  previous: Pick<VersionView, "id" | "number" | "content"> | null;
};

/** Writes the next version, moves `latest` to it and puts it up for search. The caller holds the prompt's lock. */
export async function insertVersion(
  tx: Context,
  { prompt, content, message, provenance, previous }: NewVersion,
): Promise<void> {
  const version = { id: newId(tx.clock.now()), number: (previous?.number ?? 0) + 1 };
  await tx.db.insert(promptVersions).values({
    ...version,
    ...versionValues(tx, {
      content: identifyMessages(content, previous?.content ?? null),
      message,
      provenance,
    }),
    projectId: tx.project,
    promptId: prompt.id,
    parentId: previous?.id ?? null,
  });
  await writeLabel(tx, prompt.id, latestLabel, version);
  await indexPrompt(tx, prompt, content);
}

/** The columns of a version that do not depend on its place in the prompt. */
export function versionValues(
  tx: Context,
  { content, message, provenance }: Pick<NewVersion, "content" | "message" | "provenance">,
) {
  return {
    content,
    contentHash: hashOfContent(content),
    message,
    provenance: provenance ?? { kind: tx.actor.kind === "api_key" ? "api" : "hand" },
    createdBy: tx.actor.kind === "user" ? tx.actor.id : null,
    createdByName: tx.actor.name,
    createdAt: tx.clock.now(),
  };
}
