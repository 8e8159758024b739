"use server";

import { action } from "#app/_action";
import { clearBenchmark, runOnBenchmark, setBenchmark } from "#lib/evaluation";
import {
  archiveBranch,
  archivePrompt,
  createBranch,
  createPrompt,
  discardDraft,
  duplicatePrompt,
  importPrompts,
  moveLabel,
  previewImport,
  saveVersion,
  unarchivePrompt,
  updatePrompt,
} from "#lib/prompts";
import { BenchmarkOfInput, RunBenchmarkInput, SetBenchmarkInput } from "#schema/evaluation";
import {
  ArchiveBranchInput,
  ArchivePromptInput,
  CreateBranchInput,
  CreatePromptInput,
  DraftOfInput,
  DuplicatePromptInput,
  ImportPromptsInput,
  MoveLabelInput,
  SaveVersionInput,
  UpdatePromptInput,
} from "#schema/prompts";

export const createPromptAction = action("prompt.create")
  .inputSchema(CreatePromptInput)
  .action(({ ctx, parsedInput }) => createPrompt(ctx, parsedInput));
export const updatePromptAction = action("prompt.update")
  .inputSchema(UpdatePromptInput)
  .action(({ ctx, parsedInput }) => updatePrompt(ctx, parsedInput));
export const duplicatePromptAction = action("prompt.duplicate")
  .inputSchema(DuplicatePromptInput)
  .action(({ ctx, parsedInput }) => duplicatePrompt(ctx, parsedInput));
export const archivePromptAction = action("prompt.archive")
  .inputSchema(ArchivePromptInput)
  .action(({ ctx, parsedInput }) => archivePrompt(ctx, parsedInput));
export const unarchivePromptAction = action("prompt.unarchive")
  .inputSchema(ArchivePromptInput)
  .action(({ ctx, parsedInput }) => unarchivePrompt(ctx, parsedInput));
export const saveVersionAction = action("version.save")
  .inputSchema(SaveVersionInput)
  .action(({ ctx, parsedInput }) => saveVersion(ctx, parsedInput));
export const discardDraftAction = action("draft.discard")
  .inputSchema(DraftOfInput)
  .action(({ ctx, parsedInput }) => discardDraft(ctx, parsedInput));
export const createBranchAction = action("branch.create")
  .inputSchema(CreateBranchInput)
  .action(({ ctx, parsedInput }) => createBranch(ctx, parsedInput));
export const archiveBranchAction = action("branch.archive")
  .inputSchema(ArchiveBranchInput)
  .action(({ ctx, parsedInput }) => archiveBranch(ctx, parsedInput));
export const moveLabelAction = action("label.move")
  .inputSchema(MoveLabelInput)
  .action(({ ctx, parsedInput }) => moveLabel(ctx, parsedInput));
export const previewImportAction = action("prompt.preview_import")
  .inputSchema(ImportPromptsInput)
  .action(({ ctx, parsedInput }) => previewImport(ctx, parsedInput));
export const importPromptsAction = action("prompt.import")
  .inputSchema(ImportPromptsInput)
  .action(({ ctx, parsedInput }) => importPrompts(ctx, parsedInput));
export const setBenchmarkAction = action("benchmark.set")
  .inputSchema(SetBenchmarkInput)
  .action(({ ctx, parsedInput }) => setBenchmark(ctx, parsedInput));
export const clearBenchmarkAction = action("benchmark.clear")
  .inputSchema(BenchmarkOfInput)
  .action(({ ctx, parsedInput }) => clearBenchmark(ctx, parsedInput));
export const runOnBenchmarkAction = action("run.start")
  .inputSchema(RunBenchmarkInput)
  .action(({ ctx, parsedInput }) => runOnBenchmark(ctx, parsedInput));
