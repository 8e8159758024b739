import type { Database } from "#db";
import { type Context, contextForApiKey } from "#lib/identity";
import { systemClock } from "#platform/clock";
import { env } from "#platform/env";
import { AppError, isAppError } from "#platform/errors";
import { type RateLeft, takeToken } from "#platform/token-bucket";

/** The context of the program that sent a request, and what its limit leaves it. Throws unauthenticated, rate_limited. */
export async function authenticate(
  db: Database,
  authorization: string | undefined,
  requestId: string,
  address: string,
): Promise<{ ctx: Context; left: RateLeft | null }> {
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
    return { ctx, left: takeToken(`key ${ctx.actor.id}`, env().VALUELOOP_API_REQUESTS_PER_MINUTE, now) };
  } catch (error) {
    // Guessing keys is slowed per address; a request with a right key never pays for it.
    if (isAppError(error) && error.code === "unauthenticated")
      takeToken(`address ${address}`, env().VALUELOOP_API_WRONG_KEYS_PER_MINUTE, now);
    throw error;
  }
}
