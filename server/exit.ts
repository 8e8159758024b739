import { env } from "#platform/env";
import { isAppError } from "#platform/errors";
import { logger } from "#platform/logger";

/** Ends the process with a readable line per problem unless the environment can be used. Call before anything that reads it. */
export function requireEnvironment(): void {
  try {
    env();
  } catch (error) {
    exitWith(error);
  }
}

/** Says what is wrong in plain lines and ends the process. */
export function exitWith(error: unknown): never {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`\n${text}\n`);
  if (!isAppError(error)) logger().fatal({ err: error }, "cannot start");
  process.exit(1);
}
