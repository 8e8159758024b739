import { type Database, inTransaction } from "#db";
import { members, organisations } from "#db/schema/identity";
import { systemClock } from "#platform/clock";
import { newId } from "#platform/ids";

/** Makes an organisation with its owner. Not a verb of a project: called at first start, by sign-up and by the seed. */
export async function createOrganisation(
  db: Database,
  input: { name: string; slug: string; ownerId: string },
): Promise<{ id: string }> {
  const id = newId();
  const createdAt = systemClock.now();
  await inTransaction({ db }, async ({ db: tx }) => {
    await tx.insert(organisations).values({ id, name: input.name, slug: input.slug, createdAt });
    await tx.insert(members).values({ organisationId: id, userId: input.ownerId, role: "owner", createdAt });
  });
  return { id };
}
