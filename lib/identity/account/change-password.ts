import { eq } from "drizzle-orm";
import { inTransaction } from "#db";
import { users } from "#db/schema/identity";
import { AppError } from "#platform/errors";
import type { Context } from "../context.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";
import { takeAttempt } from "../sign-in/attempts.ts";
import { ChangePasswordInput } from "../schema.ts";
import { auditPerson } from "../sign-in/audit.ts";
import { requireSelf } from "./person.ts";
import { endSessions } from "./sessions.ts";

/**
 * Gives the signed-in person another password, proved by the present one; their other sessions end. Throws invalid_input
 * when the present one is wrong, conflict for somebody who has none (they came by GitHub, OIDC or a link), rate_limited.
 */
export async function changePassword(
  ctx: Context,
  input: ChangePasswordInput,
): Promise<{ endedSessions: number }> {
  const { current, password } = ChangePasswordInput.parse(input);
  await takeAttempt(ctx.db, { key: `password:${ctx.actor.id}`, attempts: 10, windowSeconds: 900 }, ctx.clock);
  const passwordHash = await hashPassword(password);
  return inTransaction(ctx, async (tx) => {
    const me = await requireSelf(tx);
    if (me.passwordHash === null)
      throw new AppError(
        "conflict",
        "You have no password here. To get one, use “Forgot the password?” on the sign-in page, or ask an owner for a link.",
      );
    if (!(await verifyPassword(current, me.passwordHash)))
      throw new AppError("invalid_input", "The present password is not right.", {
        details: { field: "current" },
      });
    await tx.db.update(users).set({ passwordHash }).where(eq(users.id, me.id));
    const present = tx.actor.kind === "user" ? tx.actor.sessionId : undefined;
    const endedSessions = await endSessions(tx.db, me.id, present);
    await auditPerson(tx, me.id, { action: "user.change_password", after: { endedSessions } });
    return { endedSessions };
  });
}
