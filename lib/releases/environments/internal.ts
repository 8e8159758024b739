import { and, asc, eq } from "drizzle-orm";
import { lockProject } from "#db";
import { labels, prompts, promptVersions } from "#db/schema/prompts";
import { environments, promotions } from "#db/schema/releases";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
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

type Pointer = Served & { versionNumber: number; movedAt: Date; promptPath: string };

/** What an environment serves for a prompt, or null. */
export async function findPointer(
  tx: Context,
  environmentName: string,
  promptId: string,
): Promise<Pointer | null> {
  const [row] = await tx.db
    .select({
      versionId: labels.versionId,
      model: labels.model,
      versionNumber: promptVersions.number,
      movedAt: labels.updatedAt,
      promptPath: prompts.path,
    })
    .from(labels)
    .innerJoin(prompts, and(eq(prompts.projectId, labels.projectId), eq(prompts.id, labels.promptId)))
    .innerJoin(
      promptVersions,
      and(eq(promptVersions.projectId, labels.projectId), eq(promptVersions.id, labels.versionId)),
    )
    .where(
      and(eq(labels.projectId, tx.project), eq(labels.promptId, promptId), eq(labels.name, environmentName)),
    );
  return row ? { ...row, model: asModel(row.model) } : null;
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
  const [version] = await tx.db
    .select({ versionId: promptVersions.id, versionNumber: promptVersions.number })
    .from(promptVersions)
    .where(
      and(
        eq(promptVersions.projectId, tx.project),
        eq(promptVersions.promptId, promptId),
        eq(promptVersions.id, previous.versionId),
      ),
    );
  return version ? { ...version, model: previous.model } : null;
}
