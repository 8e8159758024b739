import {
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, projectId } from "../columns.ts";
import { projects } from "./identity.ts";

/** Sums of many small amounts: exact, so that a limit of ten cents holds ten cents. */
const sum = (name: string) => numeric(name, { mode: "number" }).notNull();

/** Limits on what calls use, see Budget in lib/budgets/schema.ts. */
export const budgets = pgTable(
  "budgets",
  {
    id: id(),
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    per: text("per").$type<"project" | "api_key" | "user" | "route" | "metadata">().notNull(),
    metadataKey: text("metadata_key"),
    /** The only key, user, route or value it holds for; null where each is counted by itself. */
    only: text("only"),
    measure: text("measure").$type<"requests" | "tokens" | "usd" | "grams">().notNull(),
    amount: sum("amount"),
    period: text("period").$type<"minute" | "day" | "month">().notNull(),
    isHard: boolean("is_hard").notNull(),
    alertShare: doublePrecision("alert_share").notNull(),
    refusesUnknown: boolean("refuses_unknown").notNull().default(false),
    createdBy: uuid("created_by"),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
    changedBy: uuid("changed_by"),
    changedByName: text("changed_by_name").notNull(),
    changedAt: instant("changed_at").notNull(),
  },
  (t) => [unique().on(t.projectId, t.id), unique().on(t.projectId, t.name)],
);

/** What was used of a limit in one period, by one subject: the row that calls of all processes count on. */
export const budgetUses = pgTable(
  "budget_uses",
  {
    projectId: projectId(),
    budgetId: uuid("budget_id").notNull(),
    /** Empty for the project, an id, a metadata value, or the keyed hash of an end user's key. */
    subject: text("subject").notNull(),
    periodStart: instant("period_start").notNull(),
    used: sum("used").default(0),
    /** Held for calls in progress. */
    reserved: sum("reserved").default(0),
    refused: integer("refused").notNull().default(0),
    /** Calls of which nobody knows what they used, and that are missing from `used`. */
    unknown: integer("unknown").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.budgetId, t.subject, t.periodStart] }),
    foreignKey({
      columns: [t.projectId, t.budgetId],
      foreignColumns: [budgets.projectId, budgets.id],
    }).onDelete("cascade"),
  ],
);

/** What a call in progress holds of a limit. Its process settles it when the call ends; what a crash left is settled by anybody after `expiresAt`. */
export const budgetReservations = pgTable(
  "budget_reservations",
  {
    projectId: projectId(),
    /** The generation's id. */
    callId: uuid("call_id").notNull(),
    budgetId: uuid("budget_id").notNull(),
    subject: text("subject").notNull(),
    periodStart: instant("period_start").notNull(),
    measure: text("measure").$type<"tokens" | "usd" | "grams">().notNull(),
    amount: sum("amount"),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.callId, t.budgetId] }),
    index().on(t.projectId, t.expiresAt),
    foreignKey({
      columns: [t.projectId, t.budgetId],
      foreignColumns: [budgets.projectId, budgets.id],
    }).onDelete("cascade"),
  ],
);

/** That a limit came near its end, once for each subject and period. */
export const budgetAlerts = pgTable(
  "budget_alerts",
  {
    projectId: projectId(),
    budgetId: uuid("budget_id").notNull(),
    subject: text("subject").notNull(),
    /** Of minutes the hour, so that a limit a minute says it once an hour. */
    periodStart: instant("period_start").notNull(),
    kind: text("kind").$type<"near" | "reached">().notNull(),
    used: sum("used"),
    amount: sum("amount"),
    at: instant("at").notNull(),
  },
  (t) => [
    // A limit that was raised comes near its end again.
    primaryKey({ columns: [t.projectId, t.budgetId, t.subject, t.periodStart, t.kind, t.amount] }),
    index().on(t.projectId, t.at),
    foreignKey({
      columns: [t.projectId, t.budgetId],
      foreignColumns: [budgets.projectId, budgets.id],
    }).onDelete("cascade"),
  ],
);
