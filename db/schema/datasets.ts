import { sql } from "drizzle-orm";
import {
  boolean,
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

export const datasets = pgTable(
  "datasets",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    isDemo: boolean("is_demo").notNull().default(false),
    /** A gate names it: releases says so here, since a lower room does not know gates. */
    isGated: boolean("is_gated").notNull().default(false),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.projectId, t.id), unique().on(t.projectId, t.name)],
);

export const datasetVersions = pgTable(
  "dataset_versions",
  {
    id: id(),
    projectId: projectId(),
    datasetId: uuid("dataset_id").notNull(),
    number: integer("number").notNull(),
    /** SHA-256 over the ordered example hashes. */
    contentHash: text("content_hash").notNull(),
    message: text("message").notNull(),
    exampleCount: integer("example_count").notNull(),
    createdBy: uuid("created_by"),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    unique().on(t.projectId, t.datasetId, t.number),
    foreignKey({
      columns: [t.projectId, t.datasetId],
      foreignColumns: [datasets.projectId, datasets.id],
    }).onDelete("cascade"),
  ],
);

export const examples = pgTable(
  "examples",
  {
    id: id(),
    projectId: projectId(),
    datasetId: uuid("dataset_id").notNull(),
    /** SHA-256 over canonical {inputs, reference, metadata}. */
    contentHash: text("content_hash").notNull(),
    inputs: jsonb("inputs").$type<Record<string, unknown>>().notNull(),
    reference: jsonb("reference").$type<unknown>(),
    metadata: jsonb("metadata").$type<Record<string, unknown>>().notNull(),
    /** Provenance of lib/datasets/examples/schema.ts: import, generation, correction, hand. */
    provenance: jsonb("provenance")
      .$type<{ kind: string; decisionId?: string; generationId?: string; [key: string]: unknown }>()
      .notNull(),
    /** That of the call it was made of, so that whose text this is stays known when the call is gone. */
    endUserHash: text("end_user_hash"),
    createdAt: createdAt(),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    index()
      .on(t.projectId, t.endUserHash)
      .where(sql`${t.endUserHash} is not null`),
    unique().on(t.projectId, t.datasetId, t.contentHash),
    foreignKey({
      columns: [t.projectId, t.datasetId],
      foreignColumns: [datasets.projectId, datasets.id],
    }).onDelete("cascade"),
  ],
);

export const datasetVersionExamples = pgTable(
  "dataset_version_examples",
  {
    projectId: projectId(),
    datasetVersionId: uuid("dataset_version_id").notNull(),
    position: integer("position").notNull(),
    exampleId: uuid("example_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.datasetVersionId, t.position] }),
    index().on(t.projectId, t.exampleId),
    foreignKey({
      columns: [t.projectId, t.datasetVersionId],
      foreignColumns: [datasetVersions.projectId, datasetVersions.id],
    }).onDelete("cascade"),
    foreignKey({ columns: [t.projectId, t.exampleId], foreignColumns: [examples.projectId, examples.id] }),
  ],
);
