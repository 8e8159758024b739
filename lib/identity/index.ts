export { contextForApiKey, createApiKey, listApiKeys, personBehind, revokeApiKey } from "./api-keys.ts";
export type { ApiKey } from "./api-keys.ts";
export type { Actor, Context, ProjectId } from "./context.ts";
export { inOrganisation, may, requirePermission, roleMay, scopesMay } from "./permissions.ts";
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
export { checkPassword, endSession, findSession, startSession } from "./sign-in.ts";
export type { PasswordOutcome, SignedIn } from "./sign-in.ts";
export { changePassword } from "./account/change-password.ts";
export {
  findPasswordReset,
  issuePasswordReset,
  operatorPasswordReset,
  requestPasswordReset,
  resetPassword,
} from "./account/reset-password.ts";
export type { PasswordReset } from "./account/reset-password.ts";
export { confirmSecondFactor, startSecondFactor, turnOffSecondFactor } from "./account/second-factor.ts";
export { mailPasswordReset } from "./account/mail-reset.ts";
export { getAccount } from "./account/read.ts";
export { listSessions, revokeSession } from "./account/sessions.ts";
export type { SessionView } from "./account/sessions.ts";
export {
  acceptInvitation,
  getInvitationByToken,
  inviteMember,
  listInvitations,
  revokeInvitation,
} from "./invitations.ts";
export type { Invitation } from "./invitations.ts";
export { changeRole, listMembers, removeMember, setProjectRole } from "./members.ts";
export type { Member } from "./members.ts";
