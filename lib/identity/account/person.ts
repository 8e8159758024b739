import { eq } from "drizzle-orm";
import { users } from "#db/schema/identity";
import { AppError } from "#platform/errors";
import type { Context } from "../context.ts";

export type Person = typeof users.$inferSelect;

/** The signed-in person's own row, locked until the transaction ends. Throws forbidden for a program. */
export async function requireSelf(tx: Context): Promise<Person> {
  if (tx.actor.kind !== "user")
    throw new AppError("forbidden", "Only a signed-in person has an account; a key has none.");
  const [row] = await tx.db.select().from(users).where(eq(users.id, tx.actor.id)).for("update");
  if (!row) throw new AppError("not_found", "This account is gone. Sign in again.");
  return row;
}
