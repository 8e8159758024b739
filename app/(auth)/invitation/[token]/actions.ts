"use server";

import { redirect } from "next/navigation";
import { database } from "#db";
import { acceptInvitation } from "#lib/identity";
import { toAppError } from "#platform/errors";
import { paths } from "#platform/paths";

export type AcceptState = { message: string; name: string } | null;

/** Accepts an invitation and sends the new member to sign in. */
export async function acceptInvitationAction(_before: AcceptState, form: FormData): Promise<AcceptState> {
  const name = String(form.get("name") ?? "");
  const input = { token: String(form.get("token") ?? ""), name, password: String(form.get("password") ?? "") };
  let next: string;
  try {
    const { projectSlug } = await acceptInvitation((await database()).db, input);
    next = paths.signIn(projectSlug ? paths.overview(projectSlug) : undefined);
  } catch (error) {
    return { message: toAppError(error).message, name };
  }
  redirect(next);
}
