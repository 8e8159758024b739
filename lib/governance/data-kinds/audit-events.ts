import { and, asc, eq, sql } from "drizzle-orm";
import type { Database } from "#db";
import { auditEvents } from "#db/schema/audit";
import { holdData } from "./registry.ts";

/** What a chain says that a person did, oldest first. */
export async function eventsOf(
  db: Database,
  chainId: string,
  userId: string,
): Promise<Record<string, unknown>[]> {
  return db
    .select({
      seq: auditEvents.seq,
      at: auditEvents.at,
      action: auditEvents.action,
      subjectType: auditEvents.subjectType,
      subjectName: auditEvents.subjectName,
    })
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, chainId), eq(sql`${auditEvents.actor}->>'id'`, userId)))
    .orderBy(asc(auditEvents.seq));
}

// Nothing removes or changes an event: the chain would not hold, and it is what the law asks to be kept.
holdData("governance", [
  {
    name: "governance.events",
    label: "Audit log",
    exportOf: async (ctx, person) =>
      person.kind === "member" ? eventsOf(ctx.db, ctx.project, person.id) : [],
  },
]);

// Accounts, roles and keys are the organisation's; exports and erasures of people ask identity for them by name.
holdData("identity", []);
