import { sql } from "drizzle-orm";
import {
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, projectId } from "../columns.ts";
import { projects } from "./identity.ts";

/** Times as ISO strings. */
export type Hold = { by: string; name: string; since: string; until: string };

export const queues = pgTable(
  "queues",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    guidelines: text("guidelines").notNull().default(""),
    /** Reviewers don't see which version made the output. */
    isBlind: boolean("is_blind").notNull().default(true),
    /** Share of tasks (0..1) that two reviewers decide independently, so that agreement can be measured. */
    secondOpinionShare: doublePrecision("second_opinion_share").notNull().default(0),
    /** Dataset that corrections go to when a task names none of its own. */
    datasetId: uuid("dataset_id"),
    isDemo: boolean("is_demo").notNull().default(false),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.projectId, t.id), unique().on(t.projectId, t.name)],
);

/** The project's reasons to reject, edited in settings. */
export const rejectReasons = pgTable(
  "reject_reasons",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    name: text("name").notNull(),
    position: integer("position").notNull(),
    /** A rejection for this reason counts as a safety failure in gates. */
    isSafety: boolean("is_safety").notNull().default(false),
    archivedAt: instant("archived_at"),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.key] })],
);

export const tasks = pgTable(
  "tasks",
  {
    id: id(),
    projectId: projectId(),
    queueId: uuid("queue_id").notNull(),
    number: integer("number").notNull(),
    title: text("title").notNull(),
    /** failed, sampled, flagged, unsure, changed: why a person should look. */
    reason: text("reason").notNull(),
    promptId: uuid("prompt_id"),
    promptVersionId: uuid("prompt_version_id"),
    /** Path and number as they were when the task was made, so that reading needs no other room. */
    promptPath: text("prompt_path"),
    promptVersionNumber: integer("prompt_version_number"),
    generationId: uuid("generation_id"),
    /** Label and source of that call as they were, so that figures need no other room; null without a known call. */
    environment: text("environment"),
    source: text("source"),
    /** The model that answered; null without a known call. */
    model: text("model"),
    /** Code of the language of the inputs, as well as it can be told from their words; null where it cannot. */
    language: text("language"),
    /** The simulated connection answered: never counts as quality. */
    isSimulated: boolean("is_simulated").notNull().default(false),
    /** The call's, so that whose text this is stays known when the call is gone. */
    endUserHash: text("end_user_hash"),
    runId: uuid("run_id"),
    caseId: uuid("case_id"),
    exampleId: uuid("example_id"),
    datasetId: uuid("dataset_id"),
    inputs: jsonb("inputs").$type<Record<string, unknown>>().notNull(),
    output: text("output").notNull(),
    reference: jsonb("reference").$type<unknown>(),
    scores: jsonb("scores").$type<unknown[]>().notNull(),
    /** differing: its opinions part and a third person is asked; left_open: the third found that the guideline does not say. */
    status: text("status").$type<"open" | "differing" | "decided" | "left_open">().notNull().default("open"),
    skippedBy: jsonb("skipped_by").$type<string[]>().notNull().default([]),
    /** How many reviewers give an opinion, and how many opinions stand. */
    decisionsNeeded: integer("decisions_needed").notNull().default(1),
    decisionCount: integer("decision_count").notNull().default(0),
    /** Who has it on screen, one entry a person: as many at once as opinions are still wanted. */
    holds: jsonb("holds").$type<Hold[]>().notNull().default([]),
    createdAt: createdAt(),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    unique().on(t.projectId, t.queueId, t.number),
    unique().on(t.projectId, t.queueId, t.caseId),
    unique().on(t.projectId, t.queueId, t.generationId),
    foreignKey({ columns: [t.projectId, t.queueId], foreignColumns: [queues.projectId, queues.id] }).onDelete(
      "cascade",
    ),
    index().on(t.projectId, t.queueId, t.status),
    index().on(t.projectId, t.promptVersionId),
    index()
      .on(t.projectId, t.endUserHash)
      .where(sql`${t.endUserHash} is not null`),
  ],
);

export const decisions = pgTable(
  "decisions",
  {
    id: id(),
    projectId: projectId(),
    taskId: uuid("task_id").notNull(),
    /** The scope of the call that is judged, as the task has it: what figures count and lists filter by. */
    promptId: uuid("prompt_id"),
    promptVersionId: uuid("prompt_version_id"),
    environment: text("environment"),
    source: text("source"),
    isSimulated: boolean("is_simulated").notNull().default(false),
    kind: text("kind").$type<"approve" | "edit" | "reject">().notNull(),
    reviewerId: uuid("reviewer_id"),
    reviewerName: text("reviewer_name").notNull(),
    /** The correction: the edited output. */
    correction: text("correction"),
    reasonKey: text("reason_key"),
    comment: text("comment").notNull().default(""),
    /** Token-level Levenshtein between output and correction, and that over the longer length (0..1). */
    editDistance: integer("edit_distance"),
    editRatio: doublePrecision("edit_ratio"),
    /** Active time from opening the task to deciding it. */
    decisionMs: integer("decision_ms").notNull(),
    /** The example the correction became, when it did. */
    exampleId: uuid("example_id"),
    /** The version of the dataset that came to be with that example. */
    datasetVersionId: uuid("dataset_version_id"),
    /** An opinion is one reviewer's own; an adjudication settles opinions that differ. */
    role: text("role").$type<"opinion" | "adjudication">().notNull().default("opinion"),
    /** What its task comes to: one decision of a settled task, and the only one that figures count. */
    isOutcome: boolean("is_outcome").notNull().default(true),
    /** Whether the correction is in its dataset; proposed: it waits for a second person. Null where it was not to become an example. */
    correctionStatus: text("correction_status").$type<"proposed" | "joined" | "declined">(),
    /** The second person who let it in or declined it. */
    confirmedBy: uuid("confirmed_by"),
    confirmedByName: text("confirmed_by_name"),
    confirmedAt: instant("confirmed_at"),
    /** Made by the sender; sent again with it, a decision is not made twice. */
    requestKey: uuid("request_key"),
    undoneAt: instant("undone_at"),
    createdAt: createdAt(),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    foreignKey({ columns: [t.projectId, t.taskId], foreignColumns: [tasks.projectId, tasks.id] }).onDelete(
      "cascade",
    ),
    index().on(t.projectId, t.taskId),
    index().on(t.projectId, t.createdAt),
    index().on(t.projectId, t.reviewerId, t.createdAt),
    unique().on(t.projectId, t.taskId, t.reviewerId, t.requestKey),
    index().on(t.projectId, t.correctionStatus),
  ],
);

/** How a third person settled a task whose opinions differ. */
export const adjudications = pgTable(
  "adjudications",
  {
    id: id(),
    projectId: projectId(),
    taskId: uuid("task_id").notNull(),
    verdict: text("verdict").$type<"as_a" | "as_b" | "edit" | "left_open">().notNull(),
    /** The opinions in the order they were shown in, which says nothing of who came first. */
    opinionAId: uuid("opinion_a_id").notNull(),
    opinionBId: uuid("opinion_b_id").notNull(),
    /** The decision it made; null where the guideline leaves it open. */
    decisionId: uuid("decision_id"),
    reason: text("reason").notNull(),
    adjudicatorId: uuid("adjudicator_id").notNull(),
    adjudicatorName: text("adjudicator_name").notNull(),
    decisionMs: integer("decision_ms").notNull(),
    requestKey: uuid("request_key"),
    undoneAt: instant("undone_at"),
    createdAt: createdAt(),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    unique().on(t.projectId, t.taskId, t.adjudicatorId, t.requestKey),
    foreignKey({ columns: [t.projectId, t.taskId], foreignColumns: [tasks.projectId, tasks.id] }).onDelete(
      "cascade",
    ),
    index().on(t.projectId, t.taskId),
  ],
);

/** When a decision that retention took first asked for something else than a version said: releases are timed by it. */
export const prunedCorrections = pgTable(
  "pruned_corrections",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    promptVersionId: uuid("prompt_version_id").notNull(),
    firstAt: instant("first_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.promptVersionId] })],
);
