import { z } from "zod";
import { Email } from "../account/schema.ts";

/** Address and password, then the code of whoever has a second factor; `next` is where to go on to. */
export const SignInInput = z.object({
  email: Email,
  password: z.string().min(1).max(200),
  code: z.string().trim().max(40).default(""),
  next: z.string().max(2_000).default("/"),
});
export type SignInInput = z.input<typeof SignInInput>;

/** Whom a link is mailed to: to sign in, or to set a new password. */
export const MailLinkInput = z.object({ email: Email, next: z.string().max(2_000).default("/") });
export type MailLinkInput = z.input<typeof MailLinkInput>;
