import { and, asc, eq } from "drizzle-orm";
import { members, projectRoles, users } from "#db/schema/identity";
import type { Context } from "../context.ts";
import { requirePermission } from "../permissions.ts";
import { ProjectRole, Role } from "../schema.ts";

/** A person in the organisation: their role there, and the project's own where it has one ("none": no access). */
export type Member = {
  userId: string;
  name: string;
  email: string;
  role: Role;
  projectRole: ProjectRole | null;
  hasSecondFactor: boolean;
  createdAt: Date;
};

/** Everyone in the organisation, by name. */
export async function listMembers(ctx: Context): Promise<Member[]> {
  requirePermission(ctx, "member.read");
  const rows = await ctx.db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: members.role,
      projectRole: projectRoles.role,
      totpConfirmedAt: users.totpConfirmedAt,
      createdAt: members.createdAt,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(
      projectRoles,
      and(eq(projectRoles.projectId, ctx.project), eq(projectRoles.userId, members.userId)),
    )
    .where(eq(members.organisationId, ctx.organisationId))
    .orderBy(asc(users.name));
  return rows.map(({ totpConfirmedAt, ...row }) => ({
    ...row,
    name: row.name ?? row.email,
    role: Role.parse(row.role),
    projectRole: row.projectRole === null ? null : ProjectRole.parse(row.projectRole),
    hasSecondFactor: totpConfirmedAt !== null,
  }));
}
