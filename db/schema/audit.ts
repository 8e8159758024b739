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

/**
 * Signed statements about a chain: "its first `size` events have this RFC 6962 root". The same notes stand in files of
 * the data folder, so that whoever changes these tables changes only one of two copies.
 */
export const auditCheckpoints = pgTable(
  "audit_checkpoints",
  {
    chainId: uuid("chain_id").notNull(),
    /** How many events it covers: 1 to the newest. */
    size: bigint("size", { mode: "number" }).notNull(),
    at: instant("at").notNull(),
    /** C2SP signed note over a tlog checkpoint: what was signed, and the signature. */
    note: text("note").notNull(),
    /** Hashes of the full subtrees, left to right; they fold to the signed root, and let the next events be added without reading the old ones. */
    frontier: jsonb("frontier").$type<string[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.chainId, t.size] })],
);
