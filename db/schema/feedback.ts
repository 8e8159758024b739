import { sql } from "drizzle-orm";
import {
  boolean,
  doublePrecision,
  foreignKey,
  index,
  jsonb,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, projectId } from "../columns.ts";
import { projects } from "./identity.ts";

export const feedback = pgTable(
  "feedback",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    generationId: uuid("generation_id").notNull(),
    promptId: uuid("prompt_id"),
    promptVersionId: uuid("prompt_version_id"),
    /** Path and number of that version, kept so that lists need no other room. */
    promptPath: text("prompt_path"),
    promptVersionNumber: integer("prompt_version_number"),
    /** Label and source of the call as they were; null where the call is not kept. */
    environment: text("environment"),
    source: text("source"),
    model: text("model"),
    /** The simulated connection answered: never counts as quality. */
    isSimulated: boolean("is_simulated").notNull().default(false),
    /** thumbs (0 or 1), rating (0..1) or outcome: what `score` means. */
    kind: text("kind").notNull(),
    score: doublePrecision("score"),
    comment: text("comment").notNull().default(""),
    endUser: text("end_user"),
    /** Keyed hash of it as it was sent, before a policy took anything out, see endUserHash in lib/governance. */
    endUserHash: text("end_user_hash"),
    metadata: jsonb("metadata").$type<Record<string, unknown>>().notNull(),
    isDemo: boolean("is_demo").notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    index().on(t.projectId, t.createdAt),
    index().on(t.projectId, t.generationId),
    index().on(t.projectId, t.promptVersionId),
    index()
      .on(t.projectId, t.endUserHash)
      .where(sql`${t.endUserHash} is not null`),
  ],
);

/** When feedback that retention took first spoke against a version: releases are timed by it. */
export const prunedComplaints = pgTable(
  "pruned_complaints",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    promptVersionId: uuid("prompt_version_id").notNull(),
    firstAt: instant("first_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.promptVersionId] })],
);

export const kpis = pgTable(
  "kpis",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    name: text("name").notNull(),
    /** percent, count, usd, seconds: how a value is written. */
    unit: text("unit").notNull(),
    isHigherBetter: boolean("is_higher_better").notNull().default(true),
    description: text("description").notNull().default(""),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.projectId, t.id), unique().on(t.projectId, t.key)],
);

/** One observation of a KPI, or a day's sum of many: value = sum / weight. */
export const kpiValues = pgTable(
  "kpi_values",
  {
    id: id(),
    projectId: projectId(),
    kpiId: uuid("kpi_id").notNull(),
    at: instant("at").notNull(),
    sum: doublePrecision("sum").notNull(),
    weight: integer("weight").notNull().default(1),
    promptId: uuid("prompt_id"),
    promptVersionId: uuid("prompt_version_id"),
    /** Path and number of that version, kept so that lists need no other room. */
    promptPath: text("prompt_path"),
    promptVersionNumber: integer("prompt_version_number"),
    generationId: uuid("generation_id"),
    /** Label and source of the call the value names; null for a value that names none. */
    environment: text("environment"),
    source: text("source"),
    isSimulated: boolean("is_simulated").notNull().default(false),
    isDemo: boolean("is_demo").notNull().default(false),
  },
  (t) => [
    foreignKey({ columns: [t.projectId, t.kpiId], foreignColumns: [kpis.projectId, kpis.id] }).onDelete(
      "cascade",
    ),
    index().on(t.projectId, t.kpiId, t.at),
  ],
);
