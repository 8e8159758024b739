/**
 * For the owner who is locked out: `npm run reset-password -- --email you@example.com` prints a link that sets a new
 * password and takes a second factor off. Works on DATABASE_URL, or on the embedded database while the studio is stopped.
 */
import { parseArgs } from "node:util";
import { closeDatabase, database, migrate } from "#db";
import { operatorPasswordReset } from "#lib/identity";
import { env } from "#platform/env";
import { toAppError } from "#platform/errors";
import { paths } from "#platform/paths";

const { values } = parseArgs({ options: { email: { type: "string" } } });

try {
  if (!values.email) throw new Error("Say whose: npm run reset-password -- --email you@example.com");
  const open = await database();
  await migrate(open);
  const reset = await operatorPasswordReset(open.db, values.email);
  const address = env().VALUELOOP_URL ?? `http://localhost:${env().PORT}`;
  if (reset)
    process.stdout.write(
      `Start the studio and open this address; it works once, for a day:\n  ${new URL(paths.resetPassword(reset.token), address)}\n`,
    );
  else throw new Error(`Nobody here has the address ${values.email}.`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : toAppError(error).message}\n`);
  process.exitCode = 1;
} finally {
  await closeDatabase().catch(() => undefined);
}
