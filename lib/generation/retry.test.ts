import fc from "fast-check";
import { expect, it } from "vitest";
import { AppError, type ErrorCode } from "#platform/errors";
import { errorClasses } from "#constants/models";
import { everyFailure, mayFallBack } from "#lib/routes";
import { retryDelayMs, retryRules } from "./retry.ts";

const upstream = (code: ErrorCode, details: { isRetryable: boolean; retryAfterMs: number | null }) =>
  new AppError(code, "x", { details });

it("waits at least as long as the provider asks, never longer than the cap allows", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 60_000 }),
      fc.integer({ min: 1, max: 5 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (retryAfterMs, attempt, random) => {
        const delay = retryDelayMs(
          upstream("rate_limited", { isRetryable: true, retryAfterMs }),
          attempt,
          () => random,
        );
        if (attempt >= retryRules.attempts || retryAfterMs > retryRules.maxRetryAfterMs)
          expect(delay).toBeNull();
        else {
          expect(delay).toBeGreaterThanOrEqual(retryAfterMs);
          expect(delay).toBeLessThanOrEqual(Math.max(retryAfterMs, retryRules.maxBackoffMs));
        }
      },
    ),
  );
});

it("does not repeat what will not get better", () => {
  const never = [
    upstream("upstream_failed", { isRetryable: false, retryAfterMs: null }),
    new AppError("cancelled", "x"),
    new AppError("guardrail_blocked", "x"),
    new AppError("internal", "x"),
  ];
  for (const error of never) expect(retryDelayMs(error, 1, () => 0)).toBeNull();
});

it("lets another target try what the route names, or any failure of a provider, never what is no provider's", () => {
  for (const kind of errorClasses) {
    expect(mayFallBack(kind, everyFailure), kind).toBe(true);
    expect(mayFallBack(kind, [kind]), kind).toBe(true);
    expect(
      mayFallBack(
        kind,
        errorClasses.filter((other) => other !== kind),
      ),
      kind,
    ).toBe(false);
    expect(mayFallBack(kind, []), kind).toBe(false);
  }
  expect(mayFallBack(null, everyFailure)).toBe(false);
});
