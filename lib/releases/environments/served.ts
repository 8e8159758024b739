import { eq } from "drizzle-orm";
import { environments } from "#db/schema/releases";
import { asStudio, type Context, requirePermission } from "#lib/identity";
import { listLabelled } from "#lib/prompts";
import { latestLabel } from "#schema/prompts";
import type { ServedPrompt } from "./schema.ts";

/** Every prompt that at least one environment serves, by path, with its newest version. Archived ones are left out. Throws forbidden. */
export async function listServedPrompts(ctx: Context): Promise<ServedPrompt[]> {
  requirePermission(ctx, "environment.read");
  const rows = await ctx.db
    .select({ name: environments.name })
    .from(environments)
    .where(eq(environments.projectId, ctx.project));
  const names = rows.map(({ name }) => name);
  const pointers = await listLabelled(asStudio(ctx), { names: [...names, latestLabel] });
  const served = new Set(
    pointers.filter(({ label }) => label !== latestLabel).map(({ promptId }) => promptId),
  );
  return pointers
    .filter(({ label, promptId }) => label === latestLabel && served.has(promptId))
    .map(({ promptId, promptPath, versionId, versionNumber }) => ({
      promptId,
      promptPath,
      newest: { versionId, versionNumber },
    }));
}
