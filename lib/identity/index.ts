export { contextForApiKey, createApiKey, listApiKeys, revokeApiKey } from "./api-keys.ts";
export type { ApiKey } from "./api-keys.ts";
export type { Actor, Context, ProjectId } from "./context.ts";
export { may, requirePermission, roleMay, scopesMay } from "./permissions.ts";
export { contextForUser, createFirstProject, createOrganisation, createProject, listProjectsOfUser, systemContext } from "./tenants.ts";
export type { Project } from "./tenants.ts";
