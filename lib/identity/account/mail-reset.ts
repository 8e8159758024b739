import { createTransport } from "nodemailer";
import type { Database } from "#db";
import { env } from "#platform/env";
import { logger } from "#platform/logger";
import { paths } from "#platform/paths";
import { requestPasswordReset } from "./reset-password.ts";

/**
 * Mails a password link where this installation sends mail and knows its own address, and somebody here has that one.
 * Says nothing of either: not in its answer, and not in how long it takes.
 */
export async function mailPasswordReset(db: Database, email: string): Promise<void> {
  const { SMTP_URL, SMTP_FROM, VALUELOOP_URL } = env();
  if (!SMTP_URL || !VALUELOOP_URL) return;
  const reset = await requestPasswordReset(db, email);
  if (!reset) return;
  const url = new URL(paths.resetPassword(reset.token), VALUELOOP_URL);
  // Not awaited: how long the mail server takes would tell that somebody has this address.
  createTransport(SMTP_URL)
    .sendMail({
      to: reset.email,
      from: SMTP_FROM,
      subject: `Set a new password for Valueloop at ${url.host}`,
      text: `Open this address to set a new password for Valueloop at ${url.host}:\n\n${url}\n\nIt works once, for a day. If you did not ask for it, leave it; your password stays as it is.\n`,
    })
    .catch((error: unknown) => logger().error({ err: error }, "password link was not sent"));
}
