import "./data.ts";

export { adjudicateTask } from "./adjudications/adjudicate.ts";
export { queueAgreement } from "./adjudications/agreement.ts";
export { listAgreement } from "./adjudications/list-pairs.ts";
export { countDiffering, findMyLastAdjudication, getDiffering, listDiffering } from "./adjudications/read.ts";
export { undoAdjudication } from "./adjudications/undo.ts";
export { acceptCorrection, declineCorrection } from "./corrections/confirm.ts";
export { makeDataset } from "./corrections/make-dataset.ts";
export { countProposedCorrections, listProposedCorrections } from "./corrections/read.ts";
export { decisionsAuditCheck } from "./decisions/audit-check.ts";
export { decideTask } from "./decisions/decide.ts";
export {
  findDecisionByExample,
  findDecisionsByRun,
  findDecisionsByVersion,
  getDecision,
  listDecisions,
} from "./decisions/read.ts";
export { undoDecision } from "./decisions/undo.ts";
export { exploreDecisions } from "./explore/explore.ts";
export { exportDecisions, listExplored } from "./explore/list.ts";
export { createQueue } from "./queues/create.ts";
export { countWaitingTasks, getQueue, listQueues, queueProgress } from "./queues/read.ts";
export { archiveQueue, updateQueue } from "./queues/update.ts";
export { ensureDefaultReasons } from "./reasons/ensure.ts";
export { listRejectReasons } from "./reasons/read.ts";
export { saveRejectReasons } from "./reasons/save.ts";
export { reviewOfRun } from "./summary/of-run.ts";
export { reviewByVersion, reviewParts, reviewSeries, reviewSummary } from "./summary/read.ts";
export { correctionsOf, decisionsOfRun, firstCorrections } from "./summary/tallies.ts";
export { myReviewerStats, reviewerStats } from "./summary/reviewers.ts";
export { addTasks } from "./tasks/add.ts";
export { claimTask, releaseTask } from "./tasks/claim.ts";
export { nextTask } from "./tasks/next.ts";
export { getTask, listTasks, upcomingTasks, waitingAmong } from "./tasks/read.ts";
export { skipTask } from "./tasks/skip.ts";
