import type { Database } from "#db";
import { type Clock, systemClock } from "#platform/clock";
import { newId } from "#platform/ids";
import type { ApiScope, Role } from "./schema.ts";

declare const projectBrand: unique symbol;
/** A project's id that identity has checked; only this room makes one, so no other id can stand in for it. */
export type ProjectId = string & { readonly [projectBrand]: true };

/** Somebody with the role they have in the context's project. */
export type Person = { id: string; name: string; role: Role };

/** Who acts: a signed-in person, a program with an API key, or the studio itself (jobs, seed). */
export type Actor =
  | {
      kind: "user";
      id: string;
      name: string;
      email: string;
      /** What they are in this project. */
      role: Role;
      /** What they are in the organisation: members, projects and its own audit chain go by it. */
      organisationRole: Role;
      /** The session they came with, where they came through the studio. */
      sessionId?: string;
    }
  | {
      kind: "api_key";
      id: string;
      name: string;
      scopes: ApiScope[];
      /** The most that a call with it may take, in milliseconds, where somebody set it. */
      timeoutMs?: number;
      /** Set where its maker may not read personal data any more: the program then reads what they would. */
      isMasked?: true;
      /** Who made the key and answers for what is done with it; absent where that is the studio or nobody any more. */
      maker?: Person;
    }
  | { kind: "system"; id: null; name: string };

/** What every verb takes first. `db` is a transaction inside `inTransaction`. */
export type Context = {
  db: Database;
  actor: Actor;
  organisationId: string;
  project: ProjectId;
  clock: Clock;
  requestId: string;
};

/**
 * Who answers for what is done: the signed-in person, or the one who made the key a program acts with, whose name then
 * says so. Null for the studio, and for a key whose maker is gone.
 */
export function personOf({ actor }: Context): Person | null {
  switch (actor.kind) {
    case "user":
      return { id: actor.id, name: actor.name, role: actor.role };
    case "api_key":
      return actor.maker ? { ...actor.maker, name: `${actor.maker.name} (key ${actor.name})` } : null;
    case "system":
      return null;
    default:
      return actor satisfies never;
  }
}

/** For an audit event: the person behind a program, whose own id the chain keeps as the actor. */
export function personBehind(ctx: Context): { personId?: string } {
  const person = ctx.actor.kind === "api_key" ? personOf(ctx) : null;
  return person ? { personId: person.id } : {};
}

type ContextParts = {
  db: Database;
  actor: Actor;
  organisationId: string;
  projectId: string;
  clock?: Clock;
  requestId?: string;
};

/** Makes a context once identity has checked that the actor belongs to the project. Not exported from the room's door. */
export function makeContext(parts: ContextParts): Context {
  return {
    db: parts.db,
    actor: parts.actor,
    organisationId: parts.organisationId,
    // The one cast that makes a ProjectId: the caller has just read the row or checked the membership.
    project: parts.projectId as ProjectId,
    clock: parts.clock ?? systemClock,
    requestId: parts.requestId ?? newId(),
  };
}
