import { and, asc, eq, gt } from "drizzle-orm";
import type { Database } from "#db";
import { auditEvents } from "#db/schema/audit";
import type { Link } from "./verify-chain.ts";

const batchSize = 1_000;

/** A chain's events after a number, oldest first, in batches as the chain's arithmetic takes them. */
export async function* readChain(db: Database, chainId: string, after = 0): AsyncGenerator<Link[]> {
  for (let last = after; ;) {
    const rows = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, chainId), gt(auditEvents.seq, last)))
      .orderBy(asc(auditEvents.seq))
      .limit(batchSize);
    yield rows.map((row) => ({ ...row, at: row.at.toISOString() }));
    if (rows.length < batchSize) return;
    last = rows.at(-1)?.seq ?? last;
  }
}
