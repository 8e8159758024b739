import { and, desc, eq } from "drizzle-orm";
import { promptBranches, promptVersions } from "#db/schema/prompts";
import type { Context } from "#lib/identity";
import { AppError, NotFound } from "#platform/errors";
import { mainBranch } from "../content/rules.ts";
import type { BranchView, VersionView } from "../schema.ts";
import { findVersion } from "../versions/find.ts";

const branchColumns = {
  name: promptBranches.name,
  archivedAt: promptBranches.archivedAt,
  createdByName: promptBranches.createdByName,
  createdAt: promptBranches.createdAt,
  head: {
    id: promptVersions.id,
    number: promptVersions.number,
    message: promptVersions.message,
    createdByName: promptVersions.createdByName,
    createdAt: promptVersions.createdAt,
  },
};

/** The branches of a prompt, archived ones too, the one changed last first. */
export function loadBranches(ctx: Context, promptId: string): Promise<BranchView[]> {
  return ctx.db
    .select(branchColumns)
    .from(promptBranches)
    .innerJoin(
      promptVersions,
      and(
        eq(promptVersions.projectId, promptBranches.projectId),
        eq(promptVersions.id, promptBranches.headVersionId),
      ),
    )
    .where(and(eq(promptBranches.projectId, ctx.project), eq(promptBranches.promptId, promptId)))
    .orderBy(desc(promptVersions.number), promptBranches.name);
}

export async function findBranch(ctx: Context, promptId: string, name: string): Promise<BranchView | null> {
  return (await loadBranches(ctx, promptId)).find((branch) => branch.name === name) ?? null;
}

/** A branch of this prompt. Throws not_found. */
export async function requireBranch(ctx: Context, promptId: string, name: string): Promise<BranchView> {
  const branch = await findBranch(ctx, promptId, name);
  if (branch) return branch;
  throw name === mainBranch
    ? new NotFound("prompt")
    : new AppError("not_found", `This prompt has no branch "${name}".`);
}

/** Throws not_found, and conflict for a branch that is put away. */
export async function requireOpenBranch(tx: Context, promptId: string, name: string): Promise<BranchView> {
  const branch = await requireBranch(tx, promptId, name);
  if (branch.archivedAt)
    throw new AppError(
      "conflict",
      `The branch "${name}" is archived; use another one, or make a new one from its newest version.`,
    );
  return branch;
}

/** The newest version of a branch: what it says now. Throws not_found. */
export async function getHead(ctx: Context, promptId: string, name: string): Promise<VersionView> {
  const { head } = await requireBranch(ctx, promptId, name);
  const version = await findVersion(ctx, eq(promptVersions.id, head.id));
  if (!version) throw new NotFound("version");
  return version;
}

/** The newest version of a prompt: the head of its main branch, what `latest` points to. Throws not_found. */
export function getLatest(ctx: Context, promptId: string): Promise<VersionView> {
  return getHead(ctx, promptId, mainBranch);
}

/** Writes a branch beside those there are. False when its name is taken. */
export async function insertBranch(
  tx: Context,
  { promptId, name, headVersionId }: { promptId: string; name: string; headVersionId: string },
): Promise<boolean> {
  const rows = await tx.db
    .insert(promptBranches)
    .values({ projectId: tx.project, promptId, name, headVersionId, ...makerOf(tx) })
    .onConflictDoNothing()
    .returning({ name: promptBranches.name });
  return rows.length > 0;
}

/** Who makes a branch, and when. */
export function makerOf(tx: Context) {
  return {
    createdBy: tx.actor.kind === "user" ? tx.actor.id : null,
    createdByName: tx.actor.name,
    createdAt: tx.clock.now(),
  };
}

/** Moves a branch from one version on to the next. Throws conflict when it does not stand there any more. */
export async function moveHead(
  tx: Context,
  { promptId, name, from, to }: { promptId: string; name: string; from: string; to: string },
): Promise<void> {
  const rows = await tx.db
    .update(promptBranches)
    .set({ headVersionId: to })
    .where(
      and(
        eq(promptBranches.projectId, tx.project),
        eq(promptBranches.promptId, promptId),
        eq(promptBranches.name, name),
        eq(promptBranches.headVersionId, from),
      ),
    )
    .returning({ name: promptBranches.name });
  if (rows.length === 0)
    throw new AppError("conflict", `Somebody saved to "${name}" meanwhile; reload and save again.`);
}
