import { z } from "zod";
import { PageInput } from "#platform/pagination";
import type { PinnedTarget } from "#schema/routes";
import { BranchName, VersionMessage } from "../branches/schema.ts";
import { PromptContent } from "../content/schema.ts";
import type { Included } from "../template/includes.ts";
import { mainBranch } from "../content/rules.ts";
import { PromptPath } from "../content/path.ts";
import { LabelName } from "../labels/schema.ts";
import type { TemplateProblem } from "../template/schema.ts";

const id = z.uuid();

export const provenanceKinds = [
  "hand",
  "import",
  "correction",
  "proposal",
  "duplicate",
  "seed",
  "api",
] as const;

/** Where a version came from; the ids are what the chain from a correction to a KPI is built of. */
export const Provenance = z.object({
  kind: z.enum(provenanceKinds),
  decisionIds: z.array(id).max(1_000).optional(),
  exampleIds: z.array(id).max(1_000).optional(),
  runId: id.optional(),
  proposalId: id.optional(),
  sourcePromptId: id.optional(),
  sourceVersionId: id.optional(),
  source: z.string().max(500).optional(),
});
export type Provenance = z.infer<typeof Provenance>;

export const SaveVersionInput = z.object({
  promptId: id,
  content: PromptContent,
  message: VersionMessage,
  /** The branch it goes on, `main` when left out. `latest` follows main. */
  branch: BranchName.default(mainBranch),
  /** The number of the version this one was written over; another newest of the branch is a conflict. Left out: kept in order. */
  expectedLatest: z.number().int().min(1).optional(),
  provenance: Provenance.optional(),
});
export type SaveVersionInput = z.input<typeof SaveVersionInput>;

export const ListVersionsInput = PageInput.extend({
  promptId: id,
  /** Only what was saved to this branch. Left out: the versions of all branches. */
  branch: BranchName.optional(),
});
export type ListVersionsInput = z.input<typeof ListVersionsInput>;

export const GetPromptVersionInput = z.object({ versionId: id });
export type GetPromptVersionInput = z.input<typeof GetPromptVersionInput>;

export const NameVersionsInput = z.object({ versionIds: z.array(id).max(1_000) });
export type NameVersionsInput = z.input<typeof NameVersionsInput>;
/** What a version is called, without what it says. */
export type VersionName = { id: string; promptId: string; promptPath: string; number: number };

/** One of label and version; without either it is `latest`. */
export const ResolvePromptInput = z
  .object({
    path: PromptPath,
    label: LabelName.optional(),
    version: z.coerce.number().int().min(1).optional(),
  })
  .refine(
    (input) => input.label === undefined || input.version === undefined,
    "Give a label or a version, not both.",
  );
export type ResolvePromptInput = z.input<typeof ResolvePromptInput>;

export const FindVersionMadeFromInput = z.object({
  exampleIds: z.array(id).max(1_000).default([]),
  decisionIds: z.array(id).max(1_000).default([]),
});
export type FindVersionMadeFromInput = z.input<typeof FindVersionMadeFromInput>;

export const DiffVersionsInput = z.object({ fromVersionId: id, toVersionId: id });
export type DiffVersionsInput = z.input<typeof DiffVersionsInput>;

/** A version without its content. */
export type VersionSummary = {
  id: string;
  promptId: string;
  number: number;
  branch: string;
  parentId: string | null;
  /** The second parent, where this version merged another branch. */
  mergedFromId: string | null;
  contentHash: string;
  message: string;
  provenance: Provenance | null;
  createdBy: string | null;
  createdByName: string;
  createdAt: Date;
};

/** A version with its content, its labels and its prompt's path. */
export type VersionView = VersionSummary & {
  promptPath: string;
  content: PromptContent;
  /** The prompts that stand in it, as they were at the save. */
  includes: Included[];
  labels: string[];
};

/** The model or route a version is called by, and who says so: its own settings, or the environment it was asked for by. */
export type ServedModel = PinnedTarget & { setBy: "version" | "environment" };

/**
 * What a program means by a path with a label or a number. `model` is null where nobody has set one;
 * `environment` is the label it was asked for by, when that has rules.
 */
export type ResolvedVersion = VersionView & { model: ServedModel | null; environment: string | null };

/** What saving did: nothing when the content equals the newest version's. */
export type SaveVersionResult =
  | { kind: "saved"; version: VersionView; problems: TemplateProblem[] }
  | { kind: "unchanged"; version: VersionView };
