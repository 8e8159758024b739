import { type Context, requirePermission } from "#lib/identity";
import { requirePromptInProject } from "../labels/internal.ts";
import { type BranchView, GetBranchHeadInput, ListBranchesInput, type VersionView } from "../schema.ts";
import { getHead, loadBranches } from "./internal.ts";

/** The branches of a prompt that are open, or with `archived` those put away; the one changed last first. Throws not_found, forbidden. */
export async function listBranches(ctx: Context, input: ListBranchesInput): Promise<BranchView[]> {
  requirePermission(ctx, "prompt.read");
  const { promptId, archived } = ListBranchesInput.parse(input);
  await requirePromptInProject(ctx, promptId);
  const branches = await loadBranches(ctx, promptId);
  return branches.filter(({ archivedAt }) => (archivedAt !== null) === archived);
}

/** The newest version of a branch, with its content. Throws not_found, forbidden. */
export async function getBranchHead(ctx: Context, input: GetBranchHeadInput): Promise<VersionView> {
  requirePermission(ctx, "prompt.read");
  const { promptId, branch } = GetBranchHeadInput.parse(input);
  return getHead(ctx, promptId, branch);
}
