import type {
  DecideTaskInput,
  DecisionKind,
  QueueProgress,
  ReviewSession,
  Task,
  TaskRow,
} from "#schema/review";

/*
 * What lies on a reviewer's desk, as plain values: what the server last said, and what was done here since.
 * A decision moves on at once and is sent behind the scenes, so the two overlap; `viewOf` merges them.
 */

export type LastDecision = { id: string; taskId: string; taskNumber: number; kind: DecisionKind };

/** What the server says of a queue at one moment. */
export type Snapshot = {
  rows: readonly TaskRow[];
  /** Tasks in full: those coming next, and the one the address names. */
  tasks: readonly Task[];
  progress: QueueProgress;
  /** This reviewer's newest standing decision in the queue. */
  lastDecision: LastDecision | null;
};

/** What a person has written at a task and not yet sent. */
export type Draft = {
  mode: "read" | "edit" | "reject";
  correction: string | null;
  reasonKey: string | null;
  comment: string;
  addExample: boolean;
};

/** What went wrong at a task: a decision that did not arrive, or somebody else who holds it. */
export type FormProblem = { from: "decision" | "hold"; message: string };

/** A decision the server did not take, for the reviewer to look at. `key` names it in the outbox. */
export type RefusedDecision = {
  key: string;
  taskId: string;
  taskNumber: number;
  kind: DecisionKind;
  message: string;
  verdict: DecideTaskInput;
};

/** The task on the screen changed without the reader's doing. `isMoment`: it ends by itself, else the reader says so. */
export type Replacement = { toId: string | null; fromId: string; said: string; isMoment: boolean };

/** A decision of this session that stands; without an id it is still on its way. */
export type SessionDecision = {
  taskId: string;
  taskNumber: number;
  kind: DecisionKind;
  isClosing: boolean;
  id: string | null;
};

/** How many decisions stood at a moment, counted from the start of the session, and how many of them close their task. */
export type Depth = { all: number; closing: number };

export type Desk = {
  snapshot: Snapshot;
  /** Every task seen so far in full: one that was decided can come back by undo. */
  known: ReadonlyMap<string, Task>;
  decisions: readonly SessionDecision[];
  /** Decisions from before this session that were undone in it. */
  takenBack: number;
  /** The depth at which a decision was the newest: where a snapshot that names it stands. */
  depths: ReadonlyMap<string, Depth>;
  /** The newest decision from before this session, for undo. */
  before: LastDecision | null;
  skipped: ReadonlySet<string>;
  /** Undone here, and perhaps not yet among the server's rows again. */
  reopened: ReadonlySet<string>;
  selectedId: string | null;
  /**
   * The task the address names: where the reviewer went by their own hand. What happens by itself leaves it
   * only, since writing the address would call off a page the reviewer is on the way to.
   */
  address: string | null;
  drafts: ReadonlyMap<string, Draft>;
  problems: ReadonlyMap<string, FormProblem>;
  /** Tasks decided elsewhere, by when that was learnt (ms): they stay away until the server's list agrees. */
  lost: ReadonlyMap<string, number>;
  refusals: readonly RefusedDecision[];
  /** While set, no key decides anything: the reader has not seen this task yet. */
  replacement: Replacement | null;
  session: ReviewSession;
  /** The last thing that happened, for screen readers. */
  said: string;
};

export const untouched: Draft = {
  mode: "read",
  correction: null,
  reasonKey: null,
  comment: "",
  addExample: true,
};
/** The key of "no decision yet" among the depths. */
export const none = "none";
