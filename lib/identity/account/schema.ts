import { z } from "zod";

export const Email = z
  .email("Enter an e-mail address.")
  .max(320)
  .transform((email) => email.toLowerCase());

export const Password = z.string().min(10, "At least 10 characters.").max(200);

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
