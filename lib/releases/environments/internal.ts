import { and, asc, eq } from "drizzle-orm";
import { lockProject } from "#db";
import { environments, promotions } from "#db/schema/releases";
import { asStudio, type Context } from "#lib/identity";
import { getPromptVersion, listLabelled } from "#lib/prompts";
import { AppError, nullIfNotFound } from "#platform/errors";
import type { LabelledVersion } from "#schema/prompts";
import { Gate } from "../schema.ts";
import { asModel, previouslyServed, type Served } from "./history.ts";

export type EnvironmentRow = typeof environments.$inferSelect;

/**
 * One writer of releases per project at a time, until the transaction ends: numbers stay without gaps, two requests
 * for one environment see each other, and an approval cannot slip between a gate's judgement and the move.
 */
export async function lockReleases(tx: Context): Promise<void> {
  await lockProject(tx, "releases");
}

/** The environment of this name. Throws not_found, naming those there are. */
export async function getEnvironmentInProject(tx: Context, name: string): Promise<EnvironmentRow> {
  const rows = await tx.db
    .select()
    .from(environments)
    .where(eq(environments.projectId, tx.project))
    .orderBy(asc(environments.position));
  const found = rows.find((row) => row.name === name);
  if (!found)
    throw new AppError(
      "not_found",
      `There is no environment "${name}" here; there are ${rows.map((row) => row.name).join(", ") || "none yet"}.`,
    );
  return found;
}

/** The gate of a row; a gate that no longer parses keeps everything shut rather than open. */
export function gateOf(row: EnvironmentRow): Gate {
  return Gate.parse(row.gate);
}

/** What an environment serves for a prompt, archived or not, or null. */
export async function findPointer(
  tx: Context,
  environmentName: string,
  promptId: string,
): Promise<LabelledVersion | null> {
  const [pointer] = await listLabelled(asStudio(tx), {
    names: [environmentName],
    promptId,
    includeArchived: true,
  });
  return pointer ?? null;
}

/** What a rollback would restore, or null. */
export async function findPrevious(
  tx: Context,
  environmentId: string,
  promptId: string,
): Promise<(Served & { versionNumber: number }) | null> {
  const moves = await tx.db
    .select({
      kind: promotions.kind,
      fromVersionId: promotions.fromVersionId,
      fromModel: promotions.fromModel,
    })
    .from(promotions)
    .where(
      and(
        eq(promotions.projectId, tx.project),
        eq(promotions.environmentId, environmentId),
        eq(promotions.promptId, promptId),
        eq(promotions.status, "promoted"),
      ),
    )
    .orderBy(asc(promotions.closedAt), asc(promotions.number));
  const previous = previouslyServed(
    moves.map(({ kind, fromVersionId, fromModel }) => ({
      kind,
      from: fromVersionId ? { versionId: fromVersionId, model: asModel(fromModel) } : null,
    })),
  );
  if (!previous) return null;
  const version = await nullIfNotFound(getPromptVersion(asStudio(tx), { versionId: previous.versionId }));
  return version?.promptId === promptId ? { ...previous, versionNumber: version.number } : null;
}
