import { z } from "zod";
import { roles } from "../constants.ts";

export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** What a member is in one project; "none" shuts them out of it. */
export const ProjectRole = z.enum([...roles, "none"]);
export type ProjectRole = z.infer<typeof ProjectRole>;

export const ChangeRoleInput = z.object({ userId: z.uuid(), role: Role });
export type ChangeRoleInput = z.input<typeof ChangeRoleInput>;

/** `role` null: the organisation's role holds in this project. */
export const SetProjectRoleInput = z.object({ userId: z.uuid(), role: ProjectRole.nullable() });
export type SetProjectRoleInput = z.input<typeof SetProjectRoleInput>;

export const RemoveMemberInput = z.object({ userId: z.uuid() });
export type RemoveMemberInput = z.input<typeof RemoveMemberInput>;
