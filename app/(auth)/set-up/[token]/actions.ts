"use server";

import { visitorAction } from "#app/_action";
import { database } from "#db";
import { createFirstOwner } from "#lib/identity";
import { paths } from "#platform/paths";
import { CreateFirstOwnerInput } from "#schema/identity";
import { signIn } from "#session";

/** Makes the owner's account, signs them in and opens their project. */
export const setUpAction = visitorAction("installation.set_up")
  .inputSchema(CreateFirstOwnerInput)
  .action(async ({ parsedInput }) => {
    const { email, projectSlug } = await createFirstOwner((await database()).db, parsedInput);
    const { password } = parsedInput;
    await signIn("password", { email, password, redirectTo: paths.overview(projectSlug) });
  });
