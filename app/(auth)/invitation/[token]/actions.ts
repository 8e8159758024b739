"use server";

import { redirect } from "next/navigation";
import { visitorAction } from "#app/_action";
import { database } from "#db";
import { acceptInvitation } from "#lib/identity";
import { paths } from "#platform/paths";
import { AcceptInvitationInput } from "#schema/identity";
import { signIn } from "#session";

/** Accepts an invitation: a new person is signed in at once, somebody who has an account is sent to sign in. */
export const acceptInvitationAction = visitorAction("invitation.accept")
  .inputSchema(AcceptInvitationInput)
  .action(async ({ parsedInput }) => {
    const joined = await acceptInvitation((await database()).db, parsedInput);
    const next = joined.projectSlug ? paths.overview(joined.projectSlug) : "/";
    const password = parsedInput.person?.password;
    if (joined.isNew) await signIn("password", { email: joined.email, password, redirectTo: next });
    redirect(paths.signIn(next, "joined"));
  });
