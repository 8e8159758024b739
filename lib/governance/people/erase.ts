import { inTransaction } from "#db";
import { appendAudit } from "#lib/audit";
import { type Context, eraseAccount, requirePermission } from "#lib/identity";
import { newId } from "#platform/ids";
import { NotFound } from "#platform/errors";
import { dataKinds } from "../data-kinds/registry.ts";
import { findPerson, placesOf } from "./internal.ts";
import { type Erasure, PersonInput } from "./schema.ts";

/**
 * Takes a person out of all that is held (Article 17 GDPR), in one transaction: a pseudonym stands in their place, what
 * they wrote as an end user goes, and what figures and evidence rest on stays. The audit chains keep what they say, so
 * they go on to hold: Article 17(3)(b) and (e). Cannot be taken back. Throws not_found, forbidden, conflict (oneself, the
 * last owner).
 */
export async function erasePerson(ctx: Context, input: PersonInput): Promise<Erasure> {
  requirePermission(ctx, "person.erase");
  const wanted = PersonInput.parse(input);
  const pseudonym = `Erased person ${newId().slice(-6)}`;
  return inTransaction(ctx, async (tx) => {
    const person = await findPerson(tx, wanted);
    const isMember = person.kind === "member";
    const touched: Record<string, number> = {};
    for (const place of await placesOf(tx, person))
      for (const { name, erase } of dataKinds()) {
        const rows = (await erase?.(place.ctx, person, pseudonym)) ?? 0;
        if (rows > 0) touched[name] = (touched[name] ?? 0) + rows;
      }
    if (!isMember && Object.keys(touched).length === 0)
      throw new NotFound("end user", { next: "Nothing is held under this key." });
    const isAccountEmptied = isMember
      ? (await eraseAccount(tx, { userId: person.id, pseudonym })).isAccountEmptied
      : false;
    await appendAudit(tx, {
      action: "person.erase",
      subject: { type: isMember ? "user" : "end_user", id: isMember ? person.id : "", name: pseudonym },
      after: { isAccountEmptied, touched },
      chain: isMember ? "organisation" : "project",
    });
    return { pseudonym, isAccountEmptied, touched };
  });
}
