"use server";

import { action } from "#app/_action";
import { createProject, systemContext } from "#lib/identity";
import { ensureDefaultPolicy } from "#lib/guardrails";
import { ensureLocalConnection } from "#lib/models";
import { ensureDefaultEnvironments } from "#lib/releases";
import { ensureDefaultReasons } from "#lib/review";
import { CreateProjectInput } from "#schema/identity";

/** Makes a project and what each begins with: a policy, reasons to reject, environments with gates, the local model. */
export const createProjectAction = action("project.create")
  .inputSchema(CreateProjectInput)
  .action(async ({ ctx, parsedInput }) => {
    const { id, slug } = await createProject(ctx, parsedInput);
    const inside = await systemContext(ctx.db, id);
    await ensureDefaultPolicy(inside);
    await ensureDefaultReasons(inside);
    await ensureDefaultEnvironments(inside);
    await ensureLocalConnection(inside);
    return { slug };
  });
