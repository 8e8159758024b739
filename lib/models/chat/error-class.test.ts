import { expect, it } from "vitest";
import { AppError, type ErrorCode } from "#platform/errors";
import { errorClassOf } from "./error-class.ts";
import { errorOfFailure, errorOfStatus, malformedAnswer } from "./upstream-error.ts";

const refused = (status: number, said = "", error: { code?: string; type?: string } | null = null) =>
  errorClassOf(errorOfStatus("acme", { status, said, error }));
const broke = (code: string) =>
  errorClassOf(errorOfFailure("acme", Object.assign(new Error(code), { code }), undefined));

it.each([
  [429, "", null, "rate_limit"],
  [429, "", { code: "insufficient_quota" }, "rate_limit"],
  [402, "", { type: "insufficient_quota" }, "rate_limit"],
  [408, "", null, "time_out"],
  [504, "", null, "time_out"],
  [500, "", null, "server_error"],
  [502, "", null, "server_error"],
  [529, "", { type: "overloaded_error" }, "server_error"],
  [401, "", null, "authentication"],
  [402, "", null, "authentication"],
  [403, "", null, "authentication"],
  [404, "", null, "invalid_request"],
  [400, "temperature is not supported", { type: "invalid_request_error" }, "invalid_request"],
  [413, "", null, "context_length"],
  [400, "", { code: "context_length_exceeded" }, "context_length"],
  [400, "prompt is too long: 210000 tokens > 200000 maximum", null, "context_length"],
  [
    400,
    "The input token count (1200000) exceeds the maximum number of tokens allowed",
    null,
    "context_length",
  ],
  [400, "This model's maximum context length is 4096 tokens.", null, "context_length"],
  [
    400,
    "the request exceeds the available context size",
    { type: "exceed_context_size_error" },
    "context_length",
  ],
  [400, "", { code: "content_filter" }, "content_filter"],
  [400, "triggering Azure OpenAI's content management policy", null, "content_filter"],
  [400, "Invalid value for max_tokens", null, "invalid_request"],
] as const)("an answer of %i that says '%s' %j is %s", (status, said, error, kind) => {
  expect(refused(status, said, error)).toBe(kind);
});

it("a socket's failure is the network's, and slowness a time-out", () => {
  for (const code of ["ECONNREFUSED", "ENOTFOUND", "ECONNRESET", "UND_ERR_SOCKET"])
    expect(broke(code), code).toBe("network");
  for (const code of ["ETIMEDOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"])
    expect(broke(code), code).toBe("time_out");
  expect(errorClassOf(malformedAnswer("acme"))).toBe("server_error");
  expect(errorClassOf(new AppError("unavailable", "its key cannot be read"))).toBe("server_error");
});

it("what no provider did is of no kind", () => {
  const ours: ErrorCode[] = [
    "cancelled",
    "guardrail_blocked",
    "invalid_input",
    "forbidden",
    "internal",
    "too_large",
  ];
  for (const code of ours) expect(errorClassOf(new AppError(code, "context length")), code).toBeNull();
});
