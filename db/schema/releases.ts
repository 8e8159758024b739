import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { createdAt, id, instant, projectId } from "../columns.ts";
import { projects } from "./identity.ts";
import { promptVersions } from "./prompts.ts";

/** A label with rules. */
export const environments = pgTable(
  "environments",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    /** The label it guards. */
    name: text("name").notNull(),
    position: integer("position").notNull(),
    /** Gate of lib/releases/gate/schema.ts: the list of conditions. */
    gate: jsonb("gate").$type<unknown>().notNull(),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [unique().on(t.projectId, t.id), unique().on(t.projectId, t.name)],
);

export const promotions = pgTable(
  "promotions",
  {
    id: id(),
    projectId: projectId(),
    number: integer("number").notNull(),
    kind: text("kind").$type<"promotion" | "rollback">().notNull(),
    promptId: uuid("prompt_id").notNull(),
    /** As it was called then; the log of releases does not change when a prompt is moved. */
    promptPath: text("prompt_path").notNull(),
    environmentId: uuid("environment_id").notNull(),
    environmentName: text("environment_name").notNull(),
    fromVersionId: uuid("from_version_id"),
    fromVersionNumber: integer("from_version_number"),
    toVersionId: uuid("to_version_id").notNull(),
    toVersionNumber: integer("to_version_number").notNull(),
    /** NamedTarget of lib/routes: the model or route that is called instead of the version's own model, before and after. Null: the version's. */
    fromModel: jsonb("from_model").$type<unknown>(),
    toModel: jsonb("to_model").$type<unknown>(),
    status: text("status").$type<"open" | "promoted" | "withdrawn" | "rejected">().notNull(),
    reason: text("reason").notNull().default(""),
    /** The comparison that argues for it: baseline and candidate run. */
    baselineRunId: uuid("baseline_run_id"),
    candidateRunId: uuid("candidate_run_id"),
    /** The gate's conditions with their evidence as they stood when it was promoted, and their hash. */
    evidence: jsonb("evidence").$type<unknown>(),
    evidenceHash: text("evidence_hash"),
    requestedBy: uuid("requested_by"),
    requestedByName: text("requested_by_name").notNull(),
    closedByName: text("closed_by_name"),
    isDemo: boolean("is_demo").notNull().default(false),
    createdAt: createdAt(),
    closedAt: instant("closed_at"),
  },
  (t) => [
    unique().on(t.projectId, t.id),
    unique().on(t.projectId, t.number),
    // One open request per prompt and environment: the second is told to wait or withdraw the first.
    uniqueIndex("promotions_one_open")
      .on(t.projectId, t.promptId, t.environmentId)
      .where(sql`status = 'open'`),
    foreignKey({
      columns: [t.projectId, t.environmentId],
      foreignColumns: [environments.projectId, environments.id],
    }),
    foreignKey({
      columns: [t.projectId, t.promptId, t.toVersionId],
      foreignColumns: [promptVersions.projectId, promptVersions.promptId, promptVersions.id],
    }),
    index().on(t.projectId, t.promptId, t.createdAt),
  ],
);

export const approvals = pgTable(
  "approvals",
  {
    id: id(),
    projectId: projectId(),
    promotionId: uuid("promotion_id").notNull(),
    userId: uuid("user_id").notNull(),
    userName: text("user_name").notNull(),
    /** The role it was given in: a later change of role does not change what counted. */
    userRole: text("user_role").notNull(),
    verdict: text("verdict").$type<"approve" | "reject">().notNull(),
    comment: text("comment").notNull().default(""),
    createdAt: createdAt(),
  },
  (t) => [
    unique().on(t.projectId, t.promotionId, t.userId),
    foreignKey({
      columns: [t.projectId, t.promotionId],
      foreignColumns: [promotions.projectId, promotions.id],
    }).onDelete("cascade"),
  ],
);
