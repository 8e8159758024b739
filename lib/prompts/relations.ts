import { and, eq, sql } from "drizzle-orm";
import { prompts, promptVersions } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import { mainBranch } from "./constants.ts";

const promptOfVersion = and(
  eq(prompts.projectId, promptVersions.projectId),
  eq(prompts.id, promptVersions.promptId),
);

/** Of main; worked out only where a statement asks for it. */
const isNewest = sql<boolean>`(${promptVersions.branch} = ${mainBranch} and not exists (
  select 1 from prompt_versions later
  where later.project_id = ${promptVersions.projectId} and later.prompt_id = ${promptVersions.promptId}
    and later.branch = ${mainBranch} and later.number > ${promptVersions.number}
))`;

/** A relation to join (docs/decisions/0019): the versions of the project, each with its prompt's name. */
export function versionRelation(ctx: Context) {
  return ctx.db
    .select({
      versionId: promptVersions.id,
      promptId: promptVersions.promptId,
      number: promptVersions.number,
      createdAt: promptVersions.createdAt,
      path: prompts.path,
      archivedAt: prompts.archivedAt,
      isNewest: isNewest.as("is_newest"),
    })
    .from(promptVersions)
    .innerJoin(prompts, promptOfVersion)
    .where(eq(promptVersions.projectId, ctx.project))
    .as("version");
}
