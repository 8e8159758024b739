import { z } from "zod";
import { Email, Password } from "../account/schema.ts";
import { Role } from "../members/schema.ts";

export const InviteMemberInput = z.object({
  email: Email,
  role: Role,
});
export type InviteMemberInput = z.input<typeof InviteMemberInput>;

export const RevokeInvitationInput = z.object({ invitationId: z.uuid() });
export type RevokeInvitationInput = z.input<typeof RevokeInvitationInput>;

/** `token` is the last part of the invitation's link; `person` is given by somebody who has no account yet. */
export const AcceptInvitationInput = z.object({
  token: z.string().min(20).max(100),
  person: z
    .object({ name: z.string().trim().min(1, "Enter your name.").max(100), password: Password })
    .optional(),
});
export type AcceptInvitationInput = z.input<typeof AcceptInvitationInput>;
