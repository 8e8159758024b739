import { desc, eq } from "drizzle-orm";
import { afterCommit, type Database, acquireLock } from "#db";
import { auditEvents } from "#db/schema/audit";
import type { Clock } from "#platform/clock";
import { once } from "#platform/runtime";
import { type AuditRecord, genesisHash, hashRecord } from "./chain.ts";

/** The parts of a context the chain needs; identity's Context has them all. */
export type AuditContext = {
  db: Database;
  actor: { kind: string; id: string | null; name: string };
  organisationId: string;
  project: string;
  clock: Clock;
  requestId: string;
};

/** One act as its verb tells it: what was done to what, and how it was before and after. */
export type AuditInput = {
  /** `noun.verb` */
  action: string;
  subject: { type: string; id: string; name: string };
  before?: unknown;
  after?: unknown;
  /** Organisation-wide acts (members, projects) go to the organisation's own chain. */
  chain?: "project" | "organisation";
};

/**
 * Appends one event to the hash chain, inside the caller's transaction, so that an act and its record
 * stand or fall together. An advisory lock per chain keeps two writers from taking the same number.
 */
export async function appendAudit(
  tx: AuditContext,
  input: AuditInput,
): Promise<AuditRecord & { hash: string }> {
  const chainId = input.chain === "organisation" ? tx.organisationId : tx.project;
  await acquireLock(tx.db, "audit", chainId);
  const [last] = await tx.db
    .select({ seq: auditEvents.seq, hash: auditEvents.hash })
    .from(auditEvents)
    .where(eq(auditEvents.chainId, chainId))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  const at = tx.clock.now();
  const record: AuditRecord = {
    chainId,
    seq: (last?.seq ?? 0) + 1,
    organisationId: tx.organisationId,
    at: at.toISOString(),
    actor: { kind: tx.actor.kind, id: tx.actor.id, name: tx.actor.name },
    action: input.action,
    subjectType: input.subject.type,
    subjectId: input.subject.id,
    subjectName: input.subject.name,
    before: asStored(input.before),
    after: asStored(input.after),
    requestId: tx.requestId,
    prevHash: last?.hash ?? genesisHash,
  };
  const hash = hashRecord(record);
  await tx.db.insert(auditEvents).values({ ...record, at, hash });
  afterCommit(tx, () => appended().forEach((listener) => listener(chainId)));
  return { ...record, hash };
}

const appended = () => once("audit.appended", () => new Set<(chainId: string) => void>());

/** Calls back with the chain's id after every commit that appended to it in this process; returns a function that unsubscribes. */
export function onAppended(listener: (chainId: string) => void): () => void {
  appended().add(listener);
  return () => void appended().delete(listener);
}

/** What JSON keeps of a value, so that the hash made now equals the one made from the database later. */
function asStored(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
