"use server";

import { redirect } from "next/navigation";
import { database } from "#db";
import { acceptInvitation } from "#lib/identity";
import { toAppError } from "#platform/errors";
import { formText } from "#platform/form";
import { paths } from "#platform/paths";
import { signIn } from "#session";

export type AcceptState = { message: string; name: string } | null;

/** Accepts an invitation: a new person is signed in at once, somebody who has an account is sent to sign in. */
export async function acceptInvitationAction(_before: AcceptState, form: FormData): Promise<AcceptState> {
  const name = formText(form, "name");
  const password = formText(form, "password");
  const person = form.has("password") ? { name, password } : undefined;
  let joined: Awaited<ReturnType<typeof acceptInvitation>>;
  try {
    joined = await acceptInvitation((await database()).db, {
      token: formText(form, "token"),
      ...(person ? { person } : {}),
    });
  } catch (error) {
    return { message: toAppError(error).message, name };
  }
  const next = joined.projectSlug ? paths.overview(joined.projectSlug) : "/";
  if (joined.isNew) await signIn("password", { email: joined.email, password, redirectTo: next });
  redirect(`${paths.signIn(next)}&done=joined`);
}
