import { asc, eq } from "drizzle-orm";
import { type Database, inTransaction } from "#db";
import { members, organisations, users } from "#db/schema";
import { appendAudit } from "#lib/audit";
import { type Clock, systemClock } from "#platform/clock";
import { newId } from "#platform/ids";

/** What happened at the door: somebody came in, was refused, or left. `method` is password, demo, github, oidc, email. */
export type SignInEvent =
  | { action: "session.start" | "session.end"; userId: string; method?: string }
  | { action: "session.refuse"; email: string; method: string; reason: string };

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
  const subject = person
    ? { type: "user", id: person.id, name: person.name ?? person.email }
    : { type: "user", id: "", name: "email" in event ? masked(event.email) : "somebody" };
  const isRefused = event.action === "session.refuse";
  const after = isRefused
    ? { method: event.method, reason: event.reason }
    : event.method
      ? { method: event.method }
      : null;
  const actor =
    person && !isRefused
      ? { kind: "user", id: person.id, name: subject.name }
      : { kind: "anonymous", id: null, name: "somebody at the door" };
  const requestId = newId();
  for (const organisationId of await organisationsOf(db, person?.id))
    await inTransaction({ db, actor, organisationId, project: organisationId, clock, requestId }, (tx) =>
      appendAudit(tx, { action: event.action, subject, after, chain: "organisation" }),
    );
}

async function organisationsOf(db: Database, userId: string | undefined): Promise<string[]> {
  if (userId !== undefined) {
    const rows = await db
      .select({ id: members.organisationId })
      .from(members)
      .where(eq(members.userId, userId));
    return rows.map(({ id }) => id);
  }
  const [first] = await db
    .select({ id: organisations.id })
    .from(organisations)
    .orderBy(asc(organisations.createdAt))
    .limit(1);
  return first ? [first.id] : [];
}

function masked(email: string): string {
  const at = email.lastIndexOf("@");
  return at > 0 ? `${email.slice(0, 1)}…${email.slice(at)}`.slice(0, 80) : "no address";
}
