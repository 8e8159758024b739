import type { Database } from "#db";
import { type Context, contextForApiKey } from "#lib/identity";
import { systemClock } from "#platform/clock";
import { env } from "#platform/env";
import { AppError, isAppError } from "#platform/errors";
import { takeToken } from "#platform/token-bucket";

const failedKeyChecksPerMinute = 60;

/** The context of the program that sent a request. Throws unauthenticated, rate_limited. */
export async function authenticate(
  db: Database,
  authorization: string | undefined,
  requestId: string,
  address: string,
): Promise<Context> {
  const secret = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  const now = systemClock.now().getTime();
  try {
    if (!secret?.startsWith("vl_")) {
      throw new AppError(
        "unauthenticated",
        "Send an API key: Authorization: Bearer vl_... Keys are made in Settings, API keys.",
      );
    }
    const ctx = await contextForApiKey(db, { secret, requestId });
    takeToken(`key ${ctx.actor.id}`, env().VALUELOOP_API_REQUESTS_PER_MINUTE, now);
    return ctx;
  } catch (error) {
    // Guessing keys is slowed per address; a request with a right key never pays for it.
    if (isAppError(error) && error.code === "unauthenticated")
      takeToken(`address ${address}`, failedKeyChecksPerMinute, now);
    throw error;
  }
}
