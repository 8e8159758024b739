import { ensureDefaultPolicy } from "#lib/guardrails";
import { type Context, createProject, type Project, systemContext } from "#lib/identity";
import { ensureLocalConnection } from "#lib/models";
import { ensureDefaultEnvironments } from "#lib/releases";
import { ensureDefaultReasons } from "#lib/review";
import type { CreateProjectInput } from "#schema/identity";

/** Makes a project and what each begins with: a policy, reasons to reject, environments with gates, the local model. Throws forbidden, conflict. */
export async function openProject(ctx: Context, input: CreateProjectInput): Promise<Project> {
  const project = await createProject(ctx, input);
  const inside = await systemContext(ctx.db, project.id);
  await ensureDefaultPolicy(inside);
  await ensureDefaultReasons(inside);
  await ensureDefaultEnvironments(inside);
  await ensureLocalConnection(inside);
  return project;
}
