import { asStudio, type Context, getPerson, listProjectsOfOrganisation, systemContext } from "#lib/identity";
import type { Person } from "../data-kinds/kind.ts";
import { dataKinds } from "../data-kinds/registry.ts";
import { AppError } from "#platform/errors";
import { endUserHash } from "./key.ts";
import type { PersonInput } from "./schema.ts";

type Place = { ctx: Context; slug: string; name: string };

/** The person that is asked for, with what must be known of them before any kind is asked. Throws not_found, forbidden. */
export async function findPerson(ctx: Context, input: PersonInput): Promise<Person> {
  if (input.kind === "member") return { kind: "member", ...(await getPerson(ctx, { userId: input.userId })) };
  const calls = new Set<string>();
  for (const { callsOf } of dataKinds())
    for (const id of (await callsOf?.(asStudio(ctx), input.key)) ?? []) calls.add(id);
  const hash = endUserHash(ctx.project, input.key);
  // The input has at least one character.
  if (hash === null)
    throw new AppError("invalid_input", "Give the key that your program sends for the user.");
  return { kind: "end_user", key: input.key, hash, calls: [...calls] };
}

/** The projects that a person is looked for in: a member's work may be in any of the organisation's. */
export async function placesOf(ctx: Context, person: Person): Promise<Place[]> {
  const projects = await listProjectsOfOrganisation(ctx);
  const places: Place[] = [];
  for (const { id, slug, name } of projects) {
    if (person.kind === "end_user" && id !== ctx.project) continue;
    places.push({ ctx: { ...(await systemContext(ctx.db, id)), clock: ctx.clock }, slug, name });
  }
  return places;
}
