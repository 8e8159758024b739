import { z } from "zod";
import { PageInput, sortInput } from "#platform/pagination";
import type { NamedTarget, PinnedTarget } from "#schema/routes";
import { promptOrders } from "./constants.ts";
import { BranchName, VersionMessage } from "./branches/schema.ts";
import { PromptContent } from "./content/schema.ts";
import type { MergePlace } from "./merge/contents.ts";
import type { Included, Resolution } from "./template/includes.ts";
import { labelRule, latestLabel, mainBranch, newLabelRule, pathRule, promptLimits } from "./content/rules.ts";

export * from "./branches/schema.ts";
export * from "./content/schema.ts";
export { latestLabel } from "./content/rules.ts";

/** Folder path and name: `support/triage`. */
export const PromptPath = z.string().max(promptLimits.pathLength).regex(pathRule.pattern, pathRule.message);

/** A label's name as it is asked for; the names of environments are labels too. */
export const LabelName = z.string().regex(labelRule.pattern, labelRule.message);
/** A label's name as it may be given. */
export const NewLabelName = z.string().regex(newLabelRule.pattern, newLabelRule.message);

const Folder = z.union([z.literal(""), PromptPath]);
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

export const ListVersionsInput = PageInput.extend({
  promptId: id,
  /** Only what was saved to this branch. Left out: the versions of all branches. */
  branch: BranchName.optional(),
});
export type ListVersionsInput = z.input<typeof ListVersionsInput>;

export const GetPromptVersionInput = z.object({ versionId: id });
export type GetPromptVersionInput = z.input<typeof GetPromptVersionInput>;

export type { Included, Resolution } from "./template/includes.ts";

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

export const MoveLabelInput = z.object({
  promptId: id,
  name: NewLabelName.refine(
    (name) => name !== latestLabel,
    "latest follows the newest version by itself; choose another label.",
  ),
  versionId: id,
  /** The version the label pointed to when the person decided; null when it did not exist. Left out: not compared. */
  expectedVersionId: id.nullable().optional(),
});
export type MoveLabelInput = z.input<typeof MoveLabelInput>;

export const ListLabelsInput = z.object({ promptId: id });
export type ListLabelsInput = z.input<typeof ListLabelsInput>;

export const ListLabelledInput = z.object({
  names: z.array(z.string()).max(100),
  promptId: id.optional(),
  includeArchived: z.boolean().default(false),
});
export type ListLabelledInput = z.input<typeof ListLabelledInput>;

/** Where a label of a prompt points, since when and by whom. */
export type LabelledVersion = {
  label: string;
  promptId: string;
  promptPath: string;
  versionId: string;
  versionNumber: number;
  /** The model or route that a promotion put in the place of the version's own; null where there is none. */
  model: NamedTarget | null;
  movedAt: Date;
  movedByName: string;
};

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

export const FindVersionMadeFromInput = z.object({
  exampleIds: z.array(id).max(1_000).default([]),
  decisionIds: z.array(id).max(1_000).default([]),
});
export type FindVersionMadeFromInput = z.input<typeof FindVersionMadeFromInput>;

export const DiffVersionsInput = z.object({ fromVersionId: id, toVersionId: id });
export type DiffVersionsInput = z.input<typeof DiffVersionsInput>;

export const SearchPromptsInput = z.object({
  query: z.string().trim().min(1).max(500),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type SearchPromptsInput = z.input<typeof SearchPromptsInput>;

export const NearDuplicatesInput = z.object({
  /** Cosine similarity from which two prompts count as near duplicates. */
  threshold: z.number().min(0).max(1).default(0.9),
  limit: z.number().int().min(1).max(200).default(50),
});
export type NearDuplicatesInput = z.input<typeof NearDuplicatesInput>;

/** Which column holds what. Left out: `act` or `name` or `path`, `prompt` or `text` or `content`. */
export const ImportMapping = z.object({
  path: z.string().min(1).max(200),
  text: z.string().min(1).max(200),
  description: z.string().max(200).optional(),
});
export type ImportMapping = z.infer<typeof ImportMapping>;

export const ImportPromptsInput = z
  .object({
    csv: z.string().max(20_000_000, "At most 20 MB at once; split the file.").optional(),
    rows: z.array(z.record(z.string(), z.unknown())).max(10_000).optional(),
    /** The folder everything lands in; empty is the top. */
    folder: Folder.default(""),
    mapping: ImportMapping.optional(),
    source: z.string().max(500).default("import"),
    isDemo: z.boolean().default(false),
  })
  .refine(
    (input) => (input.csv === undefined) !== (input.rows === undefined),
    "Give csv or rows, one of them.",
  );
export type ImportPromptsInput = z.input<typeof ImportPromptsInput>;

/** A label and where it points. */
export type LabelView = {
  name: string;
  versionId: string;
  versionNumber: number;
  /** The model or route that a promotion put in the place of the version's own; null where there is none. */
  model: NamedTarget | null;
  updatedByName: string;
  updatedAt: Date;
};

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

/** A line of versions; what it says is its head. */
export type BranchView = {
  name: string;
  archivedAt: Date | null;
  createdByName: string;
  createdAt: Date;
  head: Pick<VersionSummary, "id" | "number" | "message" | "createdByName" | "createdAt">;
};

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

/** Something wrong in a template; `from` and `to` are positions in the text at `place`. */
export type TemplateProblem = {
  place: string;
  from: number;
  to: number;
  message: string;
  severity: "error" | "warning";
};

type Merged = {
  /** Numbers of the common version and of both heads; `ours` is that of the branch merged into. */
  base: number;
  ours: number;
  theirs: number;
  places: MergePlace[];
};
/** What a merge did: nothing was saved unless it is `merged`. */
export type MergeBranchResult =
  | { kind: "nothing"; version: VersionView }
  | ({ kind: "conflicts"; conflicts: MergePlace[] } & Merged)
  | ({ kind: "merged"; version: VersionView } & Merged);

/** What saving did: nothing when the content equals the newest version's. */
export type SaveVersionResult =
  | { kind: "saved"; version: VersionView; problems: TemplateProblem[] }
  | { kind: "unchanged"; version: VersionView };

export type SearchHit = {
  prompt: PromptSummary;
  score: number;
  matchedBy: ("text" | "meaning")[];
  similarity: number | null;
};
/** `meaning` says whether search by meaning took part, and if not, why. */
export type SearchResult = {
  items: SearchHit[];
  meaning: { available: true; model: string } | { available: false; reason: string };
};

export type ImportError = { line: number; message: string };
export type ImportRow = { line: number; path: string; text: string; description: string };
/** `notes` are changes the import makes to a text on the way in. */
export type ImportPlan = {
  rows: ImportRow[];
  errors: ImportError[];
  notes: ImportError[];
  columns: string[];
  mapping: ImportMapping | null;
};

export type { VariableIssue } from "./template/coerce.ts";
export type { ContentDiff, MessageDiff } from "./diff/contents.ts";
export type { IncludeDiff } from "./diff/includes.ts";
