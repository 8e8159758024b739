"use server";

import { CredentialsSignin } from "next-auth";
import { redirect } from "next/navigation";
import { visitorAction } from "#app/_action";
import { database } from "#db";
import { resetPassword } from "#lib/identity";
import { paths } from "#platform/paths";
import { ResetPasswordInput } from "#schema/identity";
import { signIn } from "#session";

/** Sets the new password and signs in with it; whoever has a second factor is asked for the code on the sign-in page. */
export const resetPasswordAction = visitorAction("user.reset_password")
  .inputSchema(ResetPasswordInput)
  .action(async ({ parsedInput }) => {
    const { email } = await resetPassword((await database()).db, parsedInput);
    try {
      await signIn("password", { email, password: parsedInput.password, redirectTo: "/" });
    } catch (error) {
      if (!(error instanceof CredentialsSignin)) throw error;
    }
    redirect(paths.signIn());
  });
