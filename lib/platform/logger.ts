import { pino } from "pino";
import { env } from "./env.ts";
import { once } from "./runtime.ts";

/** Fields that must never reach a log, at any depth a request or an error usually has. */
const secretPaths = [
  "authorization",
  "cookie",
  "password",
  "apiKey",
  "api_key",
  "token",
  "secret",
  "credentials",
];

/** The process's structured log (pino, JSON lines on stderr). Child loggers carry `requestId`. */
export function logger() {
  return once("logger", () => makeLogger(pino.destination({ fd: 2, sync: false })));
}

/** The same log written elsewhere. */
export function makeLogger(destination: pino.DestinationStream, level: string = env().LOG_LEVEL) {
  return pino(
    {
      level,
      base: { service: "valueloop" },
      redact: {
        paths: secretPaths.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `headers["${name}"]`]),
        censor: "[redacted]",
      },
      serializers: { err: withoutValues },
    },
    destination,
  );
}

/**
 * An error with its causes, without the values of a failed query: drizzle writes them into its message, and among them
 * are password hashes, providers' tokens and what people wrote.
 */
function withoutValues(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const logged = pino.stdSerializers.err(thrown);
  for (let error: unknown = thrown; error instanceof Error; error = error.cause) {
    if (!("params" in error && "query" in error)) continue;
    const [said, safe] = [error.message, `Failed query: ${String(error.query)}`];
    // PostgreSQL's own errors carry the query too, but do not say its values.
    if (!said.startsWith(safe)) continue;
    logged.message = logged.message.replaceAll(said, () => safe);
    logged.stack = logged.stack.replaceAll(said, () => safe);
  }
  return { ...logged, params: undefined };
}
