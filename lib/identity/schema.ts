import { z } from "zod";
import { apiScopes, roles } from "./facts.ts";

export { apiScopes, permissions, permissionTable, roles, scopeTable } from "./facts.ts";
export type { Permission } from "./facts.ts";

export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

export const ApiScope = z.enum(apiScopes);
export type ApiScope = z.infer<typeof ApiScope>;

/** First parts of addresses that are pages of the studio itself, so that no project can stand there. */
const reservedSlugs = ["api", "sign-in", "invitation", "set-up"];

/** The address part of an organisation or project: lower case, digits, dashes. */
export const Slug = z
  .string()
  .min(2)
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "Use lower-case letters, digits and single dashes.")
  .refine((slug) => !reservedSlugs.includes(slug), "The studio itself uses this address; choose another.");

/** An address made of a name's letters and digits; `otherwise` where the name has none that serve. */
export function slugFrom(name: string, otherwise: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return Slug.safeParse(slug).success ? slug : otherwise;
}

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
