import { eq } from "drizzle-orm";
import { users } from "#db/schema/identity";
import { AppError } from "#platform/errors";
import type { Context } from "../context.ts";

/** What the signed-in person sees of their own account. Throws forbidden for a program. */
export async function getAccount(ctx: Context): Promise<{
  name: string;
  email: string;
  hasPassword: boolean;
  secondFactorSince: Date | null;
  recoveryCodesLeft: number;
}> {
  if (ctx.actor.kind !== "user")
    throw new AppError("forbidden", "Only a signed-in person has an account; a key has none.");
  const [row] = await ctx.db.select().from(users).where(eq(users.id, ctx.actor.id));
  if (!row) throw new AppError("not_found", "This account is gone. Sign in again.");
  return {
    name: row.name ?? row.email,
    email: row.email,
    hasPassword: row.passwordHash !== null,
    secondFactorSince: row.totpConfirmedAt,
    recoveryCodesLeft: row.recoveryCodes.length,
  };
}
