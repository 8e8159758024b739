import { z } from "zod";
import { apiScopes, roles } from "./constants.ts";
import { slugRule } from "./slug.ts";

export { apiScopes, permissionTable, scopeTable } from "./constants.ts";
export type { Permission } from "./constants.ts";

export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

/** What a member is in one project; "none" shuts them out of it. */
export const ProjectRole = z.enum([...roles, "none"]);
export type ProjectRole = z.infer<typeof ProjectRole>;

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
  /** After how many days it ends by itself; null: not. */
  lifeDays: z.number().int().min(1).max(3_650).nullable().default(null),
  /** The most that a call with it may take, in milliseconds; null: what the call and its route say. */
  timeoutMs: z.number().int().min(100).max(3_600_000).nullable().default(null),
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

/** `role` null: the organisation's role holds in this project. */
export const SetProjectRoleInput = z.object({ userId: z.uuid(), role: ProjectRole.nullable() });
export type SetProjectRoleInput = z.input<typeof SetProjectRoleInput>;

export const RemoveMemberInput = z.object({ userId: z.uuid() });
export type RemoveMemberInput = z.input<typeof RemoveMemberInput>;

export const RevokeInvitationInput = z.object({ invitationId: z.uuid() });
export type RevokeInvitationInput = z.input<typeof RevokeInvitationInput>;

export const Password = z.string().min(10, "At least 10 characters.").max(200);
/** `token` is the last part of the invitation's link; `person` is given by somebody who has no account yet. */
export const AcceptInvitationInput = z.object({
  token: z.string().min(20).max(100),
  person: z
    .object({ name: z.string().trim().min(1, "Enter your name.").max(100), password: Password })
    .optional(),
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

export const ChangePasswordInput = z.object({ current: z.string().min(1).max(200), password: Password });
export type ChangePasswordInput = z.input<typeof ChangePasswordInput>;

/** `withSecondFactor`: take the second factor off too, for somebody whose phone is gone. */
export const IssueResetInput = z.object({ userId: z.uuid(), withSecondFactor: z.boolean().default(false) });
export type IssueResetInput = z.input<typeof IssueResetInput>;

/** `token` is the last part of the link. */
export const ResetPasswordInput = z.object({ token: z.string().min(20).max(100), password: Password });
export type ResetPasswordInput = z.input<typeof ResetPasswordInput>;

/** One session by its id, or all others when none is named. */
export const RevokeSessionInput = z.object({ sessionId: z.uuid().nullable().default(null) });
export type RevokeSessionInput = z.input<typeof RevokeSessionInput>;

/** Six digits of an authenticator app, or a recovery code. */
export const SecondFactorInput = z.object({ code: z.string().trim().min(6, "Six digits.").max(40) });
export type SecondFactorInput = z.input<typeof SecondFactorInput>;

export const PersonIdInput = z.object({ userId: z.uuid() });
export type PersonIdInput = z.input<typeof PersonIdInput>;

export const EraseAccountInput = PersonIdInput.extend({ pseudonym: z.string().min(1).max(60) });
export type EraseAccountInput = z.input<typeof EraseAccountInput>;

/** Address and password, then the code of whoever has a second factor; `next` is where to go on to. */
export const SignInInput = z.object({
  email: Email,
  password: z.string().min(1).max(200),
  code: z.string().trim().max(40).default(""),
  next: z.string().max(2_000).default("/"),
});
export type SignInInput = z.input<typeof SignInInput>;

/** Whom a link is mailed to: to sign in, or to set a new password. */
export const MailLinkInput = z.object({ email: Email, next: z.string().max(2_000).default("/") });
export type MailLinkInput = z.input<typeof MailLinkInput>;
