import { z } from "zod";
import { branchRule, mainBranch, promptLimits } from "../content/rules.ts";

const id = z.uuid();
/** What changed, and why, in the words of whoever saved it. */
export const VersionMessage = z
  .string()
  .trim()
  .min(1, "Say in a few words what changed.")
  .max(promptLimits.messageLength);

/** A branch's name; `main` is the one every prompt has. */
export const BranchName = z.string().regex(branchRule.pattern, branchRule.message);

export const CreateBranchInput = z.object({
  promptId: id,
  name: BranchName,
  /** The version it begins with; the newest of main when left out. */
  fromVersionId: id.optional(),
});
export type CreateBranchInput = z.input<typeof CreateBranchInput>;

export const ArchiveBranchInput = z.object({ promptId: id, name: BranchName });
export type ArchiveBranchInput = z.input<typeof ArchiveBranchInput>;

export const MergeBranchInput = z.object({
  promptId: id,
  /** The branch whose changes are taken. */
  from: BranchName,
  into: BranchName.default(mainBranch),
  /** What was decided about places in conflict, by the place's name. */
  resolutions: z
    .record(
      z.string().max(300),
      z.union([z.object({ take: z.enum(["ours", "theirs", "base"]) }), z.object({ value: z.json() })]),
    )
    .default({}),
  message: VersionMessage.optional(),
  /** The numbers of the versions of `into` and `from` that the decisions were made over; another newest is a conflict. */
  expectedInto: z.number().int().min(1).optional(),
  expectedFrom: z.number().int().min(1).optional(),
});
export type MergeBranchInput = z.input<typeof MergeBranchInput>;

export const ListBranchesInput = z.object({ promptId: id, archived: z.boolean().default(false) });
export type ListBranchesInput = z.input<typeof ListBranchesInput>;

export const GetBranchHeadInput = z.object({ promptId: id, branch: BranchName.default(mainBranch) });
export type GetBranchHeadInput = z.input<typeof GetBranchHeadInput>;
