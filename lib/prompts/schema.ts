export * from "./branches/schema.ts";
export * from "./content/schema.ts";
export { latestLabel, mainBranch } from "./content/rules.ts";
export type { Included, Resolution } from "./template/includes.ts";
export type { VariableIssue } from "./template/coerce.ts";
export type { ContentDiff, MessageDiff } from "./diff/contents.ts";
export type { IncludeDiff } from "./diff/includes.ts";
export {
  CreatePromptInput,
  GetPromptInput,
  ListPromptsInput,
  UpdatePromptInput,
  DuplicatePromptInput,
  ArchivePromptInput,
} from "./registry/schema.ts";
export type { PromptSummary, PromptView } from "./registry/schema.ts";
export {
  Provenance,
  SaveVersionInput,
  ListVersionsInput,
  GetPromptVersionInput,
  NameVersionsInput,
  ResolvePromptInput,
  FindVersionMadeFromInput,
  DiffVersionsInput,
} from "./versions/schema.ts";
export type {
  VersionName,
  VersionSummary,
  VersionView,
  ServedModel,
  ResolvedVersion,
  SaveVersionResult,
} from "./versions/schema.ts";
export {
  LabelName,
  NewLabelName,
  MoveLabelInput,
  ListLabelsInput,
  ListLabelledInput,
} from "./labels/schema.ts";
export type { LabelledVersion, LabelView } from "./labels/schema.ts";
export { SaveDraftInput, DraftOfInput } from "./drafts/schema.ts";
export type { DraftView } from "./drafts/schema.ts";
export { SearchPromptsInput, NearDuplicatesInput } from "./search/schema.ts";
export type { SearchExcerpt, SearchHit, SearchResult } from "./search/schema.ts";
export { ImportMapping, ImportPromptsInput } from "./imports/schema.ts";
export type { ImportError, ImportRow, ImportPlan } from "./imports/schema.ts";
export type { TemplateProblem } from "./template/schema.ts";
export type { BranchView, MergeBranchResult } from "./merge/schema.ts";
export { PromptPath } from "./content/path.ts";
