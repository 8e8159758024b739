import { bigint, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "../columns.ts";

/** One hash chain per project, and one per organisation for what is not in a project; `chainId` is its id. */
export const auditEvents = pgTable(
  "audit_events",
  {
    chainId: uuid("chain_id").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    organisationId: uuid("organisation_id").notNull(),
    at: instant("at").notNull(),
    actor: jsonb("actor").$type<{ kind: string; id: string | null; name: string }>().notNull(),
    action: text("action").notNull(),
    subjectType: text("subject_type").notNull(),
    subjectId: text("subject_id").notNull(),
    subjectName: text("subject_name").notNull(),
    before: jsonb("before").$type<unknown>(),
    after: jsonb("after").$type<unknown>(),
    requestId: text("request_id").notNull(),
    prevHash: text("prev_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.chainId, t.seq] }),
    index().on(t.chainId, t.subjectType, t.subjectId),
    index().on(t.chainId, t.action),
  ],
);
