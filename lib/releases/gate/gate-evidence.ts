import type { MetricComparison, OverTries, RunEffort, RunStatus, RunSummary } from "#schema/evaluation";
import type { ModelTarget } from "#schema/models";
import type { NamedTarget } from "#schema/routes";

/** A run as evidence. */
export type RunEvidence = {
  runId: string;
  runNumber: number;
  versionId: string;
  versionNumber: number;
  status: RunStatus;
  isSimulated: boolean;
  suiteId: string;
  suiteName: string;
  suiteVersionId: string;
  suiteVersionNumber: number;
  datasetId: string;
  datasetName: string;
  datasetVersionId: string;
  datasetVersionNumber: number;
  /** The newest version of its dataset, now and when the run was started. */
  newestDatasetVersion: { now: number; atStart: number };
  target: NamedTarget;
  /** What it called, as lists name it. */
  model: string;
  /** Models that answered in its place where it failed, and settings of the version that the run overrode. */
  fallbacks: string[];
  overrides: string[];
  finishedAt: Date | null;
  totalCases: number;
  /** Worked out from its cases and scores now; null until it has ended. */
  summary: RunSummary | null;
  effort: RunEffort | null;
  /** What its tries say together, against those of the version in use where there is a comparison; null until it ended. */
  overTries: OverTries | null;
  /** Runs of this version started with the same dataset version, suite version, model and settings, this one included. */
  tries: number;
  /** Runs of this version started with anything else. */
  otherRuns: number;
};

/** The candidate's run against a run of the version in use that is like it in all but the version. */
export type ComparisonEvidence = {
  baseline: RunEvidence;
  /** Examples both runs have, and how many of them both answered. */
  pairs: number;
  answeredPairs: number;
  /** Cases whose outputs differ. */
  changedCases: number;
  primary: MetricComparison | null;
};

/** What people decided about the candidate run's cases. */
export type ReviewEvidence = {
  decided: number;
  approved: number;
  edited: number;
  rejected: number;
  /** Cases rejected for a reason that the project marks as safety. */
  safetyRejections: number;
  reviewers: number;
  /** Cases of this population that wait for a decision. */
  open: number;
  queueId: string | null;
};

/** Cases that people rejected for safety in an earlier try of the version. */
export type EarlierRejections = { runNumber: number; rejected: number };

export type ApprovalEvidence = {
  userId: string;
  userName: string;
  userRole: string;
  verdict: "approve" | "reject";
  createdAt: Date;
};

/** The dataset a run for this gate would be made on, as far as the gate or an earlier run says. */
export type GateDataset = { name: string; versionNumber: number; exampleCount: number };
/** A version as an environment serves it; the model or route is there when it is not the version's own. */
export type NamedVersion = { versionId: string; versionNumber: number; model?: NamedTarget };
/** A route that evidence must be about, the one model it asks where that is all it does, and what it asks in words. */
export type DemandedRoute = { label: string; soleModel: ModelTarget | null; asks: string };

/** All that a gate is judged by. Plain data: the same evidence always gives the same judgement. */
export type GateEvidence = {
  candidate: NamedVersion;
  /** What the environment serves; null before the first promotion. */
  current: NamedVersion | null;
  environmentName: string;
  run: RunEvidence | null;
  comparison: ComparisonEvidence | null;
  /** Where the version in use has no run like the candidate's: how its nearest run differs, or that it has none. */
  unlike: string | null;
  dataset: GateDataset | null;
  /** What the suite and the dataset that the gate's evidence names are called. */
  demanded: {
    suite: string | null;
    dataset: string | null;
    isByBenchmark?: boolean;
    route?: DemandedRoute | null;
  };
  /** About the changed cases (nothing without a comparison), and about all cases of the run. */
  review: { changed: ReviewEvidence; run: ReviewEvidence; earlier: EarlierRejections[] };
  requestedBy: { id: string | null; name: string };
  approvals: ApprovalEvidence[];
};
