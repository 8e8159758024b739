import { LRUCache } from "lru-cache";
import type { Context } from "#lib/identity";
import { contentHash } from "#platform/canonical";
import { once } from "#platform/runtime";
import type { GenerateInput } from "./schema.ts";

/** So long after a call that failed in spite of several tries the same call counts as its client's own next try. */
const againMs = 60_000;

const failed = () =>
  once(
    "generation.failedTries",
    // Purged when its time is over: what has expired would count as something that failed, and every call be hashed.
    () => new LRUCache<string, true>({ max: 1_000, ttl: againMs, ttlAutopurge: true }),
  );

/** Remembers that a program's call failed although its targets were asked more than once. */
export function noteFailedTries(ctx: Context, input: GenerateInput): void {
  if (input.source === "api") failed().set(keyOf(ctx, input), true);
}

/**
 * True for the same call of the same program soon after. Clients that try again by themselves and do not read
 * `x-should-retry` (LangChain's, LiteLLM's) would multiply our tries by theirs.
 */
export function isAskedAgain(ctx: Context, input: GenerateInput): boolean {
  // Hashing a call costs what nothing is gained by while nothing fails.
  if (input.source !== "api" || failed().size === 0) return false;
  return failed().has(keyOf(ctx, input));
}

function keyOf({ project, actor }: Context, input: GenerateInput): string {
  return contentHash({ project, actor: actor.id, input });
}
