import { and, desc, eq, inArray, lt } from "drizzle-orm";
import { makeCache } from "#db";
import { labels, prompts, promptVersions } from "#db/schema/prompts";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { plainTarget, targetNames } from "#lib/routes";
import { AppError, NotFound } from "#platform/errors";
import type { NamedTarget } from "#schema/routes";
import { type Page, toPage } from "#platform/pagination";
import { type ContentDiff, diffContents } from "../diff/contents.ts";
import { isGuardedLabel } from "../labels/guard.ts";
import { asModel, requirePromptInProject } from "../labels/internal.ts";
import {
  DiffVersionsInput,
  GetPromptVersionInput,
  ListVersionsInput,
  NameVersionsInput,
  ResolvePromptInput,
  latestLabel,
  type ResolvedVersion,
  type ServedModel,
  type VersionName,
  type VersionSummary,
  type VersionView,
} from "../schema.ts";
import { pinnedModelOf } from "../content/pinned-model.ts";
import { findVersion, presentSummary, summaryColumns } from "./find.ts";

/** What programs ask for again and again; forgotten in every process when a label moves or a prompt is renamed. */
const resolved = makeCache<ResolvedVersion>("prompts.resolved", { topic: "prompts", maxEntries: 2_000 });
/** A version's content never changes; only its labels and its prompt's path may be those of a moment ago. */
const versions = makeCache<VersionView>("prompts.versions", {
  topic: "prompts",
  maxEntries: 1_000,
  unsubscribedMs: 5_000,
});

/** The versions of a prompt with the labels on each, newest first. Throws not_found, forbidden. */
export async function listVersions(
  ctx: Context,
  input: ListVersionsInput,
): Promise<Page<VersionSummary & { labels: string[] }>> {
  requirePermission(ctx, "prompt.read");
  const { promptId, branch, limit, cursor } = ListVersionsInput.parse(input);
  await requirePromptInProject(ctx, promptId);
  const before = cursor ? lt(promptVersions.number, Number.parseInt(cursor, 10) || 0) : undefined;
  const rows = await ctx.db
    .select(summaryColumns)
    .from(promptVersions)
    .where(
      and(
        eq(promptVersions.projectId, ctx.project),
        eq(promptVersions.promptId, promptId),
        branch === undefined ? undefined : eq(promptVersions.branch, branch),
        before,
      ),
    )
    .orderBy(desc(promptVersions.number))
    .limit(limit + 1);
  const pointers = await ctx.db
    .select({ name: labels.name, versionId: labels.versionId })
    .from(labels)
    .where(and(eq(labels.projectId, ctx.project), eq(labels.promptId, promptId)))
    .orderBy(labels.name);
  const items = rows.map((row) => ({
    ...presentSummary(row),
    labels: pointers.filter(({ versionId }) => versionId === row.id).map(({ name }) => name),
  }));
  return toPage(items, limit, ({ number }) => String(number));
}

/** One version with its content. Throws not_found, forbidden. */
export async function getPromptVersion(ctx: Context, input: GetPromptVersionInput): Promise<VersionView> {
  requirePermission(ctx, "prompt.read");
  const { versionId } = GetPromptVersionInput.parse(input);
  return versions.get(ctx, ctx.project, versionId, async () => {
    const version = await findVersion(ctx, eq(promptVersions.id, versionId));
    if (!version) throw new NotFound("version");
    return version;
  });
}

/** What versions are called, by path and number; of ids that this project does not have nothing is said. Throws forbidden. */
export async function nameVersions(ctx: Context, input: NameVersionsInput): Promise<VersionName[]> {
  requirePermission(ctx, "prompt.read");
  const { versionIds } = NameVersionsInput.parse(input);
  if (versionIds.length === 0) return [];
  const { id, promptId, number } = promptVersions;
  return ctx.db
    .select({ id, promptId, promptPath: prompts.path, number })
    .from(promptVersions)
    .innerJoin(prompts, and(eq(prompts.projectId, promptVersions.projectId), eq(prompts.id, promptId)))
    .where(and(eq(promptVersions.projectId, ctx.project), inArray(id, versionIds)))
    .orderBy(prompts.path, desc(number));
}

/**
 * The version a program means by a path with a label or a number; without either it is `latest`. Archived
 * prompts still resolve, so that archiving breaks no running client. Throws not_found (unknown path, label
 * or number), forbidden, invalid_input (label and version together).
 */
export async function resolvePrompt(ctx: Context, input: ResolvePromptInput): Promise<ResolvedVersion> {
  requirePermission(ctx, "prompt.read");
  const { path, label = latestLabel, version } = ResolvePromptInput.parse(input);
  return version === undefined
    ? resolved.get(ctx, ctx.project, `${path} @${label}`, () => readByLabel(ctx, path, label))
    : resolved.get(ctx, ctx.project, `${path} #${version}`, () => readByNumber(ctx, path, version));
}

async function readByNumber(ctx: Context, path: string, number: number): Promise<ResolvedVersion> {
  const found = await findVersion(ctx, and(eq(prompts.path, path), eq(promptVersions.number, number)));
  const version = found ?? (await refuseUnresolved(ctx, path, `has no version ${number}`));
  return { ...version, model: modelOf(version, null), environment: null };
}

async function readByLabel(ctx: Context, path: string, name: string): Promise<ResolvedVersion> {
  const [pointer] = await ctx.db
    .select({ versionId: labels.versionId, model: labels.model })
    .from(labels)
    .innerJoin(prompts, and(eq(prompts.projectId, labels.projectId), eq(prompts.id, labels.promptId)))
    .where(and(eq(labels.projectId, ctx.project), eq(labels.name, name), eq(prompts.path, path)));
  const found = pointer ? await findVersion(ctx, eq(promptVersions.id, pointer.versionId)) : null;
  // A number is asked for by `version`; labels called like one are older than the rule against them.
  const hint = /^\d+$/.test(name) ? `; for version ${name} say version=${name}` : "";
  const version = found ?? (await refuseUnresolved(ctx, path, `has no label "${name}"${hint}`));
  return {
    ...version,
    model: modelOf(version, asModel(pointer?.model ?? null)),
    environment: (await isGuardedLabel(ctx, name)) ? name : null,
  };
}

/** An environment's model or route stands in the place of the version's own. */
function modelOf({ content }: VersionView, ofEnvironment: NamedTarget | null): ServedModel | null {
  if (ofEnvironment) return { ...plainTarget(ofEnvironment), setBy: "environment" };
  const own = pinnedModelOf(content);
  return own ? { ...own, setBy: "version" } : null;
}

/** Word and line diff of any two versions, also of two prompts. Throws not_found, forbidden. */
export async function diffVersions(
  ctx: Context,
  input: DiffVersionsInput,
): Promise<{ from: VersionView; to: VersionView; diff: ContentDiff }> {
  requirePermission(ctx, "prompt.read");
  const { fromVersionId, toVersionId } = DiffVersionsInput.parse(input);
  const from = await getPromptVersion(ctx, { versionId: fromVersionId });
  const to = await getPromptVersion(ctx, { versionId: toVersionId });
  const nameOfModel = await targetNames(asStudio(ctx));
  const included = { before: from.includes, after: to.includes };
  return { from, to, diff: diffContents(from.content, to.content, nameOfModel, included) };
}

async function refuseUnresolved(ctx: Context, path: string, lack: string): Promise<never> {
  const [prompt] = await ctx.db
    .select({ id: prompts.id })
    .from(prompts)
    .where(and(eq(prompts.projectId, ctx.project), eq(prompts.path, path)));
  throw new AppError(
    "not_found",
    prompt ? `The prompt ${path} ${lack}.` : `There is no prompt ${path} in this project.`,
  );
}
