/** What a program writes beside the loop, by the test that does it and reads what it did. */
export const acts = {
  library: `
    archiveDataset archivePrompt archiveSuite compareManyRuns discardDraft duplicatePrompt editExample importExamples
    importPrompts previewDatasetImport previewPromptImport removeExamples resolveIncludes saveDraft startRuns
    tryEvaluator updatePrompt`,
  settings: `
    addModel archiveConnection changeRole createApiKey createConnection createPolicy createProject inviteMember
    removeMember removeModel revokeApiKey revokeInvitation savePolicy setEmbeddingModel setPolicyEnabled setProjectRole
    startLocalModelDownload testConnection testPolicy updateConnection updateGate updateKpi updateModel`,
  review: `
    acceptCorrection addTasks adjudicateTask approvePromotion archiveQueue claimTask completePromotion createQueue
    decideTask declineCorrection makeDataset rejectPromotion releaseTask saveRejectReasons skipTask undoAdjudication
    undoDecision updateQueue`,
};

export const namesOf = (list: string): string[] => list.trim().split(/\s+/);
