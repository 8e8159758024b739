import { studioRoute } from "#app/_route";
import { exportPerson } from "#lib/governance";
import { PersonInput } from "#schema/governance";

/** All that is held about the person in the address, as a file to hand over. */
export const GET = studioRoute("person.export", async ({ ctx, query }) => {
  const input = PersonInput.parse(query);
  const held = await exportPerson(ctx, input);
  const name = `person-${held.madeAt.toISOString().slice(0, 10)}.json`;
  return new Response(JSON.stringify(held, null, 2), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
});
