import { and, eq } from "drizzle-orm";
import { publishInvalidation } from "#db";
import { labels, prompts, promptVersions } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import type { NamedTarget } from "#schema/routes";
import type { LabelView } from "../schema.ts";

type LockedPrompt = Pick<typeof prompts.$inferSelect, "id" | "path" | "kind" | "description" | "archivedAt">;

/** The prompt's row, locked until the transaction ends, so that writers of one prompt queue up. Throws not_found. */
export async function lockPromptInProject(tx: Context, promptId: string): Promise<LockedPrompt> {
  const [prompt] = await tx.db
    .select({
      id: prompts.id,
      path: prompts.path,
      kind: prompts.kind,
      description: prompts.description,
      archivedAt: prompts.archivedAt,
    })
    .from(prompts)
    .where(and(eq(prompts.projectId, tx.project), eq(prompts.id, promptId)))
    .for("update");
  if (!prompt) throw new NotFound("prompt");
  return prompt;
}

/** Throws not_found unless the prompt is in the context's project. */
export async function requirePromptInProject(ctx: Context, promptId: string): Promise<void> {
  const [prompt] = await ctx.db
    .select({ id: prompts.id })
    .from(prompts)
    .where(and(eq(prompts.projectId, ctx.project), eq(prompts.id, promptId)));
  if (!prompt) throw new NotFound("prompt");
}

/** A version of this prompt. Throws not_found. */
export async function getVersionOfPrompt(
  tx: Context,
  promptId: string,
  versionId: string,
): Promise<{ id: string; number: number }> {
  const [version] = await tx.db
    .select({ id: promptVersions.id, number: promptVersions.number })
    .from(promptVersions)
    .where(
      and(
        eq(promptVersions.projectId, tx.project),
        eq(promptVersions.promptId, promptId),
        eq(promptVersions.id, versionId),
      ),
    );
  if (!version) throw new NotFound("version", { within: "prompt" });
  return version;
}

/** Where a label points now, or null. */
export async function findLabel(tx: Context, promptId: string, name: string): Promise<LabelView | null> {
  const [row] = await tx.db
    .select({ label: labels, versionNumber: promptVersions.number })
    .from(labels)
    .innerJoin(
      promptVersions,
      and(eq(promptVersions.projectId, labels.projectId), eq(promptVersions.id, labels.versionId)),
    )
    .where(and(eq(labels.projectId, tx.project), eq(labels.promptId, promptId), eq(labels.name, name)));
  return row ? presentLabel(row.label, row.versionNumber) : null;
}

/** Writes the pointer. The caller has checked permission, locked the prompt and writes the audit event. */
export async function writeLabel(
  tx: Context,
  promptId: string,
  name: string,
  version: { id: string; number: number; model?: NamedTarget | null },
): Promise<LabelView> {
  const change = {
    versionId: version.id,
    model: version.model ?? null,
    updatedBy: tx.actor.kind === "user" ? tx.actor.id : null,
    updatedByName: tx.actor.name,
    updatedAt: tx.clock.now(),
  };
  const [row] = await tx.db
    .insert(labels)
    .values({ projectId: tx.project, promptId, name, ...change })
    .onConflictDoUpdate({ target: [labels.projectId, labels.promptId, labels.name], set: change })
    .returning();
  if (!row) throw new AppError("internal", "The label could not be written.");
  await publishInvalidation(tx, "prompts", tx.project);
  return presentLabel(row, version.number);
}

export function presentLabel(row: typeof labels.$inferSelect, versionNumber: number): LabelView {
  const { name, versionId, updatedByName, updatedAt } = row;
  return { name, versionId, versionNumber, model: asModel(row.model), updatedByName, updatedAt };
}

/** Written only by this room, as a NamedTarget, so the column holds its shape. */
export function asModel(stored: unknown): NamedTarget | null {
  return stored as NamedTarget | null;
}
