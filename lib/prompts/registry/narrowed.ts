import { and, eq, exists, ilike, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { escapeLike } from "#db";
import { labels, prompts } from "#db/schema/prompts";
import type { Context } from "#lib/identity";

/** A list may join `labels` for the newest version; a second use needs a name of its own. */
const promptLabels = alias(labels, "prompt_labels");

/** Prompts of a folder and below (empty is all), and with a label. */
export function narrowedTo(
  ctx: Context,
  { folder, label }: { folder: string; label?: string | undefined },
): SQL | undefined {
  return and(
    folder ? ilike(prompts.path, `${escapeLike(folder)}/%`) : undefined,
    label ? hasLabel(ctx, label) : undefined,
  );
}

function hasLabel(ctx: Context, name: string) {
  return exists(
    ctx.db
      .select({ name: promptLabels.name })
      .from(promptLabels)
      .where(
        and(
          eq(promptLabels.projectId, prompts.projectId),
          eq(promptLabels.promptId, prompts.id),
          eq(promptLabels.name, name),
        ),
      ),
  );
}
