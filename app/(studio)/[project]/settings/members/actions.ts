"use server";

import { action } from "#app/_action";
import {
  changeRole,
  inviteMember,
  issuePasswordReset,
  removeMember,
  revokeInvitation,
  setProjectRole,
} from "#lib/identity";
import {
  ChangeRoleInput,
  InviteMemberInput,
  IssueResetInput,
  RemoveMemberInput,
  RevokeInvitationInput,
  SetProjectRoleInput,
} from "#schema/identity";

export const inviteMemberAction = action("member.invite")
  .inputSchema(InviteMemberInput)
  .action(({ ctx, parsedInput }) => inviteMember(ctx, parsedInput));
export const changeRoleAction = action("member.update")
  .inputSchema(ChangeRoleInput)
  .action(({ ctx, parsedInput }) => changeRole(ctx, parsedInput));
export const removeMemberAction = action("member.remove")
  .inputSchema(RemoveMemberInput)
  .action(({ ctx, parsedInput }) => removeMember(ctx, parsedInput));
export const revokeInvitationAction = action("member.invite")
  .inputSchema(RevokeInvitationInput)
  .action(({ ctx, parsedInput }) => revokeInvitation(ctx, parsedInput));
export const setProjectRoleAction = action("member.set_project_role")
  .inputSchema(SetProjectRoleInput)
  .action(({ ctx, parsedInput }) => setProjectRole(ctx, parsedInput));
export const issuePasswordResetAction = action("user.issue_password_reset")
  .inputSchema(IssueResetInput)
  .action(({ ctx, parsedInput }) => issuePasswordReset(ctx, parsedInput));
