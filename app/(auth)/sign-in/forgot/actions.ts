"use server";

import { visitorAction } from "#app/_action";
import { database } from "#db";
import { mailPasswordReset } from "#lib/identity";
import { MailLinkInput } from "#schema/identity";

/** Mails a link to set a new password, if somebody here has the address; which is never told. */
export const forgotPasswordAction = visitorAction("user.forgot_password")
  .inputSchema(MailLinkInput)
  .action(async ({ parsedInput: { email } }) => mailPasswordReset((await database()).db, email));
