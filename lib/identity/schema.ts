import { z } from "zod";

/** What a member of an organisation may be, from most to least. */
export const roles = ["owner", "admin", "engineer", "reviewer", "viewer"] as const;
export const Role = z.enum(roles);
export type Role = z.infer<typeof Role>;

const owners = ["owner"] as const satisfies Role[];
const admins = ["owner", "admin"] as const satisfies Role[];
const engineers = ["owner", "admin", "engineer"] as const satisfies Role[];
const reviewers = ["owner", "admin", "engineer", "reviewer"] as const satisfies Role[];
const everyone = roles;

/** The one permission table: who may do what. The settings page shows it as it stands. */
export const permissionTable = {
  "organisation.update": admins,
  "project.create": admins,
  "project.read": everyone,
  "project.update": admins,
  "member.read": everyone,
  "member.invite": admins,
  "member.update": admins,
  "member.remove": admins,
  "api_key.read": engineers,
  "api_key.create": engineers,
  "api_key.revoke": engineers,
  "audit.read": engineers,
  "audit.verify": engineers,
  "connection.read": engineers,
  "connection.create": admins,
  "connection.update": admins,
  "connection.delete": admins,
  "connection.test": engineers,
  "policy.read": everyone,
  "policy.update": admins,
  "prompt.read": everyone,
  "prompt.create": engineers,
  "prompt.update": engineers,
  "prompt.archive": engineers,
  "label.move": engineers,
  "dataset.read": everyone,
  "dataset.create": engineers,
  "dataset.update": engineers,
  "generation.create": engineers,
  "generation.read": everyone,
  "suite.read": everyone,
  "suite.create": engineers,
  "suite.update": engineers,
  "run.read": everyone,
  "run.create": engineers,
  "run.cancel": engineers,
  "queue.read": everyone,
  "queue.create": engineers,
  "queue.update": engineers,
  "task.read": reviewers,
  "task.create": engineers,
  "task.decide": reviewers,
  "feedback.read": everyone,
  "feedback.create": reviewers,
  "kpi.read": everyone,
  "kpi.create": engineers,
  "kpi.record": engineers,
  "environment.read": everyone,
  "environment.update": admins,
  "promotion.read": everyone,
  "promotion.request": engineers,
  "promotion.approve": engineers,
  "promotion.complete": engineers,
  "promotion.rollback": engineers,
  "settings.read": everyone,
  "settings.update": admins,
  "pii.read": engineers,
  "retention.update": owners,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof permissionTable;
export const permissions = Object.keys(permissionTable) as Permission[];

/** What an API key may be made for; each scope stands for a list of permissions. */
export const scopeTable = {
  "prompts:read": ["prompt.read"],
  "prompts:write": ["prompt.read", "prompt.create", "prompt.update", "prompt.archive", "label.move"],
  "generations:read": ["generation.read"],
  "generations:write": ["generation.create", "generation.read", "prompt.read"],
  "feedback:write": ["feedback.create", "feedback.read", "kpi.record", "kpi.read"],
  "datasets:read": ["dataset.read"],
  "datasets:write": ["dataset.read", "dataset.create", "dataset.update"],
  "evaluations:read": ["suite.read", "run.read"],
  "evaluations:write": [
    "suite.read",
    "suite.create",
    "suite.update",
    "run.read",
    "run.create",
    "run.cancel",
    "prompt.read",
    "dataset.read",
    "generation.create",
  ],
  "reviews:read": ["queue.read", "task.read"],
  "releases:read": ["environment.read", "promotion.read"],
  "releases:write": [
    "environment.read",
    "promotion.read",
    "promotion.request",
    "promotion.complete",
    "promotion.rollback",
  ],
  "audit:read": ["audit.read", "audit.verify"],
} as const satisfies Record<string, readonly Permission[]>;

export type ApiScope = keyof typeof scopeTable;
export const apiScopes = Object.keys(scopeTable) as ApiScope[];
export const ApiScope = z.enum(apiScopes);

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
