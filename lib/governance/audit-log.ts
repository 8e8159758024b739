import { and, asc, desc, eq, gte, ilike, lt, type SQL, sql } from "drizzle-orm";
import { escapeLike } from "#db";
import { auditEvents } from "#db/schema/audit";
import { type Context, inOrganisation, requirePermission } from "#lib/identity";
import { numberOfCursor, type Page, toPage } from "#platform/pagination";
import { auditPublicKey } from "./checkpoint-note.ts";
import type { AuditCheck } from "./cross-check.ts";
import { rolesCheck } from "./role-check.ts";
import {
  type AuditEvent,
  type AuditVerification,
  ListAuditActionsInput,
  ListAuditEventsInput,
  VerifyAuditInput,
} from "./schema.ts";
import { verifyStored } from "./verify-stored.ts";

const dayMs = 86_400_000;

/** The audit log, newest first. Needs audit.read. */
export async function listAuditEvents(ctx: Context, input: ListAuditEventsInput): Promise<Page<AuditEvent>> {
  const { limit, cursor, ...filters } = ListAuditEventsInput.parse(input);
  const after = numberOfCursor(cursor);
  requireOf(ctx, "audit.read", filters.chain);
  const rows = await ctx.db
    .select()
    .from(auditEvents)
    .where(and(matching(ctx, filters), after === undefined ? undefined : lt(auditEvents.seq, after)))
    .orderBy(desc(auditEvents.seq))
    .limit(limit + 1);
  return toPage(rows.map(presentEvent), limit, (event) => String(event.seq));
}

/** The rows that a filter keeps; a bare day means its beginning as `from` and its end as `to`, in UTC. */
export function matching(
  ctx: Context,
  { chain, action, actor, subjectType, subjectId, from, to }: Omit<ListAuditEventsInput, "limit" | "cursor">,
): SQL | undefined {
  return and(
    eq(auditEvents.chainId, chainIdOf(ctx, chain)),
    action ? eq(auditEvents.action, action) : undefined,
    actor ? ilike(sql`${auditEvents.actor}->>'name'`, `%${escapeLike(actor)}%`) : undefined,
    subjectType ? eq(auditEvents.subjectType, subjectType) : undefined,
    subjectId ? eq(auditEvents.subjectId, subjectId) : undefined,
    from ? gte(auditEvents.at, new Date(from)) : undefined,
    to ? lt(auditEvents.at, new Date(new Date(to).getTime() + (to.includes("T") ? 0 : dayMs))) : undefined,
  );
}

/** Every kind of act in a chain, for the filter. Needs audit.read. */
export async function listAuditActions(ctx: Context, input: ListAuditActionsInput = {}): Promise<string[]> {
  const { chain } = ListAuditActionsInput.parse(input);
  requireOf(ctx, "audit.read", chain);
  const rows = await ctx.db
    .selectDistinct({ action: auditEvents.action })
    .from(auditEvents)
    .where(eq(auditEvents.chainId, chainIdOf(ctx, chain)))
    .orderBy(asc(auditEvents.action));
  return rows.map((row) => row.action);
}

/**
 * Recomputes the whole chain, and compares the rows that its events name: the project's by `checks`, the organisation's
 * roles; see `verifyStored`. Needs audit.verify.
 */
export async function verifyAudit(
  ctx: Context,
  input: VerifyAuditInput,
  checks: readonly AuditCheck[] = [],
): Promise<AuditVerification> {
  const { chain } = VerifyAuditInput.parse(input);
  requireOf(ctx, "audit.verify", chain);
  return verifyStored(ctx, chainIdOf(ctx, chain), chain === "project" ? checks : [rolesCheck]);
}

/** The key (base64) with which anybody can verify checkpoints. Needs audit.read. */
export async function getAuditKey(ctx: Context): Promise<{ publicKey: string }> {
  requirePermission(ctx, "audit.read");
  return { publicKey: auditPublicKey() };
}

/** The organisation's chain is read by the role there: what somebody is in one project opens that project's only. */
export function requireOf(
  ctx: Context,
  permission: "audit.read" | "audit.verify",
  chain: "project" | "organisation",
): void {
  requirePermission(chain === "organisation" ? inOrganisation(ctx) : ctx, permission);
}

/** The id of the project's chain, or of its organisation's. */
export function chainIdOf(ctx: Context, chain: "project" | "organisation" | undefined): string {
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
