/** What a member of an organisation may be, from most to least. */
export const roles = ["owner", "admin", "engineer", "reviewer", "viewer"] as const;
type Role = (typeof roles)[number];

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
  "route.read": engineers,
  "route.create": admins,
  "route.update": admins,
  "route.archive": admins,
  "price.read": engineers,
  "price.update": admins,
  "policy.read": everyone,
  "policy.update": admins,
  "prompt.read": everyone,
  "prompt.create": engineers,
  "prompt.update": engineers,
  "prompt.archive": engineers,
  "branch.create": engineers,
  "branch.archive": engineers,
  "branch.merge": engineers,
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
  "benchmark.update": engineers,
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
  "person.export": owners,
  "person.erase": owners,
} as const satisfies Record<string, readonly Role[]>;

/** What is done to the organisation goes by the role there, whatever somebody is in one of its projects. */
export const organisationPermissions: readonly Permission[] = [
  "organisation.update",
  "project.create",
  "member.read",
  "member.invite",
  "member.update",
  "member.remove",
  "person.export",
  "person.erase",
];

export type Permission = keyof typeof permissionTable;
export const permissions = Object.keys(permissionTable) as Permission[];

/** What an API key may be made for; each scope stands for a list of permissions. */
export const scopeTable = {
  "prompts:read": ["prompt.read"],
  "prompts:write": [
    "prompt.read",
    "prompt.create",
    "prompt.update",
    "prompt.archive",
    "label.move",
    "branch.create",
    "branch.archive",
    "branch.merge",
  ],
  "generations:read": ["generation.read"],
  "generations:write": ["generation.create", "generation.read", "prompt.read"],
  "feedback:write": ["feedback.create", "feedback.read", "kpi.record", "kpi.read"],
  "kpis:write": ["kpi.create", "kpi.record", "kpi.read"],
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
    "benchmark.update",
    "prompt.read",
    "dataset.read",
    "generation.create",
  ],
  "routes:read": ["route.read"],
  "routes:write": ["route.read", "route.create", "route.update", "route.archive"],
  "prices:read": ["price.read"],
  "prices:write": ["price.read", "price.update"],
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
  "retention:read": ["settings.read"],
  "retention:write": ["settings.read", "retention.update"],
  "people:write": ["person.export", "person.erase"],
} as const satisfies Record<string, readonly Permission[]>;

export type ApiScope = keyof typeof scopeTable;
export const apiScopes = Object.keys(scopeTable) as ApiScope[];
