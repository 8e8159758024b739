import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant, projectId } from "../columns.ts";
import { projects } from "./identity.ts";

/** Requests sent with an Idempotency-Key, and their first answers: sealed, for a day. */
export const keyedRequests = pgTable(
  "keyed_requests",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    actorId: text("actor_id").notNull(),
    /** SHA-256 of the caller's key. */
    keyHash: text("key_hash").notNull(),
    /** SHA-256 of method, address and body: another body under the same key is another request. */
    requestHash: text("request_hash").notNull(),
    /** A KeptAnswer of lib/requests/schema.ts, encrypted; null while the request is being answered. */
    answer: text("answer"),
    /** The generation whose answer it is, so that a person's erasure takes it away. */
    generationId: uuid("generation_id"),
    /** Until then it is being answered; a process that ended without an answer holds it no longer. */
    lockedUntil: instant("locked_until").notNull(),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.projectId, t.actorId, t.keyHash] }),
    index().on(t.expiresAt),
    index().on(t.projectId, t.generationId),
  ],
);
