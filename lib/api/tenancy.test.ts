import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import * as budgets from "#lib/budgets";
import * as datasets from "#lib/datasets";
import * as downloads from "#lib/downloads";
import * as evaluation from "#lib/evaluation";
import * as feedback from "#lib/feedback";
import * as generation from "#lib/generation";
import * as governance from "#lib/governance";
import * as guardrails from "#lib/guardrails";
import * as identity from "#lib/identity";
import type { Context } from "#lib/identity";
import * as loop from "#lib/loop";
import * as models from "#lib/models";
import * as observability from "#lib/observability";
import * as playground from "#lib/playground";
import * as prompts from "#lib/prompts";
import * as releases from "#lib/releases";
import * as requests from "#lib/requests";
import * as review from "#lib/review";
import * as routes from "#lib/routes";
import { type ForeignIds, fillProject, secret } from "./tenancy.testing.ts";

const rooms = {
  identity,
  governance,
  downloads,
  requests,
  models,
  routes,
  budgets,
  guardrails,
  prompts,
  datasets,
  observability,
  generation,
  playground,
  evaluation,
  review,
  feedback,
  releases,
  loop,
};
const text = { kind: "text" as const, text: "x" };
const bytes = new TextEncoder().encode("text\nx\n");

/** Verbs that are handed an id: with a foreign one each says not_found. What stands here is their second argument. */
const refused: Record<string, (ids: ForeignIds) => unknown> = {
  "identity.eraseAccount": ({ userId }) => ({ userId, pseudonym: "Nobody" }),
  "identity.exportAccount": ({ userId }) => ({ userId }),
  "identity.getPerson": ({ userId }) => ({ userId }),
  "governance.erasePerson": ({ userId }) => ({ kind: "member", userId }),
  "governance.exportPerson": ({ userId }) => ({ kind: "member", userId }),
  "identity.revokeApiKey": ({ apiKeyId }) => ({ apiKeyId }),
  "identity.revokeInvitation": ({ invitationId }) => ({ invitationId }),
  "identity.changeRole": ({ userId }) => ({ userId, role: "viewer" }),
  "identity.removeMember": ({ userId }) => ({ userId }),
  "identity.setProjectRole": ({ userId }) => ({ userId, role: "viewer" }),
  "identity.issuePasswordReset": ({ userId }) => ({ userId }),
  "identity.revokeSession": ({ userId }) => ({ sessionId: userId }),
  "models.addModel": ({ connectionId }) => ({ connectionId, name: "m" }),
  "models.removeModel": ({ modelId }) => ({ modelId }),
  "models.updateModel": ({ modelId }) => ({ modelId, isEnabled: false }),
  "models.archiveConnection": ({ connectionId }) => ({ connectionId }),
  "models.restoreConnection": ({ connectionId }) => ({ connectionId }),
  "models.getConnection": ({ connectionId }) => ({ connectionId }),
  "models.passEmbeddings": ({ connectionId }) => ({ connectionId, model: "m" }),
  "models.passModerations": ({ connectionId }) => ({ connectionId, model: "m" }),
  "models.createChatModel": ({ connectionId }) => ({ connectionId, model: "simulated-instant" }),
  "models.getModelCard": ({ connectionId }) => ({ connectionId, model: "simulated-instant" }),
  "models.modelToTest": ({ connectionId }) => ({ connectionId }),
  "models.keepConnectionTest": ({ connectionId }) => ({ connectionId, model: "m", error: null }),
  "generation.testConnection": ({ connectionId }) => ({ connectionId }),
  "generation.besideCall": ({ connectionId }) => ({
    source: "embedding",
    target: { connectionId, model: "m" },
    settings: {},
    metadata: null,
    onLimits: () => undefined,
    ask: async () => ({}),
    read: () => ({ usage: null, output: "" }),
  }),
  "models.updateConnection": ({ connectionId }) => ({ connectionId, name: "taken over" }),
  "models.createPriceOverride": ({ connectionId }) => ({
    connection: connectionId,
    modelPattern: "m",
    from: "2026-01-01T00:00:00Z",
    inputPrice: 1,
    outputPrice: 1,
  }),
  "models.endPriceOverride": ({ overrideId }) => ({ overrideId }),
  "models.setEmbeddingModel": ({ connectionId }) => ({ kind: "connection", connectionId, model: "m" }),
  "routes.getRoute": ({ routeId }) => ({ routeId }),
  "routes.listRouteVersions": ({ routeId }) => ({ routeId }),
  "routes.saveRoute": ({ routeId, connectionId }) => ({
    routeId,
    definition: { targets: [{ connectionId, model: "simulated-instant" }] },
  }),
  "routes.archiveRoute": ({ routeId }) => ({ routeId }),
  "routes.forgetAnswers": ({ routeId }) => ({ routeId }),
  "routes.listCachedAnswers": ({ routeId }) => ({ routeId }),
  "routes.getSemanticState": ({ routeId }) => ({ routeId }),
  "routes.restartSemanticCache": ({ routeId }) => ({ routeId }),
  "routes.pinAnswer": ({ generationId }) => ({ generationId }),
  "routes.getRouteHealth": ({ routeId }) => ({ routeId }),
  "routes.explainRoute": ({ connectionId }) => ({
    definition: { targets: [{ connectionId, model: "simulated-instant" }] },
  }),
  "routes.createRoute": ({ connectionId }) => ({
    name: "mine",
    definition: { targets: [{ connectionId, model: "simulated-instant" }] },
  }),
  "budgets.createBudget": ({ routeId }) => ({
    name: "mine",
    per: "route",
    only: routeId,
    measure: "usd",
    amount: 1,
    period: "day",
  }),
  "budgets.deleteBudget": ({ budgetId }) => ({ budgetId }),
  "budgets.getBudget": ({ budgetId }) => ({ budgetId }),
  "budgets.getBudgetUsage": ({ budgetId }) => ({ budgetId }),
  "budgets.updateBudget": ({ budgetId }) => ({ budgetId, amount: 1 }),
  "routes.resolveRoute": () => "only-theirs",
  "routes.nameTarget": ({ routeId }) => ({ routeId, version: 1 }),
  "guardrails.testPolicy": ({ policyId }) => ({ policyId, text: "x", stage: "input" }),
  "guardrails.getPolicy": ({ policyId }) => ({ policyId }),
  "guardrails.listPolicyVersions": ({ policyId }) => ({ policyId }),
  "guardrails.savePolicy": ({ policyId }) => ({ policyId, name: "mine", rules: {} }),
  "guardrails.setPolicyEnabled": ({ policyId }) => ({ policyId, isEnabled: false }),
  "datasets.placeOfExample": ({ exampleId }) => ({ exampleId }),
  "prompts.discardDraft": ({ promptId }) => ({ promptId }),
  "prompts.saveDraft": ({ promptId }) => ({
    promptId,
    content: text,
    baseVersionId: null,
    expectedRevision: 0,
  }),
  "prompts.createBranch": ({ promptId }) => ({ promptId, name: "mine" }),
  "prompts.archiveBranch": ({ promptId, branchName }) => ({ promptId, name: branchName }),
  "prompts.mergeBranch": ({ promptId, branchName }) => ({ promptId, from: branchName }),
  "prompts.listBranches": ({ promptId }) => ({ promptId }),
  "prompts.getBranchHead": ({ promptId, branchName }) => ({ promptId, branch: branchName }),
  "prompts.getDraft": ({ promptId }) => ({ promptId }),
  "prompts.moveLabel": ({ promptId, versionId }) => ({ promptId, name: "mine", versionId }),
  "prompts.setLabel": ({ promptId, versionId }) => ({ promptId, name: "mine", versionId }),
  "prompts.listLabels": ({ promptId }) => ({ promptId }),
  "prompts.duplicatePrompt": ({ promptId }) => ({ promptId, path: "copied/here" }),
  "prompts.getPrompt": ({ promptId }) => ({ promptId }),
  "prompts.archivePrompt": ({ promptId }) => ({ promptId }),
  "prompts.unarchivePrompt": ({ promptId }) => ({ promptId }),
  "prompts.updatePrompt": ({ promptId }) => ({ promptId, description: "mine" }),
  "prompts.diffVersions": ({ firstVersionId, versionId }) => ({
    fromVersionId: firstVersionId,
    toVersionId: versionId,
  }),
  "prompts.getPromptVersion": ({ versionId }) => ({ versionId }),
  "prompts.listVersions": ({ promptId }) => ({ promptId }),
  "prompts.resolvePrompt": ({ promptPath }) => ({ path: promptPath }),
  "prompts.saveVersion": ({ promptId }) => ({ promptId, content: text, message: "mine" }),
  "datasets.archiveDataset": ({ datasetId }) => ({ datasetId }),
  "datasets.getDataset": ({ datasetId }) => ({ datasetId }),
  "datasets.addExample": ({ datasetId }) => ({ datasetId, inputs: { a: 1 } }),
  "datasets.addExamplesFromCorrections": ({ datasetId, decisionId }) => ({
    datasetId,
    corrections: [{ decisionId, inputs: { a: 1 } }],
  }),
  "datasets.addExampleFromCorrection": ({ datasetId, decisionId }) => ({
    datasetId,
    decisionId,
    inputs: { a: 1 },
  }),
  "datasets.addExampleFromGeneration": ({ datasetId, generationId }) => ({ datasetId, generationId }),
  "datasets.addExamples": ({ datasetId }) => ({ datasetId, examples: [{ inputs: { a: 1 } }] }),
  "datasets.editExample": ({ datasetId, exampleId }) => ({ datasetId, exampleId, inputs: { a: 1 } }),
  "datasets.removeExamples": ({ datasetId, exampleId }) => ({ datasetId, exampleIds: [exampleId] }),
  "datasets.removeCorrectionExample": ({ exampleId, datasetVersionId }) => ({
    exampleId,
    addedInVersionId: datasetVersionId,
  }),
  "datasets.eachExample": ({ datasetVersionId }) => datasetVersionId,
  "datasets.getExample": ({ exampleId }) => ({ exampleId }),
  "datasets.listExamples": ({ datasetVersionId }) => ({ datasetVersionId }),
  "datasets.listVersionsOfExample": ({ exampleId }) => ({ exampleId }),
  "datasets.diffVersions": ({ datasetVersionId }) => ({
    fromVersionId: datasetVersionId,
    toVersionId: datasetVersionId,
  }),
  "datasets.getDatasetVersion": ({ datasetVersionId }) => ({ datasetVersionId }),
  "datasets.listVersions": ({ datasetId }) => ({ datasetId }),
  "datasets.exportExamples": ({ datasetVersionId }) => ({ datasetVersionId, format: "csv" }),
  "datasets.importExamples": ({ datasetId }) => ({ datasetId, fileName: "x.csv", bytes }),
  "observability.getGeneration": ({ generationId }) => ({ generationId }),
  "observability.getTrace": ({ traceId }) => ({ traceId }),
  "generation.generate": ({ versionId, connectionId }) => ({
    source: "test",
    targets: [{ connectionId, model: "simulated-instant" }],
    prompt: { versionId, variables: { text: "x" } },
  }),
  "playground.getConversation": ({ conversationId }) => ({ conversationId }),
  "playground.removeConversation": ({ conversationId }) => ({ conversationId }),
  "playground.resumeTurn": ({ conversationId }) => ({ conversationId, pane: "1" }),
  "playground.stopTurn": ({ conversationId }) => ({ conversationId, pane: "1" }),
  "playground.sendTurn": ({ conversationId, versionId, connectionId }) => ({
    conversationId,
    pane: "1",
    target: { connectionId, model: "simulated-instant" },
    versionId,
    variables: { text: "x" },
    messages: [{ id: "m", role: "user", parts: [{ type: "text", text: "x" }] }],
  }),
  "evaluation.compareManyRuns": ({ runId }) => ({ baselineRunId: runId, candidateRunIds: [runId] }),
  "evaluation.exportComparison": ({ runId }) => ({ baselineRunId: runId, candidateRunId: runId }),
  "evaluation.compareRuns": ({ runId }) => ({ baselineRunId: runId, candidateRunId: runId }),
  "evaluation.listCaseComparisons": ({ runId }) => ({ baselineRunId: runId, candidateRunId: runId }),
  "evaluation.listCaseIdsToReview": ({ runId }) => ({ baselineRunId: runId, candidateRunId: runId }),
  "evaluation.listScorePairs": ({ runId }) => ({ baselineRunId: runId, candidateRunId: runId }),
  "evaluation.findComparableRuns": ({ runId }) => ({ runId }),
  "evaluation.getCase": ({ caseId }) => ({ caseId }),
  "evaluation.listCases": ({ runId }) => ({ runId }),
  "evaluation.countCases": ({ runId }) => ({ runId }),
  "evaluation.cancelRun": ({ runId }) => ({ runId }),
  "evaluation.getRun": ({ runId }) => ({ runId }),
  "evaluation.getRunProgress": ({ runId }) => ({ runId }),
  "evaluation.measureRun": ({ runId }) => ({ runId }),
  "evaluation.startRun": (ids) => ({
    promptVersionId: ids.versionId,
    datasetVersionId: ids.datasetVersionId,
    suiteVersionId: ids.suiteVersionId,
    target: { connectionId: ids.connectionId, model: "m" },
  }),
  "evaluation.startRuns": (ids) => ({
    promptVersionIds: [ids.versionId],
    datasetVersionId: ids.datasetVersionId,
    suiteVersionId: ids.suiteVersionId,
    target: { connectionId: ids.connectionId, model: "m" },
  }),
  "evaluation.tryEvaluator": ({ exampleId }) => ({
    evaluator: { key: "same", name: "Same", kind: "exact", config: {} },
    output: "x",
    exampleId,
  }),
  "evaluation.workOnRun": ({ runId }) => ({ runId }),
  "evaluation.archiveSuite": ({ suiteId }) => ({ suiteId }),
  "evaluation.saveSuiteVersion": ({ suiteId }) => ({
    suiteId,
    content: { primaryMetric: "e", evaluators: [{ key: "e", name: "E", kind: "exact", config: {} }] },
  }),
  "evaluation.getSuite": ({ suiteId }) => ({ suiteId }),
  "evaluation.getSuiteVersion": ({ suiteVersionId }) => ({ suiteVersionId }),
  "review.decideTask": ({ taskId }) => ({ taskId, kind: "approve", decisionMs: 1 }),
  "review.getDecision": ({ decisionId }) => ({ decisionId }),
  "review.undoDecision": ({ decisionId }) => ({ decisionId }),
  "review.getQueue": ({ queueId }) => ({ queueId }),
  "review.queueProgress": ({ queueId }) => ({ queueId }),
  "review.archiveQueue": ({ queueId }) => ({ queueId }),
  "review.updateQueue": ({ queueId }) => ({ queueId, name: "mine" }),
  "review.addTasks": ({ queueId }) => ({ queueId, items: [{ inputs: {}, output: "x" }] }),
  "review.claimTask": ({ taskId }) => ({ taskId }),
  "review.releaseTask": ({ taskId }) => ({ taskId }),
  "review.nextTask": ({ queueId }) => ({ queueId }),
  "review.getTask": ({ taskId }) => ({ taskId }),
  "review.upcomingTasks": ({ queueId }) => ({ queueId }),
  "review.adjudicateTask": ({ differingTaskId }) => ({
    taskId: differingTaskId,
    verdict: "as_a",
    reason: "mine",
    decisionMs: 1,
  }),
  "review.undoAdjudication": ({ adjudicationId }) => ({ adjudicationId }),
  "review.getDiffering": ({ differingTaskId }) => ({ taskId: differingTaskId }),
  "review.acceptCorrection": ({ decisionId }) => ({ decisionId }),
  "review.makeDataset": ({ decisionId }) => ({ decisionIds: [decisionId], name: "taken over" }),
  "review.declineCorrection": ({ decisionId }) => ({ decisionId, reason: "mine" }),
  "review.waitingAmong": ({ queueId, taskId }) => ({ queueId, taskIds: [taskId] }),
  "review.skipTask": ({ taskId }) => ({ taskId }),
  "feedback.recordFeedback": ({ generationId }) => ({ generationId, score: 1 }),
  "feedback.updateKpi": ({ kpiId }) => ({ kpiId, name: "mine" }),
  "feedback.kpiByVersion": ({ kpiId }) => ({ kpiId }),
  "feedback.kpiSeries": ({ kpiId }) => ({ kpiId }),
  "feedback.kpiFigure": ({ kpiId }) => ({ kpiId }),
  "feedback.recordKpi": () => ({ key: "only_foreign", values: [{ value: 1 }] }),
  "generation.chooseTargets": ({ versionId }) => ({ prompt: { versionId, variables: {} } }),
  "evaluation.setBenchmark": ({ promptId, datasetVersionId, suiteVersionId, connectionId }) => ({
    promptId,
    datasetVersionId,
    suiteVersionId,
    target: { connectionId, model: "simulated-instant" },
  }),
  "evaluation.clearBenchmark": ({ promptId }) => ({ promptId }),
  "evaluation.benchmarkScores": ({ promptId }) => ({ promptId }),
  "evaluation.benchmarkOf": ({ promptId }) => ({ promptId }),
  "evaluation.decideOverTries": ({ runId }) => ({
    candidateRunIds: [runId],
    started: { candidate: 1, baseline: 0 },
  }),
  "evaluation.runOnBenchmark": ({ versionId }) => ({ promptVersionId: versionId }),
  "releases.promotionChanges": ({ promotionId }) => ({ promotionId }),
  "releases.previewChanges": ({ promptId, versionId }) => ({
    promptId,
    versionId,
    environment: "production",
  }),
  "loop.promotionChain": ({ promotionId }) => ({ promotionId }),
  "releases.previewGate": ({ versionId }) => ({ versionId, environment: "production" }),
  "releases.completePromotion": ({ promotionId }) => ({ promotionId }),
  "releases.approvePromotion": ({ promotionId }) => ({ promotionId }),
  "releases.rejectPromotion": ({ promotionId }) => ({ promotionId, comment: "no" }),
  "releases.evaluateGate": ({ promotionId }) => ({ promotionId }),
  "releases.getPromotion": ({ promotionId }) => ({ promotionId }),
  "releases.requestPromotion": ({ promptId, versionId }) => ({
    promptId,
    versionId,
    environment: "production",
  }),
  "releases.rollback": ({ promptId }) => ({ promptId, environment: "production" }),
  "releases.promotionTimeline": ({ promotionId }) => ({ promotionId }),
  "releases.withdrawPromotion": ({ promotionId }) => ({ promotionId }),
};

/** Verbs that list, search or sum up: they may answer, also when asked about foreign ids, but tell nothing of the other project. */
const silent: Record<string, (ids: ForeignIds) => unknown> = {
  "identity.listApiKeys": () => undefined,
  "identity.listProjectsOfOrganisation": () => undefined,
  "governance.listRetention": () => undefined,
  "identity.listInvitations": () => undefined,
  "identity.listMembers": () => undefined,
  "identity.listSessions": () => undefined,
  "governance.listAuditActions": () => undefined,
  "governance.listAuditEvents": ({ promptId }) => ({ subjectId: promptId }),
  "governance.verifyAudit": () => ({}),
  "models.listPriceOverrides": () => ({}),
  "budgets.limitsOf": () => undefined,
  "budgets.listBudgetAlerts": () => ({}),
  "budgets.listBudgets": () => ({}),
  "routes.listRoutes": () => ({ includeArchived: true }),
  "routes.listOfferedRoutes": () => ({}),
  "models.listConnections": () => ({ includeArchived: true }),
  "models.listModels": () => undefined,
  "models.getEmbeddingSetting": () => undefined,
  "models.embeddingModelStatus": () => undefined,
  "models.currentEmbeddingModel": () => undefined,
  "models.embeddingTarget": () => undefined,
  "guardrails.loadPolicies": () => undefined,
  "guardrails.listPolicies": () => undefined,
  "guardrails.listPolicyPresets": () => undefined,
  "prompts.listFolders": () => ({}),
  "prompts.listPrompts": () => ({ text: secret }),
  "prompts.countPrompts": () => undefined,
  "prompts.listLabelled": ({ promptId }) => ({ names: ["production", "latest"], promptId }),
  "prompts.findVersionMadeFrom": ({ exampleId, decisionId }) => ({
    exampleIds: [exampleId],
    decisionIds: [decisionId],
  }),
  "prompts.nearDuplicates": () => ({ threshold: 0 }),
  "prompts.searchPrompts": () => ({ query: "zebra" }),
  "datasets.listDatasets": () => ({ includeArchived: true }),
  "datasets.examplesOfDecisions": ({ decisionId }) => ({ decisionIds: [decisionId] }),
  "datasets.exampleIdsOfVersion": ({ datasetVersionId }) => ({ datasetVersionId }),
  "observability.getGenerations": ({ generationId }) => ({ ids: [generationId] }),
  "observability.callScopes": ({ generationId }) => ({ ids: [generationId] }),
  "observability.callsOfOthers": ({ generationId }) => ({ ids: [generationId], key: "nobody" }),
  "observability.listGenerations": ({ runId }) => ({ runId }),
  "observability.countGenerations": ({ runId }) => ({ runId }),
  "observability.modelsInUse": () => ({ since: new Date("2026-11-01") }),
  "observability.policyHits": ({ policyId }) => ({ from: "2026-11-01", to: "2026-12-01", policyId }),
  "observability.scopeCounts": ({ versionId }) => ({
    from: "2026-11-01",
    to: "2026-12-01",
    promptVersionId: versionId,
  }),
  "observability.callsByVersion": ({ versionId }) => ({
    from: "2026-11-01",
    to: "2026-12-01",
    promptVersionId: versionId,
  }),
  "observability.routeFigures": ({ routeId }) => ({ routeId, from: new Date(0), to: new Date(4e12) }),
  "observability.callsOver": ({ versionId }) => ({
    from: "2026-11-01",
    to: "2026-12-01",
    promptVersionId: versionId,
    limitMs: 1,
  }),
  "observability.usageParts": ({ versionId }) => ({
    promptVersionId: versionId,
    from: "2020-01-01",
    to: "2040-01-01",
    by: "version",
    measure: "cost",
  }),
  "observability.usageSeries": ({ versionId }) => ({
    from: "2026-11-01",
    to: "2026-11-30",
    promptVersionId: versionId,
  }),
  "observability.usageSummary": ({ versionId }) => ({
    from: "2026-11-01",
    to: "2026-11-30",
    promptVersionId: versionId,
  }),
  "playground.listConversations": ({ promptId }) => ({ promptId }),
  "evaluation.casesByIds": ({ caseId }) => [caseId],
  "evaluation.countFailedCases": ({ runId }) => ({ runId }),
  "evaluation.runsOfExample": ({ exampleId }) => ({ exampleId }),
  "evaluation.listRuns": ({ promptId }) => ({ promptId }),
  "evaluation.listSuites": () => ({ includeArchived: true }),
  "review.listDecisions": () => ({ includeUndone: true }),
  "datasets.isGatedDataset": ({ datasetId }) => datasetId,
  "evaluation.isDatasetJudgedBy": ({ datasetId }) => ({ datasetId }),
  "review.exploreDecisions": ({ promptId }) => ({ promptId, from: new Date(0), to: new Date(4e12) }),
  "review.listExplored": ({ versionId }) => ({
    promptVersionId: versionId,
    from: new Date(0),
    to: new Date(4e12),
  }),
  "review.listDiffering": () => ({}),
  "review.listAgreement": () => ({}),
  "review.countDiffering": () => ({}),
  "review.findMyLastAdjudication": () => undefined,
  "review.queueAgreement": () => ({}),
  "review.listProposedCorrections": () => ({}),
  "review.countProposedCorrections": () => undefined,
  "review.countWaitingTasks": () => undefined,
  "review.listQueues": () => ({ includeArchived: true }),
  "review.findQueues": () => ({ query: secret }),
  "review.listRejectReasons": () => ({}),
  "review.correctionsOf": ({ versionId }) => ({
    promptVersionId: versionId,
    after: null,
    until: new Date("2040-01-01"),
  }),
  "review.decisionsOfRun": ({ runId }) => ({ runId }),
  "review.firstCorrections": ({ versionId }) => ({ promptVersionIds: [versionId] }),
  "review.reviewOfRun": ({ runId }) => ({ runId }),
  "review.reviewSeries": () => ({}),
  "review.reviewParts": () => ({ by: "version" }),
  "review.reviewSummary": ({ runId }) => ({ runId }),
  "review.myReviewerStats": () => ({}),
  "review.reviewerStats": () => ({}),
  "review.listTasks": () => ({}),
  "routes.findKeptAnswer": ({ generationId }) => ({ generationId }),
  "observability.cacheFigures": ({ routeId }) => ({ routeId, from: new Date(0), to: new Date("2100-01-01") }),
  "observability.countReplays": ({ generationId }) => ({ generationIds: [generationId] }),
  "loop.qualityFigure": ({ promptId }) => ({ promptId }),
  "feedback.feedbackSummary": ({ promptId }) => ({ promptId }),
  "feedback.feedbackSeries": ({ promptId }) => ({ promptId }),
  "feedback.feedbackParts": ({ promptId }) => ({ promptId, by: "prompt" }),
  "feedback.firstComplaints": ({ versionId }) => ({ promptVersionIds: [versionId] }),
  "feedback.mostObservedKpi": ({ versionId }) => ({ promptVersionId: versionId }),
  "feedback.countFeedback": ({ generationId }) => ({ generationId }),
  "feedback.listFeedback": ({ generationId }) => ({ generationId }),
  "feedback.listKpis": () => ({}),
  "feedback.findKpis": () => ({ query: secret }),
  "governance.listRemoved": () => ({ from: new Date(0) }),
  "releases.listEnvironments": () => undefined,
  "releases.listServedPrompts": () => undefined,
  "releases.promotionChoices": ({ promptId }) => ({ promptId }),
  "releases.findEnvironments": () => ({ query: secret }),
  "loop.readOverview": () => ({ days: 30 }),
  "loop.searchEverything": () => secret,
  "releases.findPromotion": ({ versionId }) => ({ toVersionId: versionId }),
  "releases.listMoves": ({ promptId }) => ({
    environment: "production",
    promptId,
    from: new Date("2020-01-01"),
    to: new Date("2040-01-01"),
  }),
  "releases.promotionsOfVersions": ({ versionId }) => ({
    environment: "production",
    versionIds: [versionId],
  }),
  "releases.triedVersions": ({ versionId }) => ({ environment: "production", versionIds: [versionId] }),
  "releases.countOpenPromotions": () => undefined,
  "releases.listPromotions": ({ promptId }) => ({ promptId }),
};

/** Verbs that take no id and only make or look at something of the caller's own, and why the others are here. */
const ownOnly = new Set([
  "governance.appendAudit",
  "governance.getAuditKey",
  // Streams its own chain; its own test exports beside another project's.
  "governance.exportAudit",
  "identity.createApiKey",
  "identity.changePassword",
  "governance.previewRetention",
  "governance.setRetention",
  "identity.confirmSecondFactor",
  "identity.getAccount",
  "identity.inOrganisation",
  "identity.startSecondFactor",
  "identity.turnOffSecondFactor",
  "identity.may",
  "identity.requirePermission",
  "identity.createProject",
  "identity.personBehind",
  "identity.personOf",
  "identity.asStudio",
  "identity.inviteMember",
  "models.createConnection",
  "models.embedTexts",
  "models.embedWholeTexts",
  // Keys are of SHA-256 over a call; rows are only of the project, which the cache's own test shows.
  "routes.watchAnswer",
  "routes.takeAnswerLease",
  "routes.renewAnswerLease",
  "routes.endAnswerLease",
  "routes.findSimilarAnswers",
  // Checks come from calls of a route that was resolved before; its own test shows whose they count for.
  "routes.recordCacheCheck",
  // Rows are only of the project and the program, which its own test shows.
  "requests.beginRequest",
  "routes.keepCachedAnswer",
  // Their errors repeat the name they were asked for; their own test asks for another project's.
  "routes.findModel",
  "routes.findTarget",
  // Count a call against limits that were read before.
  "budgets.reserve",
  "budgets.settle",
  // Counts a call of a route that was resolved before.
  "routes.takeTurn",
  // It gives a function that calls its own connections by name, and every other one "no connection of this project".
  "models.modelNames",
  // It calls routes of other projects what it calls one that is not there.
  "routes.targetNames",
  "models.ensureLocalConnection",
  "downloads.localModelStatus",
  "downloads.startLocalModelDownload",
  // Makes a project of its own, in the caller's organisation.
  "loop.openProject",
  "guardrails.maskFieldsForRole",
  "guardrails.maskFor",
  "guardrails.requireSearchable",
  "guardrails.checkText",
  "guardrails.ensureDefaultPolicy",
  "guardrails.redactForStorage",
  // Writes names that the caller gives into its own project.
  "prompts.guardLabels",
  // Says of its own project's datasets which are named; another's id is none of them.
  "datasets.setGatedDatasets",
  "prompts.importPrompts",
  "prompts.previewImport",
  // It says the paths it was asked for; its own test asks for a foreign one.
  "prompts.resolveIncludes",
  "prompts.reembedPrompts",
  "prompts.createPrompt",
  "datasets.createDataset",
  "datasets.previewImport",
  "observability.enqueueGeneration",
  "observability.recordGenerations",
  "observability.awaitStored",
  // It is generate in a loop, and needs tools as its third argument.
  "generation.generateWithTools",
  // An async generator: it shares generate's pipeline, and throws at the first step of the loop.
  "generation.streamGeneration",
  // What streamGeneration is made of.
  "generation.tellGeneration",
  "evaluation.createSuite",
  // The kinds of the house, the same for every project.
  "evaluation.listEvaluators",
  "review.createQueue",
  // An async generator over listExplored, which is walked.
  "review.exportDecisions",
  "review.ensureDefaultReasons",
  "review.saveRejectReasons",
  "feedback.defineKpi",
  "releases.ensureDefaultEnvironments",
  "releases.updateGate",
]);

/** Relations that another room joins: each is walked whole. */
const relations = {
  "prompts.versionRelation": prompts.versionRelation,
  "datasets.datasetVersionRelation": datasets.datasetVersionRelation,
  "datasets.exampleRelation": datasets.exampleRelation,
};

type Verb = (ctx: Context, input: unknown) => unknown;

function findVerb(name: string): Verb {
  const [room = "", verb = ""] = name.split(".");
  const found = (rooms as unknown as Record<string, Record<string, Verb>>)[room]?.[verb];
  if (!found) throw new Error(`${name} is no longer exported; take it out of this table`);
  return found;
}

/** Every exported function that takes a context first. */
function exportedVerbs(): string[] {
  return Object.entries(rooms).flatMap(([room, door]) =>
    Object.entries(door)
      .filter(
        ([, value]) =>
          typeof value === "function" && /^(async )?function\s*\*?\s*\w*\(\s*(ctx|tx)\b/.test(String(value)),
      )
      .map(([name]) => `${room}.${name}`),
  );
}

let stranger: Context;
let theirs: Context;
let ids: ForeignIds;

beforeAll(async () => {
  const [other, ours]: [Tenant, Tenant] = [await createTenant(), await createTenant()];
  ids = await fillProject(other);
  theirs = other.ctx;
  stranger = await ours.as("owner");
});

describe("another project's things", () => {
  it("have every id they need for this test", () => {
    expect(Object.entries(ids).filter(([, id]) => id === "")).toEqual([]);
  });

  it("are walked by every exported verb", () => {
    const known = new Set([
      ...Object.keys(refused),
      ...Object.keys(silent),
      ...Object.keys(relations),
      ...ownOnly,
    ]);
    expect(exportedVerbs().filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(Object.keys(refused))("are not found by %s", async (name) => {
    const call = async () => {
      const result = findVerb(name)(stranger, refused[name]?.(ids));
      if (result && typeof result === "object" && Symbol.asyncIterator in result)
        for await (const _part of result as AsyncIterable<unknown>) break;
      return result;
    };
    const error = await call().then(
      (value) => ({ answered: value }),
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "not_found" });
    expect(String((error as Error).message)).not.toContain(secret);
  });

  it.each(Object.keys(silent))("do not show through %s", async (name) => {
    const result = (await findVerb(name)(stranger, silent[name]?.(ids))) ?? null;
    // A map or a set says nothing of what is in it by itself.
    const answer = JSON.stringify(result, (_key, value: unknown) =>
      value instanceof Map || value instanceof Set ? [...value] : value,
    );
    expect(answer).not.toContain(secret);
    for (const id of Object.values(ids)) expect(answer).not.toContain(id);
  });

  it.each(Object.entries(relations))("are in no row of %s, which has the caller's own", async (_name, of) => {
    const answer = JSON.stringify(await stranger.db.select().from(of(stranger)));
    expect(answer).not.toContain(secret);
    for (const id of Object.values(ids)) expect(answer).not.toContain(id);
    expect((await theirs.db.select().from(of(theirs))).length).toBeGreaterThan(0);
  });
});
