import { asc, eq } from "drizzle-orm";
import { type Database, inTransaction } from "#db";
import { members, organisations, users } from "#db/schema/identity";
import { appendAudit, type AuditContext } from "#lib/audit";
import { type Clock, systemClock } from "#platform/clock";
import { newId } from "#platform/ids";

/** What happened at the door: somebody came in, was refused, or left. `method` is password, demo, github, oidc, email. */
export type SignInEvent =
  | { action: "session.start" | "session.end"; userId: string; method?: string }
  | { action: "session.refuse"; email: string; method: string; reason: string };

/** Who acts where there is no project: what the audit chain needs of a context. */
type PersonContext = Omit<AuditContext, "organisationId" | "project">;

/** The context of a person, or of nobody in particular (id null), outside of any project. */
export function personActor(
  db: Database,
  actor: { id: string | null; name: string },
  clock: Clock,
): PersonContext {
  return { db, actor: { kind: actor.id ? "user" : "anonymous", ...actor }, clock, requestId: newId() };
}

/** Writes an act on a person's account into the chain of each organisation they belong to; `tx` is a transaction. */
export async function auditPerson(
  { db, actor, clock, requestId }: PersonContext,
  userId: string,
  { action, after }: { action: string; after?: unknown },
): Promise<void> {
  const [person] = await db
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, userId));
  const subject = { type: "user", id: userId, name: person?.name ?? person?.email ?? "somebody" };
  const rows = await db
    .select({ id: members.organisationId })
    .from(members)
    .where(eq(members.userId, userId))
    .orderBy(asc(members.organisationId));
  for (const { id: organisationId } of rows)
    await appendAudit(
      { db, actor, clock, requestId, organisationId, project: organisationId },
      { action, subject, after, chain: "organisation" },
    );
}

/**
 * Writes a sign-in, a refusal or a sign-out into the chain of each organisation the person belongs to. A refused address
 * that nobody here has goes, masked, to the first organisation, so that guessing is seen without keeping what was typed.
 */
export async function auditSignIn(
  db: Database,
  event: SignInEvent,
  clock: Clock = systemClock,
): Promise<void> {
  const [person] = await db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where("userId" in event ? eq(users.id, event.userId) : eq(users.email, event.email));
  const isRefused = event.action === "session.refuse";
  const method = event.method ? { method: event.method } : null;
  const act = { action: event.action, after: isRefused ? { ...method, reason: event.reason } : method };
  await inTransaction({ db }, async ({ db: tx }) => {
    const somebody = personActor(tx, { id: null, name: "somebody at the door" }, clock);
    if (!person) return auditStranger(somebody, "email" in event ? event.email : "", act);
    const actor = { id: person.id, name: person.name ?? person.email };
    await auditPerson(isRefused ? somebody : personActor(tx, actor, clock), person.id, act);
  });
}

async function auditStranger(
  context: PersonContext,
  email: string,
  act: { action: string; after: unknown },
): Promise<void> {
  const [first] = await context.db
    .select({ id: organisations.id })
    .from(organisations)
    .orderBy(asc(organisations.createdAt))
    .limit(1);
  if (!first) return;
  await appendAudit(
    { ...context, organisationId: first.id, project: first.id },
    { ...act, subject: { type: "user", id: "", name: masked(email) }, chain: "organisation" },
  );
}

function masked(email: string): string {
  const at = email.lastIndexOf("@");
  return at > 0 ? `${email.slice(0, 1)}…${email.slice(at)}`.slice(0, 80) : "no address";
}
