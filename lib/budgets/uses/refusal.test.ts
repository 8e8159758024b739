import { describe, expect, it } from "vitest";
import type { Limit } from "../schema.ts";
import { refusalOf, unknownRefusalOf } from "./refusal.ts";

const limit: Limit = {
  id: "l",
  name: "All",
  per: "project",
  metadataKey: null,
  only: null,
  measure: "usd",
  amount: 1,
  period: "month",
  isHard: true,
  alertShare: 0.8,
  refusesUnknown: false,
};
const minuteBefore = new Date("2026-11-30T23:59:00.000Z");
const said = (of: Partial<Limit>, use: { used: number; held: number; wanted: number }, now = minuteBefore) =>
  refusalOf({ ...limit, ...of }, use, now);

describe("what a call is told that a limit refuses", () => {
  it("is how much was used, is held and would be taken, and when it begins again", () => {
    expect(said({}, { used: 0.5, held: 0.3, wanted: 0.4 })).toMatchObject({
      code: "budget_exceeded",
      message:
        'The limit "All" ($1.00 a month) has no room for this call: $0.50 used and $0.30 held for calls in progress, and the call may use $0.40. It begins again at 2026-12-01 00:00 UTC; an admin can raise it in Settings, Limits.',
      details: { limit: "All", limitId: "l", used: 0.5, held: 0.3, wanted: 0.4, retryAfterMs: 60_000 },
    });
    expect(said({}, { used: 0.5, held: 0, wanted: 0.6 }).message).toContain(
      "$0.50 used, and the call may use $0.60.",
    );
    expect(said({}, { used: 0, held: 0.1, wanted: 1 }).message).toContain("has no room");
    expect(said({}, { used: 0, held: 0, wanted: 1.01 }).message).toContain("more than all of the limit");
  });

  it("is that it is used up where nothing is left, as it always is of requests", () => {
    expect(said({}, { used: 1, held: 0.2, wanted: 0.1 }).message).toContain(
      'The limit "All" ($1.00 a month) is used up. ',
    );
    expect(said({}, { used: 0.99, held: 0, wanted: 0.1 }).message).not.toContain("used up");
    const requests = { measure: "requests", amount: 5, period: "minute" } as const;
    expect(said(requests, { used: 4, held: 0, wanted: 9 })).toMatchObject({
      code: "rate_limited",
      message: expect.stringMatching(/5 requests a minute\) is used up\. It begins again at .* UTC\.$/),
    });
  });

  it("is worth a client's own tries for a minute at most", () => {
    const use = { used: 1, held: 0, wanted: 1 };
    expect(said({}, use).details).not.toHaveProperty("isWorthRetrying");
    expect(said({}, use, new Date(minuteBefore.getTime() - 1)).details).toMatchObject({
      retryAfterMs: 60_001,
      isWorthRetrying: false,
    });
  });

  it("names what is not known of the model", () => {
    expect(unknownRefusalOf(limit)).toMatchObject({
      code: "budget_exceeded",
      message: expect.stringMatching(/whose price nobody knows\. Enter its price on/),
      details: { isWorthRetrying: false },
    });
    expect(unknownRefusalOf({ ...limit, measure: "grams" }).message).toMatch(
      /whose emissions nobody knows\. Enter its number of parameters on/,
    );
  });
});
