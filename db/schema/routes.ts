import {
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
import { createdAt, id, instant, projectId, versionColumns } from "../columns.ts";
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
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.key] }),
    index().on(t.projectId, t.routeId, t.expiresAt),
    foreignKey({
      columns: [t.projectId, t.routeId],
      foreignColumns: [routes.projectId, routes.id],
    }).onDelete("cascade"),
  ],
);
