import { createHash } from "node:crypto";
import { canonicalJson } from "#platform/canonical";

/** What one link of the chain states; `at` is ISO 8601 in UTC with milliseconds. */
export type AuditRecord = {
  chainId: string;
  seq: number;
  organisationId: string;
  at: string;
  actor: { kind: string; id: string | null; name: string };
  action: string;
  subjectType: string;
  subjectId: string;
  subjectName: string;
  before: unknown;
  after: unknown;
  requestId: string;
  prevHash: string;
};

/** What the first event of a chain points back to. */
export const genesisHash = "0".repeat(64);

/** SHA-256(0x00 || RFC 8785 JSON of the record), lower-case hex: RFC 6962's leaf hash, so a tree can be built on it later. */
export function hashRecord(record: AuditRecord): string {
  return createHash("sha256").update(Buffer.of(0)).update(canonicalJson(record)).digest("hex");
}

/** The first link that does not hold, or null; `expectedPrev` and `expectedSeq` carry over between batches. */
export type BrokenLink = { seq: number; problem: string };
type Link = AuditRecord & { hash: string };

/** Checks links in order from a known point. Returns the first broken one, or where the next batch starts. */
export function checkLinks(
  links: Link[],
  from: { seq: number; prevHash: string },
): { broken: BrokenLink } | { broken: null; next: { seq: number; prevHash: string } } {
  let { seq, prevHash } = from;
  for (const { hash, ...record } of links) {
    if (record.seq !== seq)
      return { broken: { seq, problem: `Event ${seq} is missing; the next one found is ${record.seq}.` } };
    if (record.prevHash !== prevHash)
      return { broken: { seq, problem: `Event ${seq} does not point to the hash of the event before it.` } };
    if (hashRecord(record) !== hash)
      return {
        broken: {
          seq,
          problem: `Event ${seq} (${record.action}) was changed after it was written: its hash does not match its content.`,
        },
      };
    seq += 1;
    prevHash = hash;
  }
  return { broken: null, next: { seq, prevHash } };
}
