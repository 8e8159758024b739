import { z } from "zod";
import { BranchName } from "../branches/schema.ts";
import { PromptContent } from "../content/schema.ts";
import type { Resolution } from "../template/includes.ts";
import { mainBranch } from "../content/rules.ts";

const id = z.uuid();

export const SaveDraftInput = z.object({
  promptId: id,
  branch: BranchName.default(mainBranch),
  content: PromptContent,
  baseVersionId: id.nullable(),
  /** The revision this text was typed over; 0 when there was no draft. */
  expectedRevision: z.number().int().min(0),
});
export type SaveDraftInput = z.input<typeof SaveDraftInput>;

/** Each branch has a draft of its own. */
export const DraftOfInput = z.object({ promptId: id, branch: BranchName.default(mainBranch) });
export type DraftOfInput = z.input<typeof DraftOfInput>;

export type DraftView = {
  promptId: string;
  branch: string;
  baseVersionId: string | null;
  content: PromptContent;
  /** What its includes mean now. */
  includes: Resolution[];
  revision: number;
  updatedByName: string;
  updatedAt: Date;
};
