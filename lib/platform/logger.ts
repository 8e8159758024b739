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
  return once("logger", () =>
    pino(
      {
        level: env().LOG_LEVEL,
        base: { service: "valueloop" },
        redact: {
          paths: secretPaths.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `headers["${name}"]`]),
          censor: "[redacted]",
        },
      },
      pino.destination({ fd: 2, sync: false }),
    ),
  );
}
