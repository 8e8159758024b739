import { and, eq, isNull, lt, or, sql } from "drizzle-orm";
import { renderSVG } from "uqr";
import { type Database, inTransaction } from "#db";
import { users } from "#db/schema/identity";
import { type Clock, systemClock } from "#platform/clock";
import { AppError } from "#platform/errors";
import type { Context } from "../context.ts";
import { takeAttempt } from "../sign-in/attempts.ts";
import { SecondFactorInput } from "../schema.ts";
import { auditPerson } from "../sign-in/audit.ts";
import { newRecoveryCodes, newTotpSecret, recoveryHash, stepOf } from "./codes.ts";
import { type Person, requireSelf } from "./person.ts";
import { endSessions } from "./sessions.ts";

/** What an authenticator app needs: the address in a picture (SVG) and, for typing, the secret. */
export type SecondFactorStart = { secret: string; uri: string; qrSvg: string };

/** Begins a second factor for the person themselves; it counts once a code has confirmed it. Throws conflict when one is on. */
export async function startSecondFactor(ctx: Context): Promise<SecondFactorStart> {
  return inTransaction(ctx, async (tx) => {
    const me = await requireSelf(tx);
    if (me.totpConfirmedAt)
      throw new AppError(
        "conflict",
        "Two-factor sign-in is on already. Turn it off first to use another app.",
      );
    const { sealed, secret, uri } = newTotpSecret(me.email);
    await tx.db.update(users).set({ totpSecret: sealed, totpLastStep: null }).where(eq(users.id, me.id));
    return { secret, uri, qrSvg: renderSVG(uri) };
  });
}

/**
 * Turns the second factor on with a code of the app, and gives the recovery codes, this once. The person's other sessions
 * end. Throws invalid_input for a wrong code, conflict when none was begun.
 */
export async function confirmSecondFactor(
  ctx: Context,
  input: SecondFactorInput,
): Promise<{ recoveryCodes: string[] }> {
  const { code } = SecondFactorInput.parse(input);
  await limitCodes(ctx.db, ctx.actor.id ?? "", ctx.clock);
  return inTransaction(ctx, async (tx) => {
    const me = await requireSelf(tx);
    if (!me.totpSecret || me.totpConfirmedAt)
      throw new AppError("conflict", "Begin two-factor sign-in first, or it is on already; reload the page.");
    const step = stepOf(code, { sealed: me.totpSecret, after: me.totpLastStep, at: tx.clock.now() });
    if (step === null) throw wrongCode();
    const recoveryCodes = newRecoveryCodes();
    await tx.db
      .update(users)
      .set({
        totpConfirmedAt: tx.clock.now(),
        totpLastStep: step,
        recoveryCodes: recoveryCodes.map(recoveryHash),
      })
      .where(eq(users.id, me.id));
    await endSessions(tx.db, me.id, sessionOf(tx));
    await auditPerson(tx, me.id, { action: "user.turn_on_second_factor" });
    return { recoveryCodes };
  });
}

/** Turns it off, proved by a code of the app or a recovery code. Throws invalid_input for a wrong one. */
export async function turnOffSecondFactor(ctx: Context, input: SecondFactorInput): Promise<void> {
  const { code } = SecondFactorInput.parse(input);
  await limitCodes(ctx.db, ctx.actor.id ?? "", ctx.clock);
  await inTransaction(ctx, async (tx) => {
    const me = await requireSelf(tx);
    if (!(await takeCode(tx.db, me, code, tx.clock))) throw wrongCode();
    await clearSecondFactor(tx.db, me.id);
    await auditPerson(tx, me.id, { action: "user.turn_off_second_factor" });
  });
}

/** Forgets a person's second factor and recovery codes. */
export async function clearSecondFactor(db: Database, userId: string): Promise<void> {
  await db
    .update(users)
    .set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null, recoveryCodes: [] })
    .where(eq(users.id, userId));
}

/** True for a code of now that was not taken before, or a recovery code, which is used up by it. */
export async function takeCode(
  db: Database,
  person: Pick<Person, "id" | "totpSecret" | "totpConfirmedAt" | "totpLastStep" | "recoveryCodes">,
  code: string,
  clock: Clock = systemClock,
): Promise<boolean> {
  if (!person.totpSecret || !person.totpConfirmedAt) return false;
  const step = stepOf(code, { sealed: person.totpSecret, after: person.totpLastStep, at: clock.now() });
  const used = recoveryHash(code);
  if (step === null && !person.recoveryCodes.includes(used)) return false;
  // The condition once more in the statement: of two who send one code in the same moment, one gets in.
  const rows = await db
    .update(users)
    .set(
      step === null ? { recoveryCodes: sql`${users.recoveryCodes} - ${used}::text` } : { totpLastStep: step },
    )
    .where(
      and(
        eq(users.id, person.id),
        step === null
          ? sql`${users.recoveryCodes} @> ${JSON.stringify([used])}::jsonb`
          : or(isNull(users.totpLastStep), lt(users.totpLastStep, step)),
      ),
    )
    .returning({ id: users.id });
  return rows.length > 0;
}

/** Ten codes a person and quarter of an hour: six digits are few. */
export async function limitCodes(db: Database, userId: string, clock: Clock = systemClock): Promise<void> {
  await takeAttempt(db, { key: `code:${userId}`, attempts: 10, windowSeconds: 900 }, clock);
}

function sessionOf(ctx: Context): string | undefined {
  return ctx.actor.kind === "user" ? ctx.actor.sessionId : undefined;
}

function wrongCode(): AppError {
  return new AppError(
    "invalid_input",
    "That code is not right, or was used already. Wait for the next one in your app, and check your phone's clock.",
    { details: { field: "code" } },
  );
}
