import { boolean, foreignKey, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, projectId, versionColumns } from "../columns.ts";
import { projects } from "./identity.ts";

export const policies = pgTable(
  "policies",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    isEnabled: boolean("is_enabled").notNull().default(true),
    currentVersion: integer("current_version").notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique().on(t.projectId, t.id), unique().on(t.projectId, t.name)],
);

export const policyVersions = pgTable(
  "policy_versions",
  {
    ...versionColumns(),
    policyId: uuid("policy_id").notNull(),
    /** PolicyRules of lib/guardrails/schema.ts. */
    rules: jsonb("rules").$type<unknown>().notNull(),
  },
  (t) => [
    unique().on(t.projectId, t.policyId, t.number),
    foreignKey({
      columns: [t.projectId, t.policyId],
      foreignColumns: [policies.projectId, policies.id],
    }).onDelete("cascade"),
  ],
);
