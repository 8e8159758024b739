"use server";

import { action } from "#app/_action";
import { changeRole, inviteMember, removeMember, revokeInvitation } from "#lib/identity";
import {
  ChangeRoleInput,
  InviteMemberInput,
  RemoveMemberInput,
  RevokeInvitationInput,
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
