import { z } from "zod";
import { PageInput } from "../platform/pagination.ts";

/** Filters of the audit log; `cursor` is the sequence number the next page starts below. */
export const ListAuditEventsInput = PageInput.extend({
  action: z.string().max(100).optional(),
  actor: z.string().max(200).optional(),
  subjectType: z.string().max(100).optional(),
  subjectId: z.string().max(100).optional(),
  chain: z.enum(["project", "organisation"]).default("project"),
});
export type ListAuditEventsInput = z.input<typeof ListAuditEventsInput>;

export const VerifyAuditInput = z.object({ chain: z.enum(["project", "organisation"]).default("project") });
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

/** The outcome of recomputing a chain. `firstBad` names the first row that does not hold. */
export type AuditVerification = {
  isIntact: boolean;
  checked: number;
  lastHash: string | null;
  firstBad: { seq: number; problem: string } | null;
  sentence: string;
};
