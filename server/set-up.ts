import type { OpenDatabase } from "#db";
import { openSetUp } from "#lib/identity";
import { env } from "#platform/env";
import { paths } from "#platform/paths";

/** What the terminal says while nobody has an account: the address at which the owner makes theirs. Else nothing. */
export async function setUpLines({ db }: OpenDatabase): Promise<string[]> {
  const token = await openSetUp(db);
  if (!token) return [];
  const address = env().VALUELOOP_URL ?? `http://localhost:${env().PORT}`;
  return [
    "\nNobody has an account here yet. Make the owner's (this address works once, for a day):",
    `  ${new URL(paths.setUp(token), address)}`,
  ];
}
