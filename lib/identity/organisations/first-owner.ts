import { and, eq, gt } from "drizzle-orm";
import { type Database, inTransaction, acquireLock } from "#db";
import { users, verificationTokens } from "#db/schema/identity";
import { appendAudit } from "#lib/audit";
import { type Clock, systemClock } from "#platform/clock";
import { randomToken, sha256 } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import { hashPassword } from "../account/password-hash.ts";
import { CreateFirstOwnerInput } from "../schema.ts";
import { slugFrom } from "../slug.ts";
import { createFirstProject } from "../projects/create.ts";
import { createOrganisation } from "./create.ts";

/** No e-mail address, so no sign-in link can have it. */
const identifier = "valueloop:set-up";
const lifeMs = 24 * 60 * 60 * 1000;

/**
 * While nobody has an account: a token for the address that makes the owner's, good for a day and for one
 * account. Null once somebody has one. Every start may print its own; all end with the first account.
 */
export async function openSetUp(db: Database, clock: Clock = systemClock): Promise<string | null> {
  if (await hasUsers(db)) return null;
  const token = randomToken(24);
  const expires = new Date(clock.now().getTime() + lifeMs);
  await db.insert(verificationTokens).values({ identifier, token: sha256(token), expires });
  return token;
}

/** True while this token can still make the owner's account. */
export async function isSetUpOpen(db: Database, token: string, clock: Clock = systemClock): Promise<boolean> {
  const [row] = await db
    .select({ token: verificationTokens.token })
    .from(verificationTokens)
    .where(
      and(
        eq(verificationTokens.identifier, identifier),
        eq(verificationTokens.token, sha256(token)),
        gt(verificationTokens.expires, clock.now()),
      ),
    );
  return row !== undefined && !(await hasUsers(db));
}

/** True while nobody has an account, so that the sign-in page can say where the first one is made. */
export async function isInstallationEmpty(db: Database): Promise<boolean> {
  return !(await hasUsers(db));
}

/**
 * Makes the owner's account with organisation and first project, once. Throws not_found when the token is
 * over or somebody has an account already. Returns where to go after sign-in.
 */
export async function createFirstOwner(
  db: Database,
  input: CreateFirstOwnerInput,
  clock: Clock = systemClock,
): Promise<{ email: string; projectSlug: string }> {
  const { token, name, email, password, organisation, project } = CreateFirstOwnerInput.parse(input);
  const passwordHash = await hashPassword(password);
  return inTransaction({ db }, async ({ db: tx }) => {
    // Two people may hold addresses of two starts; the second waits here and finds the first.
    await acquireLock(tx, "firstOwner", identifier);
    if (!(await isSetUpOpen(tx, token, clock)))
      throw new AppError(
        "not_found",
        "This set-up address is over or was used. Sign in, or start the studio again for a new one.",
      );
    await tx.delete(verificationTokens).where(eq(verificationTokens.identifier, identifier));
    const [user] = await tx.insert(users).values({ id: newId(), email, name, passwordHash }).returning();
    if (!user) throw new AppError("internal", "The account could not be made.");
    const { id: organisationId } = await createOrganisation(tx, {
      name: organisation,
      slug: slugFrom(organisation, "organisation"),
      ownerId: user.id,
    });
    const first = await createFirstProject(tx, {
      organisationId,
      name: project,
      slug: slugFrom(project, "project"),
    });
    const chain = {
      db: tx,
      actor: { kind: "user", id: user.id, name },
      organisationId,
      project: organisationId,
      clock,
      requestId: newId(),
    };
    await appendAudit(chain, {
      action: "organisation.create",
      subject: { type: "organisation", id: organisationId, name: organisation },
      after: { owner: email },
      chain: "organisation",
    });
    await appendAudit(chain, {
      action: "project.create",
      subject: { type: "project", id: first.id, name: project },
      after: { slug: first.slug, name: project },
      chain: "organisation",
    });
    return { email, projectSlug: first.slug };
  });
}

async function hasUsers(db: Database): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}
