import { z } from "zod";
import { PageInput, sortInput } from "#platform/pagination";
import { promptOrders } from "../constants.ts";
import { VersionMessage } from "../branches/schema.ts";
import { PromptContent } from "../content/schema.ts";
import { promptLimits } from "../content/rules.ts";
import { PromptPath, Folder } from "../content/path.ts";
import { LabelName, type LabelView } from "../labels/schema.ts";
import { Provenance, type VersionSummary, type VersionView } from "../versions/schema.ts";

const id = z.uuid();

export const CreatePromptInput = z.object({
  path: PromptPath,
  description: z.string().max(promptLimits.descriptionLength).default(""),
  content: PromptContent,
  message: VersionMessage.default("First version"),
  provenance: Provenance.optional(),
  /** Honoured only from the studio itself (the demo seed). */
  isDemo: z.boolean().default(false),
});
export type CreatePromptInput = z.input<typeof CreatePromptInput>;

export const GetPromptInput = z.union([z.object({ promptId: id }), z.object({ path: PromptPath })]);
export type GetPromptInput = z.input<typeof GetPromptInput>;

export const ListPromptsInput = PageInput.extend({
  /** Only prompts in this folder and below; empty is all. */
  folder: Folder.default(""),
  text: z.string().max(200).default(""),
  label: LabelName.optional(),
  archived: z.boolean().default(false),
  sort: sortInput(promptOrders).default("path"),
});
export type ListPromptsInput = z.input<typeof ListPromptsInput>;

export const UpdatePromptInput = z.object({
  promptId: id,
  path: PromptPath.optional(),
  description: z.string().max(promptLimits.descriptionLength).optional(),
});
export type UpdatePromptInput = z.input<typeof UpdatePromptInput>;

export const DuplicatePromptInput = z.object({ promptId: id, path: PromptPath, versionId: id.optional() });
export type DuplicatePromptInput = z.input<typeof DuplicatePromptInput>;

export const ArchivePromptInput = z.object({ promptId: id });
export type ArchivePromptInput = z.input<typeof ArchivePromptInput>;

/** A prompt as lists show it. */
export type PromptSummary = {
  id: string;
  path: string;
  kind: "text" | "chat";
  description: string;
  isDemo: boolean;
  archivedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  latest: VersionSummary;
  labels: LabelView[];
};

/** A prompt with its newest version's content. */
export type PromptView = Omit<PromptSummary, "latest"> & { latest: VersionView };
