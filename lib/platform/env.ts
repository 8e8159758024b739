import { z } from "zod";
import { AppError } from "./errors.ts";

const flag = z
  .enum(["0", "1", "true", "false"])
  .default("0")
  .transform((value) => value === "1" || value === "true");
const optional = z.string().min(1).optional();
const webAddress = z
  .url({ protocol: /^https?$/, error: "must be an address that begins with https:// or http://" })
  .optional();
const wholeNumber = (from: number, to: number) => {
  const error = ({ input }: { input?: unknown }) =>
    `must be a whole number from ${from} to ${to}, not "${String(input)}"`;
  return z
    .string()
    .regex(/^\d+$/, { error })
    .transform(Number)
    .pipe(z.number({ error }).min(from, { error }).max(to, { error }));
};

const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must look like postgres://user:password@host:5432/name" })
    .optional(),
  VALUELOOP_DATA_DIR: z.string().min(1).default(".valueloop"),
  VALUELOOP_URL: webAddress,
  PORT: wholeNumber(1, 65_535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  /** 32 bytes, base64: encrypts stored credentials. Made in the data folder at first start when absent. */
  VALUELOOP_ENCRYPTION_KEY: z
    .string()
    .refine((key) => /^[A-Za-z0-9+/]{43}=$/.test(key), {
      error: "must be 32 bytes in base64; make one with: openssl rand -base64 32",
    })
    .optional(),
  /** 32 bytes, base64: signs checkpoints of the audit chain. Made in the data folder at first start when absent. */
  VALUELOOP_AUDIT_KEY: z
    .string()
    .refine((key) => /^[A-Za-z0-9+/]{43}=$/.test(key), {
      error: "must be 32 bytes in base64; make one with: openssl rand -base64 32",
    })
    .optional(),
  /** Signs session cookies. Made in the data folder at first start when absent. */
  AUTH_SECRET: z
    .string()
    .min(16, { error: "must have at least 16 characters; make one with: openssl rand -base64 32" })
    .optional(),
  AUTH_GITHUB_ID: optional,
  AUTH_GITHUB_SECRET: optional,
  /** GitHub Enterprise Server; github.com when absent. */
  AUTH_GITHUB_URL: webAddress,
  AUTH_OIDC_ISSUER: webAddress,
  AUTH_OIDC_ID: optional,
  AUTH_OIDC_SECRET: optional,
  AUTH_OIDC_NAME: z.string().default("Single sign-on"),
  /** For providers that never say whether an address was verified (Microsoft Entra): takes theirs as verified. */
  AUTH_OIDC_TRUST_EMAIL: flag,
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must look like smtp://user:password@host:587" }).optional(),
  SMTP_FROM: optional,
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Lets connections reach private and loopback addresses (Ollama, vLLM on this network). */
  VALUELOOP_ALLOW_PRIVATE_URLS: flag,
  VALUELOOP_LOCAL_MODEL: z.enum(["auto", "off"]).default("auto"),
  VALUELOOP_DEMO: flag,
  /** How many requests an API key may make a minute, in each process; 0 is no limit. */
  VALUELOOP_API_REQUESTS_PER_MINUTE: wholeNumber(0, 1_000_000).default(6_000),
  /** How many requests with a wrong key one address may make a minute, in each process, before it waits; 0 is no limit. */
  VALUELOOP_API_WRONG_KEYS_PER_MINUTE: wholeNumber(0, 1_000_000).default(60),
  /** Addresses of web pages whose scripts may call the API, with commas between them, or * for all; none when absent. */
  VALUELOOP_API_CORS_ORIGINS: z
    .string()
    .transform((text) => text.split(",").map((origin) => origin.trim()))
    .pipe(
      z.array(
        z.string().regex(/^(\*|https?:\/\/[^\s/]+)$/, {
          error: "must be addresses like https://app.example.com, with commas between them, or *",
        }),
      ),
    )
    .optional(),
  /** What the logs of answered calls may hold of calls the database does not have yet, in the data folder; then calls get 503. */
  VALUELOOP_CALL_LOG_MB: wholeNumber(1, 1_000_000).default(1_000),
  /** How long an answered call may wait for the database; then calls get 503. */
  VALUELOOP_CALL_LOG_SECONDS: wholeNumber(1, 1_000_000).default(3_600),
  /** How long calls go on with keys, prompts, connections and policies as last read while the database is away; 0 is not at all. */
  VALUELOOP_STALE_SECONDS: wholeNumber(0, 86_400).default(900),
  /** What of these calls is held in memory, in each process; the rest is only in the log. */
  VALUELOOP_CALL_QUEUE_MB: wholeNumber(1, 100_000).default(64),
});

/** Variables that mean something only together: one without the others would silently switch a way to sign in off. */
const together = [
  ["AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET"],
  ["AUTH_OIDC_ISSUER", "AUTH_OIDC_ID", "AUTH_OIDC_SECRET"],
  ["SMTP_URL", "SMTP_FROM"],
] as const;

/** The parsed environment; names as in the shell. */
export type Environment = z.infer<typeof Environment>;

let parsed: Environment | undefined;

/**
 * The environment, parsed once; from then on the process lives in UTC, wherever the machine stands. An empty variable
 * counts as absent.
 * Throws invalid_input with a readable line per problem.
 */
export function env(): Environment {
  if (!parsed) {
    parsed = parseEnvironment(process.env);
    // next-auth reads its own name for the public address; without it, it believes the request's Host header.
    if (parsed.VALUELOOP_URL) process.env["AUTH_URL"] ??= parsed.VALUELOOP_URL;
    // Days are UTC days, on screen and in sums; a time that a program sends without a zone is meant so too.
    process.env["TZ"] = "UTC";
  }
  return parsed;
}

/** Parses any record of variables; `env()` is this over the process's own. */
export function parseEnvironment(variables: Record<string, string | undefined>): Environment {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const result = Environment.safeParse(present);
  const lines = [
    ...(result.error?.issues ?? []).map((issue) => `  ${issue.path.join(".")}: ${issue.message}`),
    // A mailed link must not lead where a forged Host header says.
    ...(present["SMTP_URL"] && !present["VALUELOOP_URL"]
      ? ["  VALUELOOP_URL: is needed beside SMTP_URL, so that sign-in links lead there"]
      : []),
    ...together.flatMap((names) => {
      const missing = names.filter((name) => present[name] === undefined);
      const given = names.filter((name) => present[name] !== undefined);
      return given.length === 0
        ? []
        : missing.map((name) => `  ${name}: is needed beside ${given.join(", ")}`);
    }),
  ];
  if (result.success && lines.length === 0) return result.data;
  throw new AppError(
    "invalid_input",
    `The environment has ${lines.length === 1 ? "a problem" : `${lines.length} problems`}:\n${lines.join("\n")}`,
  );
}

/**
 * The variables as they are, for programs the studio starts (npm, pip): proxies, certificates and registries no schema
 * lists. Without npm's own, which would turn a further npm to the studio's folder.
 */
export function environmentForChildren(added: Record<string, string> = {}): NodeJS.ProcessEnv {
  const own = /^npm_(config_(local_prefix|prefix|global_prefix)|package_|lifecycle_|command|execpath)/;
  return {
    ...process.env,
    ...Object.fromEntries(
      Object.keys(process.env)
        .filter((name) => own.test(name))
        .map((name) => [name, undefined]),
    ),
    ...added,
  };
}
