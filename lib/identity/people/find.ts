import { and, eq } from "drizzle-orm";
import { members, users } from "#db/schema/identity";
import { NotFound } from "#platform/errors";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { PersonIdInput } from "../schema.ts";

/** A member of the organisation as exports and erasures name them. Throws not_found, forbidden. */
export async function getPerson(ctx: Context, input: PersonIdInput): Promise<{ id: string; name: string }> {
  requirePermission(ctx, "person.export");
  const { userId } = PersonIdInput.parse(input);
  const [row] = await ctx.db
    .select({ id: users.id, name: users.name, email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.organisationId, ctx.organisationId), eq(members.userId, userId)));
  if (!row) throw new NotFound("member", { within: "organisation" });
  return { id: row.id, name: row.name ?? row.email };
}
