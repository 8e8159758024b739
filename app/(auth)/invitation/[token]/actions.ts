"use server";

import { redirect } from "next/navigation";
import { database } from "#db";
import { acceptInvitation } from "#lib/identity";
import { toAppError } from "#platform/errors";
import { paths } from "#platform/paths";

export type AcceptState = { message: string; name: string } | null;

/** Accepts an invitation and sends the new member to sign in. */
export async function acceptInvitationAction(_before: AcceptState, form: FormData): Promise<AcceptState> {
  const name = textOf(form, "name");
  const input = { token: textOf(form, "token"), name, password: textOf(form, "password") };
  let next: string;
  try {
    const { projectSlug } = await acceptInvitation((await database()).db, input);
    next = paths.signIn(projectSlug ? paths.overview(projectSlug) : undefined);
  } catch (error) {
    return { message: toAppError(error).message, name };
  }
  redirect(next);
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
