import { z } from "zod";
import { PageInput } from "#platform/pagination";

export { PersonInput } from "./people/schema.ts";
export type { Erasure } from "./people/schema.ts";
export { PreviewRetentionInput, SetRetentionInput } from "./retention/schema.ts";
export type { Retention } from "./retention/schema.ts";

const Chain = z.enum(["project", "organisation"]).default("project");
/** A day (its beginning, or its end where it closes a span) or an instant with its zone. */
const howMoments = "Write a day (2026-11-27) or an instant with its zone (2026-11-27T10:00:00Z).";
const Moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: howMoments })
  // The year 0 is one in ISO 8601 and none in PostgreSQL.
  .refine((text) => !text.startsWith("0000"), howMoments);

const AuditFilters = z.object({
  chain: Chain,
  action: z.string().max(100).optional(),
  actor: z.string().max(200).optional(),
  subjectType: z.string().max(100).optional(),
  subjectId: z.string().max(100).optional(),
  /** From this day or instant on. */
  from: Moment.optional(),
  /** To the end of this day, or up to this instant, which is not included. */
  to: Moment.optional(),
});

/** Filters of the audit log; `cursor` is the sequence number the next page starts below. */
export const ListAuditEventsInput = PageInput.extend(AuditFilters.shape);
export type ListAuditEventsInput = z.input<typeof ListAuditEventsInput>;

export const ExportAuditInput = AuditFilters.extend({ format: z.enum(["jsonl", "csv"]).default("jsonl") });
export type ExportAuditInput = z.input<typeof ExportAuditInput>;

export const ListAuditActionsInput = z.object({ chain: Chain });
export type ListAuditActionsInput = z.input<typeof ListAuditActionsInput>;

export const VerifyAuditInput = z.object({ chain: Chain });
export type VerifyAuditInput = z.input<typeof VerifyAuditInput>;

/** One entry as people read it. */
export type AuditEvent = {
  seq: number;
  at: Date;
  actor: { kind: string; id: string | null; name: string };
  action: string;
  subjectType: string;
  subjectId: string;
  subjectName: string;
  before: unknown;
  after: unknown;
  requestId: string;
  hash: string;
};

/**
 * The outcome of recomputing a chain. `firstBad` names the first event that does not hold, `problems` everything that was
 * found, `checkpoint` the newest signed one that agrees; `isInFile` says that this machine keeps a copy outside the database.
 */
export type AuditVerification = {
  isIntact: boolean;
  checked: number;
  lastHash: string | null;
  firstBad: { seq: number; problem: string } | null;
  problems: string[];
  checkpoint: { size: number; root: string; at: Date; isInFile: boolean } | null;
  sentence: string;
};
