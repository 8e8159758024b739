import { and, eq, max } from "drizzle-orm";
import { promptVersions } from "#db/schema/prompts";
import { asStudio, type Context } from "#lib/identity";
import { listModels, type ModelTarget } from "#lib/models";
import { isRoute, isSameTarget, resolveRoute } from "#lib/routes";
import { compileSchema } from "#platform/json-schema";
import { AppError, toAppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { writeLabel } from "../labels/internal.ts";
import {
  latestLabel,
  type PromptContent,
  type Provenance,
  type TemplateProblem,
  type VersionView,
} from "../schema.ts";
import { getHead, insertBranch, moveHead } from "../branches/internal.ts";
import { mainBranch } from "../content/rules.ts";
import { hashOfVersion, identifyMessages } from "../content/stored.ts";
import { type Included, type Resolution, resolverOf } from "../template/includes.ts";
import { pinsOf } from "../template/resolve.ts";
import { templateProblems } from "../template/template.ts";
import { indexPrompt } from "../search/internal.ts";

/** Throws invalid_input, with every problem and its place in `details`, when a template has errors; returns the warnings. */
export function refuseBrokenTemplates(
  content: PromptContent,
  includes: readonly Resolution[],
): TemplateProblem[] {
  const problems = templateProblems(content, resolverOf(includes));
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
 * The content as it is saved: a route has the version that is the newest now. Throws not_found for a model or a route that
 * this project does not offer. What the version before had may stay: an old prompt can be mended before its model is
 * replaced.
 */
export async function settleModel(
  tx: Context,
  content: PromptContent,
  before: PromptContent | null = null,
): Promise<PromptContent> {
  const { model } = content.settings;
  if (!model || isSameTarget(model, before?.settings.model)) return content;
  if (!isRoute(model)) {
    await requireOffered(tx, model);
    return content;
  }
  const { id, version } = await resolveRoute(asStudio(tx), model).catch((thrown: unknown) => {
    const error = toAppError(thrown);
    throw new AppError(error.code, `settings.model: ${error.message}`, { cause: thrown });
  });
  return { ...content, settings: { ...content.settings, model: { routeId: id, version } } };
}

async function requireOffered(tx: Context, model: ModelTarget): Promise<void> {
  const offered = await listModels(asStudio(tx));
  if (offered.some((choice) => choice.connectionId === model.connectionId && choice.model === model.model))
    return;
  throw new AppError(
    "not_found",
    `settings.model: no connection of this project offers "${model.model}". GET /api/v1/models lists what there is.`,
  );
}

export type NewVersion = {
  prompt: { id: string; path: string; description: string };
  content: PromptContent;
  includes: Included[];
  message: string;
  provenance: Provenance | undefined;
  branch: string;
  /** The head of the branch; null for a prompt's first version, which makes its main branch. */
  previous: Pick<VersionView, "id" | "number" | "content"> | null;
  /** The head of the other branch, where two were merged. */
  mergedFromId?: string | null;
};

/**
 * Writes the next version and moves its branch to it; on main, `latest` and search follow. Numbers count through all
 * branches of a prompt. The caller holds the prompt's lock. Throws conflict when the branch moved on.
 */
export async function insertVersion(
  tx: Context,
  { prompt, content, includes, message, provenance, branch, previous, mergedFromId = null }: NewVersion,
): Promise<VersionView> {
  const version = { id: newId(tx.clock.now()), number: await nextNumber(tx, prompt.id) };
  await tx.db.insert(promptVersions).values({
    ...version,
    ...versionValues(tx, {
      content: identifyMessages(content, previous?.content ?? null),
      includes,
      message,
      provenance,
    }),
    projectId: tx.project,
    promptId: prompt.id,
    branch,
    parentId: previous?.id ?? null,
    mergedFromId,
  });
  const place = { promptId: prompt.id, name: branch };
  if (previous) await moveHead(tx, { ...place, from: previous.id, to: version.id });
  else await insertBranch(tx, { ...place, headVersionId: version.id });
  if (branch === mainBranch) {
    await writeLabel(tx, prompt.id, latestLabel, version);
    await indexPrompt(tx, prompt, content, message);
  }
  return getHead(tx, prompt.id, branch);
}

async function nextNumber(tx: Context, promptId: string): Promise<number> {
  const [row] = await tx.db
    .select({ number: max(promptVersions.number) })
    .from(promptVersions)
    .where(and(eq(promptVersions.projectId, tx.project), eq(promptVersions.promptId, promptId)));
  return (row?.number ?? 0) + 1;
}

/** The columns of a version that do not depend on its place in the prompt. */
export function versionValues(
  tx: Context,
  {
    content,
    includes,
    message,
    provenance,
  }: Pick<NewVersion, "content" | "includes" | "message" | "provenance">,
) {
  return {
    content,
    contentHash: hashOfVersion(content, includes),
    includes: includes.length > 0 ? pinsOf(includes) : null,
    message,
    provenance: provenance ?? { kind: tx.actor.kind === "api_key" ? "api" : "hand" },
    createdBy: tx.actor.kind === "user" ? tx.actor.id : null,
    createdByName: tx.actor.name,
    createdAt: tx.clock.now(),
  };
}
