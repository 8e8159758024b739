import { isOutage } from "./outage.ts";

/** The closed list of things that go wrong on purpose; every edge maps each of them. */
export type ErrorCode =
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "method_not_allowed"
  | "conflict"
  | "invalid_input"
  | "key_reused"
  | "no_model"
  | "too_large"
  | "rate_limited"
  | "budget_exceeded"
  | "guardrail_blocked"
  | "upstream_failed"
  | "upstream_timeout"
  | "cancelled"
  | "unavailable"
  | "internal";

type ErrorRow = { status: number; title: string; openaiType: string; report: boolean };

/** One row per code: HTTP status, RFC 9457 title, OpenAI error type, whether it is logged as a fault. */
export const errorTable: Record<ErrorCode, ErrorRow> = {
  unauthenticated: { status: 401, title: "Sign in first", openaiType: "authentication_error", report: false },
  forbidden: { status: 403, title: "Not allowed", openaiType: "permission_error", report: false },
  not_found: { status: 404, title: "Not found", openaiType: "invalid_request_error", report: false },
  method_not_allowed: {
    status: 405,
    title: "Not by this method",
    openaiType: "invalid_request_error",
    report: false,
  },
  conflict: { status: 409, title: "Changed meanwhile", openaiType: "invalid_request_error", report: false },
  invalid_input: { status: 400, title: "Invalid input", openaiType: "invalid_request_error", report: false },
  key_reused: {
    status: 422,
    title: "Another request had this key",
    openaiType: "invalid_request_error",
    report: false,
  },
  no_model: { status: 400, title: "No model is set", openaiType: "invalid_request_error", report: false },
  too_large: { status: 413, title: "Too large", openaiType: "invalid_request_error", report: false },
  rate_limited: { status: 429, title: "Too many requests", openaiType: "rate_limit_error", report: false },
  budget_exceeded: {
    status: 429,
    title: "A limit is used up",
    openaiType: "insufficient_quota",
    report: false,
  },
  guardrail_blocked: {
    status: 422,
    title: "Blocked by a policy",
    openaiType: "invalid_request_error",
    report: false,
  },
  upstream_failed: { status: 502, title: "The model provider failed", openaiType: "api_error", report: true },
  upstream_timeout: {
    status: 504,
    title: "The model provider was too slow",
    openaiType: "api_error",
    report: true,
  },
  cancelled: { status: 499, title: "Cancelled", openaiType: "api_error", report: false },
  unavailable: { status: 503, title: "Not available now", openaiType: "api_error", report: true },
  internal: { status: 500, title: "Something failed here", openaiType: "api_error", report: true },
};

const brand = Symbol.for("valueloop.AppError");

type ErrorOptions = { details?: unknown; cause?: unknown };

/**
 * The one error thrown on purpose. `message` is for the person and says what to do;
 * `details` is machine-readable and safe to show; `cause` is for the log only.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Where a row was looked for; null where naming the place says nothing. */
type Within = "project" | "organisation" | "prompt" | null;

/**
 * The `not_found` of a row, in one sentence for all: another project's row and an id nobody has are the same. `entity` is
 * the word a person knows it by; `next` a sentence that says what to do, where there is more than to look again.
 */
export class NotFound extends AppError {
  constructor(entity: string, { within = "project", next }: { within?: Within; next?: string } = {}) {
    const where = within === null ? "" : ` in this ${within}`;
    super("not_found", [`There is no such ${entity}${where}.`, next].filter(Boolean).join(" "));
  }
}

/** True where the same may succeed in a moment: the database is away, or we take no call for a while (a limit of a minute) and say for how long. */
export function willPass(thrown: unknown): boolean {
  if (isOutage(thrown)) return true;
  if (!isAppError(thrown)) return false;
  const { code, details } = thrown;
  if (typeof details !== "object" || details === null || !("retryAfterMs" in details)) return false;
  // A provider's own "rate limited" is for the route's tries, which are over by then.
  return code === "unavailable" || (code === "rate_limited" && "limitId" in details);
}

/** Recognises an AppError by its brand: Node's copy and Next's bundle each hold a class of their own. */
export function isAppError(value: unknown): value is AppError {
  return value instanceof Error && brand in value;
}

/** True when a value is a zod error, whichever copy of zod made it. */
export function isZodError(value: unknown): value is Error & { issues: ZodIssue[] } {
  return value instanceof Error && value.name.includes("ZodError") && "issues" in value;
}

type ZodIssue = { path: PropertyKey[]; message: string; code: string };

/** Turns anything thrown into an AppError: zod errors become invalid_input, the unknown becomes internal. */
export function toAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown;
  if (isZodError(thrown)) {
    const issues = thrown.issues.map((issue) => ({
      path: issue.path.map(String).join("."),
      message: issue.message,
      code: issue.code,
    }));
    const first = issues[0];
    const message = first
      ? `${first.path ? `${first.path}: ` : ""}${first.message}`
      : "The input is not valid.";
    return new AppError("invalid_input", message, { details: { issues }, cause: thrown });
  }
  if (thrown instanceof Error && thrown.name === "AbortError") {
    return new AppError("cancelled", "The request was cancelled.", { cause: thrown });
  }
  if (isOutage(thrown))
    return new AppError("unavailable", "The database does not answer now. Try again in a moment.", {
      details: { retryAfterMs: 2_000 },
      cause: thrown,
    });
  const refusal = driverProblemOf(thrown);
  if (refusal) return new AppError(...refusal, { cause: thrown });
  return new AppError("internal", "Something failed here. Try again; if it stays, report the request id.", {
    cause: thrown,
  });
}

type DriverProblem = [code: ErrorCode, message: string];

const badText: DriverProblem = [
  "invalid_input",
  "A text holds a NUL character or half of a surrogate pair, which cannot be stored; take it out.",
];
const badForm: DriverProblem = [
  "invalid_input",
  "A value does not have the form it needs: an id, a number, or the cursor of an earlier page.",
];
const badTime: DriverProblem = ["invalid_input", "A time lies outside of what can be stored."];
const raced: DriverProblem = [
  "conflict",
  "Somebody made or changed the same thing at this moment. Look again, then try once more.",
];

/**
 * PostgreSQL's codes for a value that no column of the kind could take, and for two who wrote the same at once:
 * what callers sent, not a fault of ours.
 */
const driverProblems: Record<string, DriverProblem> = {
  "22003": ["invalid_input", "A number is too large."],
  "22007": badTime,
  "22008": badTime,
  "22009": badTime,
  "22021": badText,
  "22P02": badForm,
  "22P05": badText,
  "23505": raced,
  "40001": raced,
  "40P01": raced,
};

function driverProblemOf(thrown: unknown): DriverProblem | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    const refusal =
      "code" in error && typeof error.code === "string" ? driverProblems[error.code] : undefined;
    if (refusal) return refusal;
  }
  return undefined;
}

/** What a reading gives, or null where it says not_found; everything else is thrown on. */
export async function nullIfNotFound<Found>(reading: Promise<Found>): Promise<Found | null> {
  try {
    return await reading;
  } catch (thrown) {
    if (isAppError(thrown) && thrown.code === "not_found") return null;
    throw thrown;
  }
}
