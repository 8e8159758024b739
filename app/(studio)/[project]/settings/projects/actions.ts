"use server";

import { action } from "#app/_action";
import { openProject } from "#lib/loop";
import { CreateProjectInput } from "#schema/identity";

export const createProjectAction = action("project.create")
  .inputSchema(CreateProjectInput)
  .action(async ({ ctx, parsedInput }) => {
    const { slug } = await openProject(ctx, parsedInput);
    return { slug };
  });
