import { z } from "zod";
import { apiScopes, roles } from "./facts.ts";
import { slugRule } from "./slug.ts";

export { apiScopes, permissions, permissionTable, roles, scopeTable } from "./facts.ts";
export type { Permission } from "./facts.ts";

export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const ApiScope = z.enum(apiScopes);
export type ApiScope = z.infer<typeof ApiScope>;

/** The address part of an organisation or project: lower case, digits, dashes. */
export const Slug = z
  .string()
  .min(slugRule.least)
  .max(slugRule.most)
  .regex(slugRule.pattern, "Use lower-case letters, digits and single dashes.")
  .refine(
    (slug) => !slugRule.reserved.includes(slug),
    "The studio itself uses this address; choose another.",
  );

export const CreateProjectInput = z.object({ name: z.string().trim().min(1).max(100), slug: Slug });
export type CreateProjectInput = z.input<typeof CreateProjectInput>;

export const CreateApiKeyInput = z.object({
  name: z.string().trim().min(1, "Name the program that will use this key.").max(100),
  scopes: z.array(ApiScope).min(1, "Choose at least one scope."),
});
export type CreateApiKeyInput = z.input<typeof CreateApiKeyInput>;

export const RevokeApiKeyInput = z.object({ apiKeyId: z.uuid() });
export type RevokeApiKeyInput = z.input<typeof RevokeApiKeyInput>;

const Email = z
  .email("Enter an e-mail address.")
  .max(320)
  .transform((email) => email.toLowerCase());

export const InviteMemberInput = z.object({
  email: Email,
  role: Role,
});
export type InviteMemberInput = z.input<typeof InviteMemberInput>;

export const ChangeRoleInput = z.object({ userId: z.uuid(), role: Role });
export type ChangeRoleInput = z.input<typeof ChangeRoleInput>;

export const RemoveMemberInput = z.object({ userId: z.uuid() });
export type RemoveMemberInput = z.input<typeof RemoveMemberInput>;

export const RevokeInvitationInput = z.object({ invitationId: z.uuid() });
export type RevokeInvitationInput = z.input<typeof RevokeInvitationInput>;

export const Password = z.string().min(10, "At least 10 characters.").max(200);
/** Accepting an invitation as a new person; `token` is the last part of the invitation's link. */
export const AcceptInvitationInput = z.object({
  token: z.string().min(20).max(100),
  name: z.string().trim().min(1, "Enter your name.").max(100),
  password: Password,
});
export type AcceptInvitationInput = z.input<typeof AcceptInvitationInput>;

/** The first account of an installation; `token` is the last part of the address printed at the start. */
export const CreateFirstOwnerInput = z.object({
  token: z.string().min(20).max(100),
  name: z.string().trim().min(1, "Enter your name.").max(100),
  email: Email,
  password: Password,
  organisation: z.string().trim().min(1, "Name your organisation.").max(100),
  project: z.string().trim().min(1, "Name the first project.").max(100),
});
export type CreateFirstOwnerInput = z.input<typeof CreateFirstOwnerInput>;
