import "./data.ts";

export { archiveBranch, createBranch } from "./branches/create.ts";
export { mergeBranch } from "./branches/merge.ts";
export { getBranchHead, listBranches } from "./branches/read.ts";
export { compilePrompt } from "./template/compile.ts";
export { diffContents } from "./diff/contents.ts";
export { discardDraft, saveDraft } from "./drafts/save.ts";
export { getDraft } from "./drafts/read.ts";
export { importPrompts, previewImport } from "./imports/import.ts";
export { /** @internal The tenancy test walks it. */ reembedPrompts } from "./jobs.ts";
export { labelsAuditCheck } from "./labels/audit-check.ts";
export { moveLabel, setLabel } from "./labels/move.ts";
export { guardLabels } from "./labels/guard.ts";
export { listLabelled, listLabels } from "./labels/read.ts";
export { countPrompts } from "./registry/count.ts";
export { createPrompt, duplicatePrompt } from "./registry/create.ts";
export { getPrompt, listFolders, listPrompts } from "./registry/read.ts";
export { archivePrompt, unarchivePrompt, updatePrompt } from "./registry/update.ts";
export { /** @internal */ nearDuplicates } from "./search/duplicates.ts";
export type { NearDuplicate } from "./search/duplicates.ts";
export { searchPrompts } from "./search/search.ts";
export { resolverOf } from "./template/includes.ts";
export { resolveIncludes } from "./template/resolve.ts";
export {
  diffVersions,
  getPromptVersion,
  listVersions,
  nameVersions,
  resolvePrompt,
} from "./versions/read.ts";
export { findVersionMadeFrom } from "./versions/made-from.ts";
export { pinnedModelOf } from "./content/pinned-model.ts";
export { saveVersion } from "./versions/save.ts";
export type { ContentDiff } from "./diff/contents.ts";
export type { CompiledPrompt } from "./template/compile.ts";
export { versionRelation } from "./relations.ts";
