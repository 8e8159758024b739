import type { MetricComparison, RunStatus, RunSummary } from "#schema/evaluation";

/** A run as evidence. */
export type RunFacts = {
  runId: string;
  runNumber: number;
  versionId: string;
  versionNumber: number;
  status: RunStatus;
  isSimulated: boolean;
  suiteId: string;
  suiteName: string;
  datasetName: string;
  datasetVersionNumber: number;
  totalCases: number;
  summary: RunSummary | null;
};

/** The candidate's run against a run of the version in use, on the same examples. */
export type ComparisonFacts = {
  baselineRunId: string;
  baselineRunNumber: number;
  baselineVersionId: string;
  candidateRunId: string;
  answeredPairs: number;
  /** Cases whose outputs differ. */
  changedCases: number;
  primary: MetricComparison | null;
};

/** What people decided about the candidate run's cases. */
export type ReviewFacts = {
  decided: number;
  approved: number;
  edited: number;
  rejected: number;
  /** Rejections for a reason that the project marks as safety. */
  safetyRejections: number;
  reviewers: number;
  /** Tasks about these cases that nobody has decided. */
  open: number;
  queueId: string | null;
};

export type ApprovalFacts = {
  userId: string;
  userName: string;
  userRole: string;
  verdict: "approve" | "reject";
};

/** All that a gate is judged by. Plain data: the same facts always give the same judgement. */
export type GateFacts = {
  candidate: { versionId: string; versionNumber: number };
  /** What the environment serves; null before the first promotion. */
  current: { versionId: string; versionNumber: number } | null;
  environmentName: string;
  run: RunFacts | null;
  comparison: ComparisonFacts | null;
  /** About the changed cases when there is a comparison, else about all cases of the run. */
  review: { changed: ReviewFacts; run: ReviewFacts };
  requestedBy: { id: string | null; name: string };
  approvals: ApprovalFacts[];
};
