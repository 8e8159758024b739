"use server";

import { CredentialsSignin } from "next-auth";
import { redirect } from "next/navigation";
import { database } from "#db";
import { resetPassword } from "#lib/identity";
import { toAppError } from "#platform/errors";
import { formText } from "#platform/form";
import { paths } from "#platform/paths";
import { signIn } from "#session";

export type ResetState = { message: string } | null;

/** Sets the new password and signs in with it; whoever has a second factor is asked for the code on the sign-in page. */
export async function resetPasswordAction(_before: ResetState, form: FormData): Promise<ResetState> {
  const password = formText(form, "password");
  let email: string;
  try {
    ({ email } = await resetPassword((await database()).db, { token: formText(form, "token"), password }));
  } catch (error) {
    return { message: toAppError(error).message };
  }
  try {
    await signIn("password", { email, password, redirectTo: "/" });
  } catch (error) {
    if (!(error instanceof CredentialsSignin)) throw error;
  }
  redirect(paths.signIn());
}
