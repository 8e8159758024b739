"use server";

import { redirect } from "next/navigation";
import { database } from "#db";
import { acceptInvitation } from "#lib/identity";
import { toAppError } from "#platform/errors";
import { formText } from "#platform/form";
import { paths } from "#platform/paths";

export type AcceptState = { message: string; name: string } | null;

/** Accepts an invitation and sends the new member to sign in. */
export async function acceptInvitationAction(_before: AcceptState, form: FormData): Promise<AcceptState> {
  const name = formText(form, "name");
  const input = { token: formText(form, "token"), name, password: formText(form, "password") };
  let next: string;
  try {
    const { projectSlug } = await acceptInvitation((await database()).db, input);
    next = paths.signIn(projectSlug ? paths.overview(projectSlug) : undefined);
  } catch (error) {
    return { message: toAppError(error).message, name };
  }
  redirect(next);
}
