export { contextForApiKey } from "./api-keys/authenticate.ts";
export { createApiKey } from "./api-keys/create.ts";
export { listApiKeys } from "./api-keys/list.ts";
export { revokeApiKey } from "./api-keys/revoke.ts";
export type { ApiKey } from "./api-keys/internal.ts";
export { personBehind, personOf } from "./context.ts";
export type { Actor, Context, Person, ProjectId } from "./context.ts";
export { inOrganisation, may, requirePermission, scopesMay } from "./permissions.ts";
export { asStudio, contextForUser, systemContext } from "./projects/context.ts";
export { createFirstProject, createProject } from "./projects/create.ts";
export { namesInInstallation } from "./organisations/names.ts";
export { createOrganisation } from "./organisations/create.ts";
export { eraseAccount } from "./people/erase.ts";
export { exportAccount } from "./people/export.ts";
export { getPerson } from "./people/find.ts";
export { listProjectIds, listProjectsOfOrganisation, listProjectsOfUser } from "./projects/list.ts";
export type { Project } from "./projects/list.ts";
export {
  createFirstOwner,
  isInstallationEmpty,
  isSetUpOpen,
  openSetUp,
} from "./organisations/first-owner.ts";
export { demoPeople, findDemoUser, hostOf, isDemoSignInAllowed } from "./sign-in/demo.ts";
export { deviceCookie, deviceSeconds, makeDevice } from "./sign-in/device.ts";
export { hashPassword } from "./account/password-hash.ts";
export type { SignInRefusal } from "./sign-in/rules.ts";
export type { PasswordOutcome } from "./sign-in/check-password.ts";
export type { SignedIn } from "./sign-in/sessions.ts";
export { changePassword } from "./account/change-password.ts";
export {
  findPasswordReset,
  issuePasswordReset,
  operatorPasswordReset,
  resetPassword,
} from "./account/reset-password.ts";
export type { PasswordReset } from "./account/reset-password.ts";
export { confirmSecondFactor, startSecondFactor, turnOffSecondFactor } from "./account/second-factor.ts";
export { mailPasswordReset } from "./account/mail-reset.ts";
export { getAccount } from "./account/read.ts";
export { listSessions, revokeSession } from "./account/sessions.ts";
export type { SessionView } from "./account/sessions.ts";
export { acceptInvitation, getInvitationByToken } from "./invitations/accept.ts";
export { inviteMember } from "./invitations/invite.ts";
export { listInvitations } from "./invitations/list.ts";
export { revokeInvitation } from "./invitations/revoke.ts";
export type { Invitation } from "./invitations/invite.ts";
export { changeRole } from "./members/change-role.ts";
export { listMembers } from "./members/list.ts";
export { removeMember } from "./members/remove.ts";
export { rolesInOrganisation } from "./members/roles.ts";
export { setProjectRole } from "./members/set-project-role.ts";
export type { Member } from "./members/list.ts";
