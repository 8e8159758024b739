import type { Database } from "#db";
import { rolesInOrganisation } from "#lib/identity";
import { type AuditCheck, type CheckedEvent, partsOf } from "./cross-check.ts";

const gaveRole = ["organisation.create", "invitation.accept", "member.update"];
const tookRole = ["member.remove", "person.erase"];
const inProject = "member.set_project_role";

/** Compares who is what in an organisation and in its projects with the last event that says so. */
export const rolesCheck: AuditCheck<{ db: Database; organisationId: string }> = {
  actions: [...gaveRole, ...tookRole, inProject],
  findProblems: async ({ db, organisationId }, events) => {
    const { members, projectRoles } = await rolesInOrganisation(db, organisationId);
    const last = new Map(
      events.filter(({ action }) => action !== inProject).map((event) => [personOf(event), event]),
    );
    // Made before such events were written, or by a seed: whose members no event tells of.
    const isComplete = events.some(({ action }) => action === "organisation.create");
    const here = new Set(members.map(({ userId }) => userId));
    const gone = [...last].filter(
      ([userId, { action }]) => userId && gaveRole.includes(action) && !here.has(userId),
    );
    return [
      ...members.flatMap((member) => problemsOf(member, last.get(member.userId), isComplete)),
      ...gone.map(
        ([, { seq }]) => `Event ${seq} tells of a member who is not there, and no event removed them.`,
      ),
      ...problemsInProjects(projectRoles, here, events),
    ];
  },
};

type Roles = Awaited<ReturnType<typeof rolesInOrganisation>>;

function problemsOf(
  { name, role }: Roles["members"][number],
  event: CheckedEvent | undefined,
  isComplete: boolean,
): string[] {
  if (!event) return isComplete ? [`${name} is ${role}, and no event tells of it.`] : [];
  if (tookRole.includes(event.action)) return [`${name} is ${role}; event ${event.seq} removed them.`];
  const said = event.action === "organisation.create" ? "owner" : partsOf(event.after)["role"];
  return said === role ? [] : [`${name} is ${role}; event ${event.seq} made them ${String(said)}.`];
}

function problemsInProjects(
  roles: Roles["projectRoles"],
  members: ReadonlySet<string>,
  events: readonly CheckedEvent[],
): string[] {
  const said = new Map(
    events
      .filter(({ action }) => action === inProject)
      .map((event) => [`${event.subjectId} ${String(partsOf(event.after)["projectId"])}`, event]),
  );
  const stored = new Map(roles.map((row) => [`${row.userId} ${row.projectId}`, row]));
  const changed = roles.flatMap(({ userId, projectId, name, role }) => {
    const event = said.get(`${userId} ${projectId}`);
    const where = `${name} is ${role} in project ${projectId}`;
    if (!event) return [`${where}, and no event tells of it.`];
    const meant = partsOf(event.after)["role"];
    return meant === role
      ? []
      : [`${where}; event ${event.seq} made them ${typeof meant === "string" ? meant : "no other there"}.`];
  });
  // With their membership a person loses their roles in projects.
  const lost = [...said].filter(
    ([key, { subjectId, after }]) =>
      partsOf(after)["role"] !== null && members.has(subjectId) && !stored.has(key),
  );
  return [
    ...changed,
    ...lost.map(([, { seq }]) => `Event ${seq} gave a role in a project that is not stored.`),
  ];
}

/** Whom an event gives or takes a role: the founder is the actor of the organisation's first event. */
function personOf({ action, actor, subjectId }: CheckedEvent): string | null {
  return action === "organisation.create" ? actor.id : subjectId;
}
