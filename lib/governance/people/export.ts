import { inTransaction } from "#db";
import { appendAudit } from "#lib/audit";
import { type Context, exportAccount, requirePermission } from "#lib/identity";
import { dataKinds } from "../data-kinds/registry.ts";
import { eventsOf } from "../data-kinds/audit-events.ts";
import { findPerson, placesOf } from "./internal.ts";
import { type PersonExport, PersonInput } from "./schema.ts";

/**
 * All that is held about a person, for them to have (Article 15 GDPR); the export itself is an event of the organisation's
 * chain. Throws not_found (the member), forbidden.
 */
export async function exportPerson(ctx: Context, input: PersonInput): Promise<PersonExport> {
  requirePermission(ctx, "person.export");
  const wanted = PersonInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    const person = await findPerson(tx, wanted);
    const isMember = person.kind === "member";
    const projects: PersonExport["projects"] = [];
    for (const place of await placesOf(tx, person)) {
      const kinds: Record<string, Record<string, unknown>[]> = {};
      for (const { name, exportOf } of dataKinds()) {
        const rows = (await exportOf?.(place.ctx, person)) ?? [];
        if (rows.length > 0) kinds[name] = rows;
      }
      projects.push({ slug: place.slug, name: place.name, kinds });
    }
    const found: PersonExport = {
      person: isMember
        ? { kind: "member", id: person.id, name: person.name }
        : { kind: "end_user", key: person.key },
      madeAt: tx.clock.now(),
      account: isMember ? await exportAccount(tx, { userId: person.id }) : null,
      organisationEvents: isMember ? await eventsOf(tx.db, tx.organisationId, person.id) : [],
      projects,
    };
    // An end user's key may be an address, which must not stay in the chain for ever.
    await appendAudit(tx, {
      action: "person.export",
      subject: isMember
        ? { type: "user", id: person.id, name: person.name }
        : { type: "end_user", id: "", name: "an end user" },
      chain: isMember ? "organisation" : "project",
    });
    return found;
  });
}
