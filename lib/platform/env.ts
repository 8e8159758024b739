import { z } from "zod";

const flag = z
  .enum(["0", "1", "true", "false"])
  .default("0")
  .transform((value) => value === "1" || value === "true");
const optional = z.string().min(1).optional();

const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must look like postgres://user:password@host:5432/name" })
    .optional(),
  VALUELOOP_DATA_DIR: z.string().min(1).default(".valueloop"),
  VALUELOOP_URL: z.url().optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  /** 32 bytes, base64: encrypts stored credentials. Made in the data folder at first start when absent. */
  VALUELOOP_ENCRYPTION_KEY: optional,
  /** Signs session cookies. Made in the data folder at first start when absent. */
  AUTH_SECRET: optional,
  AUTH_GITHUB_ID: optional,
  AUTH_GITHUB_SECRET: optional,
  AUTH_OIDC_ISSUER: z.url().optional(),
  AUTH_OIDC_ID: optional,
  AUTH_OIDC_SECRET: optional,
  AUTH_OIDC_NAME: z.string().default("Single sign-on"),
  SMTP_URL: z.url().optional(),
  SMTP_FROM: optional,
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Lets connections reach private and loopback addresses (Ollama, vLLM on this network). */
  VALUELOOP_ALLOW_PRIVATE_URLS: flag,
  VALUELOOP_LOCAL_MODEL: z.enum(["auto", "off"]).default("auto"),
  VALUELOOP_DEMO: flag,
  /** How many requests an API key may make a minute, in each process; 0 is no limit. */
  VALUELOOP_API_REQUESTS_PER_MINUTE: z.coerce.number().int().min(0).default(6_000),
});

/** The parsed environment; names as in the shell. */
export type Environment = z.infer<typeof Environment>;

let parsed: Environment | undefined;

/**
 * The environment, parsed once. An empty variable counts as absent.
 * Throws one error whose message has a readable line per problem.
 */
export function env(): Environment {
  parsed ??= parseEnvironment(process.env);
  return parsed;
}

/** Parses any record of variables; `env()` is this over the process's own. */
export function parseEnvironment(variables: Record<string, string | undefined>): Environment {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const result = Environment.safeParse(present);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment has ${lines.length} problem(s):\n${lines.join("\n")}`);
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
