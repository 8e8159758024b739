export { contextForApiKey, createApiKey, listApiKeys, personBehind, revokeApiKey } from "./api-keys.ts";
export type { ApiKey } from "./api-keys.ts";
export type { Actor, Context, ProjectId } from "./context.ts";
export { may, requirePermission, roleMay, scopesMay } from "./permissions.ts";
export {
  asStudio,
  contextForUser,
  createFirstProject,
  createOrganisation,
  createProject,
  listProjectsOfUser,
  systemContext,
} from "./tenants.ts";
export type { Project } from "./tenants.ts";
export { createFirstOwner, isInstallationEmpty, isSetUpOpen, openSetUp } from "./first-owner.ts";
export { demoPeople, findDemoUser, isDemoSignInAllowed } from "./demo.ts";
export { hashPassword, verifyPassword } from "./passwords.ts";
export { takeAttempt } from "./rate-limit.ts";
export type { Refusal } from "./sign-in-rules.ts";
export { endSession, findSession, findUserByPassword, startSession } from "./sign-in.ts";
export type { SignedIn } from "./sign-in.ts";
export {
  acceptInvitation,
  getInvitationByToken,
  inviteMember,
  listInvitations,
  revokeInvitation,
} from "./invitations.ts";
export type { Invitation } from "./invitations.ts";
export { changeRole, listMembers, removeMember } from "./members.ts";
export type { Member } from "./members.ts";
