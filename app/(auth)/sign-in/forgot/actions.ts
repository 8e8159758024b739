"use server";

import { database } from "#db";
import { mailPasswordReset } from "#lib/identity";
import { formText } from "#platform/form";

/** Mails a link to set a new password, if somebody here has the address; which is never told. */
export async function forgotPasswordAction(_before: boolean, form: FormData): Promise<boolean> {
  await mailPasswordReset((await database()).db, formText(form, "email"));
  return true;
}
