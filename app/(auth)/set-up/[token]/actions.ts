"use server";

import { database } from "#db";
import { createFirstOwner } from "#lib/identity";
import { toAppError } from "#platform/errors";
import { formText } from "#platform/form";
import { paths } from "#platform/paths";
import { signIn } from "#session";

type Typed = { name: string; email: string; organisation: string; project: string };
export type SetUpState = { message: string; typed: Typed } | null;

/** Makes the owner's account, signs them in and opens their project. On failure what was typed comes back. */
export async function setUpAction(_before: SetUpState, form: FormData): Promise<SetUpState> {
  const typed = {
    name: formText(form, "name"),
    email: formText(form, "email"),
    organisation: formText(form, "organisation"),
    project: formText(form, "project"),
  };
  const password = formText(form, "password");
  let made: { email: string; projectSlug: string };
  try {
    made = await createFirstOwner((await database()).db, {
      ...typed,
      password,
      token: formText(form, "token"),
    });
  } catch (error) {
    return { message: toAppError(error).message, typed };
  }
  await signIn("password", { email: made.email, password, redirectTo: paths.overview(made.projectSlug) });
  return null;
}
