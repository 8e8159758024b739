import { sql } from "drizzle-orm";
import {
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
import { createdAt, id, instant, projectId, vector, versionColumns } from "../columns.ts";
import { projects } from "./identity.ts";

export const routes = pgTable(
  "routes",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    currentVersion: integer("current_version").notNull(),
    archivedAt: instant("archived_at"),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.projectId, t.id), unique().on(t.projectId, t.name)],
);

export const routeVersions = pgTable(
  "route_versions",
  {
    ...versionColumns(),
    routeId: uuid("route_id").notNull(),
    /** RouteDefinition of lib/routes/schema.ts. */
    definition: jsonb("definition").$type<unknown>().notNull(),
    /** When checks showed that its semantic cache gives too many wrong answers; null while it may give any. */
    semanticOffAt: instant("semantic_off_at"),
    /** Since when checks of it count; null for from its beginning. */
    semanticSince: instant("semantic_since"),
  },
  (t) => [
    unique().on(t.projectId, t.routeId, t.number),
    foreignKey({
      columns: [t.projectId, t.routeId],
      foreignColumns: [routes.projectId, routes.id],
    }).onDelete("cascade"),
  ],
);

/** Answers of routes that are given again; only texts in which no policy found anything to take out. */
export const cachedAnswers = pgTable(
  "cached_answers",
  {
    projectId: projectId(),
    /** SHA-256 over everything of a call that decides its answer. */
    key: text("key").notNull(),
    routeId: uuid("route_id").notNull(),
    /** CachedAnswer of lib/routes/schema.ts. */
    answer: jsonb("answer").$type<unknown>().notNull(),
    /** The last user message of the call that made it; null for what an older version kept. */
    question: text("question"),
    promptId: uuid("prompt_id"),
    promptVersionId: uuid("prompt_version_id"),
    /** What that call said beside, as its generation keeps it: what policies take out is out. */
    metadata: jsonb("metadata").$type<Record<string, unknown>>(),
    /** Keyed hash of that call's end user, see endUserHash in lib/governance; never read out. */
    endUserHash: text("end_user_hash"),
    /** SHA-256 over everything that decides the answer beside the words of the question; null where these must be the same. */
    scopeKey: text("scope_key"),
    /** Of the question, by the model named. */
    embedding: vector("embedding"),
    embeddingModel: text("embedding_model"),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    /** A pinned answer is given until somebody takes the pin off, whatever its time. */
    pinnedAt: instant("pinned_at"),
    pinnedBy: uuid("pinned_by"),
    pinnedByName: text("pinned_by_name"),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.key] }),
    index().on(t.projectId, t.routeId, t.expiresAt),
    index("cached_answers_by_generation").on(t.projectId, sql`(${t.answer} ->> 'generationId')`),
    index()
      .on(t.projectId, t.scopeKey)
      .where(sql`${t.scopeKey} is not null`),
    foreignKey({
      columns: [t.projectId, t.routeId],
      foreignColumns: [routes.projectId, routes.id],
    }).onDelete("cascade"),
  ],
);

/** Which call is asking for an answer that others wait for. A lease that nobody renews ends, so that a crash holds nobody up. */
export const answerLeases = pgTable(
  "answer_leases",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    /** Of cached_answers. */
    key: text("key").notNull(),
    /** The generation that is being made. */
    holder: uuid("holder").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.key] })],
);

/** Answers that a semantic cache had, held against what the model said when it was asked all the same. */
export const cacheChecks = pgTable(
  "cache_checks",
  {
    id: id(),
    projectId: projectId(),
    routeId: uuid("route_id").notNull(),
    routeVersion: integer("route_version").notNull(),
    createdAt: createdAt(),
    /** Whether the answer would have been given (sure), or only stood near (grey). */
    zone: text("zone").$type<"sure" | "grey">().notNull(),
    /** Of the two questions. */
    cosine: doublePrecision("cosine").notNull(),
    verdict: text("verdict").$type<"same" | "different" | "unjudged">().notNull(),
    reason: text("reason").notNull(),
    /** The call that asked the model, and the one whose answer the cache had. */
    generationId: uuid("generation_id").notNull(),
    cachedFromId: uuid("cached_from_id").notNull(),
  },
  (t) => [
    index().on(t.projectId, t.routeId, t.routeVersion, t.createdAt),
    foreignKey({
      columns: [t.projectId, t.routeId],
      foreignColumns: [routes.projectId, routes.id],
    }).onDelete("cascade"),
  ],
);
