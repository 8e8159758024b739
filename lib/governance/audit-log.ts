import { and, asc, desc, eq, gt, ilike, lt, sql } from "drizzle-orm";
import { auditEvents } from "#db/schema";
import { checkLinks, genesisHash } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { type Page, toPage } from "#platform/pagination";
import { type AuditEvent, type AuditVerification, ListAuditEventsInput, VerifyAuditInput } from "./schema.ts";

const batchSize = 1_000;

/** The audit log, newest first. Needs audit.read. */
export async function listAuditEvents(ctx: Context, input: ListAuditEventsInput): Promise<Page<AuditEvent>> {
  requirePermission(ctx, "audit.read");
  const { limit, cursor, action, actor, subjectType, subjectId, chain } = ListAuditEventsInput.parse(input);
  const rows = await ctx.db
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.chainId, chainIdOf(ctx, chain)),
        cursor ? lt(auditEvents.seq, Number(cursor) || 0) : undefined,
        action ? eq(auditEvents.action, action) : undefined,
        actor ? ilike(sql`${auditEvents.actor}->>'name'`, `%${actor}%`) : undefined,
        subjectType ? eq(auditEvents.subjectType, subjectType) : undefined,
        subjectId ? eq(auditEvents.subjectId, subjectId) : undefined,
      ),
    )
    .orderBy(desc(auditEvents.seq))
    .limit(limit + 1);
  return toPage(rows.map(presentEvent), limit, (event) => String(event.seq));
}

/** Every kind of act in the chain, for the filter. Needs audit.read. */
export async function listAuditActions(ctx: Context): Promise<string[]> {
  requirePermission(ctx, "audit.read");
  const rows = await ctx.db
    .selectDistinct({ action: auditEvents.action })
    .from(auditEvents)
    .where(eq(auditEvents.chainId, chainIdOf(ctx, "project")))
    .orderBy(asc(auditEvents.action));
  return rows.map((row) => row.action);
}

/**
 * Recomputes the whole chain: hashes, links, gaps. Reads in batches, so memory stays flat. Needs audit.verify.
 * A chain alone cannot show that its end was cut off; the last hash is returned to be kept elsewhere.
 */
export async function verifyAudit(ctx: Context, input: VerifyAuditInput): Promise<AuditVerification> {
  requirePermission(ctx, "audit.verify");
  const chainId = chainIdOf(ctx, VerifyAuditInput.parse(input).chain);
  let from = { seq: 1, prevHash: genesisHash };
  for (;;) {
    const rows = await ctx.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, chainId), gt(auditEvents.seq, from.seq - 1)))
      .orderBy(asc(auditEvents.seq))
      .limit(batchSize);
    const result = checkLinks(
      rows.map((row) => ({ ...row, at: row.at.toISOString() })),
      from,
    );
    if (result.broken) return broken(result.broken.seq - 1, result.broken);
    from = result.next;
    if (rows.length < batchSize) return intact(from.seq - 1, from.prevHash);
  }
}

function intact(checked: number, lastHash: string): AuditVerification {
  const sentence =
    checked === 0
      ? "The chain is empty."
      : `All ${checked} events hold: every hash matches its content and points to the one before.`;
  return { isIntact: true, checked, lastHash: checked === 0 ? null : lastHash, firstBad: null, sentence };
}

function broken(checked: number, firstBad: { seq: number; problem: string }): AuditVerification {
  return {
    isIntact: false,
    checked,
    lastHash: null,
    firstBad,
    sentence: `The chain is broken at event ${firstBad.seq}. ${firstBad.problem}`,
  };
}

function chainIdOf(ctx: Context, chain: "project" | "organisation"): string {
  return chain === "organisation" ? ctx.organisationId : ctx.project;
}

function presentEvent({
  chainId: _chain,
  organisationId: _organisation,
  prevHash: _prev,
  ...event
}: typeof auditEvents.$inferSelect): AuditEvent {
  return event;
}
