import { describe, expect, it } from "vitest";
import type { LimitState } from "#schema/budgets";
import { limitHeaders } from "./limit-headers.ts";
import { rateHeaders, withRate } from "./rate-headers.ts";

const state: LimitState = {
  id: "0199",
  name: "Calls",
  measure: "requests",
  amount: 10,
  period: "minute",
  isHard: true,
  alertShare: 0.8,
  used: 3,
  endsAt: new Date("2026-11-23T09:01:00.000Z"),
};
const now = new Date("2026-11-23T09:00:29.001Z");
const of = (...states: Partial<LimitState>[]) =>
  limitHeaders(
    states.map((each) => ({ ...state, ...each })),
    now,
  );

describe("the headers of a project's limits", () => {
  it("say the quota, the window, what is left and the seconds until it begins again, rounded up", () => {
    expect(of({})).toEqual({
      "ratelimit-policy": '"Calls";q=10;qu="requests";w=60',
      ratelimit: '"Calls";r=7;t=31',
      "x-ratelimit-limit-requests": "10",
      "x-ratelimit-remaining-requests": "7",
      "x-ratelimit-reset-requests": "31s",
    });
    expect(of()).toEqual({});
    expect(of({ used: 12, endsAt: new Date(now.getTime() - 5_000) })["ratelimit"]).toBe('"Calls";r=0;t=0');
  });

  it("count money in millionths of a dollar and carbon in milligrams, over a day or the month's own length", () => {
    const [february, december] = [new Date("2028-03-01T00:00:00Z"), new Date("2027-01-01T00:00:00Z")];
    const found = of(
      { name: "Money", measure: "usd", amount: 1.5, used: 0.25, period: "month", endsAt: february },
      { name: "Carbon", measure: "grams", amount: 2, used: 0.5, period: "month", endsAt: december },
      { name: "Day", measure: "tokens", amount: 90, used: 9, period: "day" },
    );
    expect(found["ratelimit-policy"]).toBe(
      `"Money";q=1500000;qu="micro-usd";w=${29 * 86_400}, "Carbon";q=2000;qu="milligrams-co2e";w=${31 * 86_400}, "Day";q=90;qu="tokens";w=86400`,
    );
    expect(found["ratelimit"]).toMatch(/^"Money";r=1250000;t=\d+, "Carbon";r=1500;t=\d+, "Day";r=81;t=31$/);
    // Of what is no limit of requests OpenAI's headers say nothing.
    expect(found).not.toHaveProperty("x-ratelimit-limit-requests");
    expect(found).toMatchObject({ "x-ratelimit-limit-tokens": "90" });
  });

  it("give OpenAI's clients the limit with the least left", () => {
    const found = of({ amount: 100, used: 90 }, { amount: 12, used: 4 }, { amount: 50, used: 1 });
    expect(found).toMatchObject({
      "x-ratelimit-limit-requests": "12",
      "x-ratelimit-remaining-requests": "8",
    });
  });

  it("name the limits that are near their end, and one whose name is no ASCII by its id", () => {
    const found = of(
      { used: 8 },
      { name: "Far", used: 7.9 },
      { name: 'A "b" \\', used: 10 },
      { name: "Größe", used: 9 },
    );
    expect(found["x-valueloop-limit-alert"]).toBe('"Calls", "A \\"b\\" \\\\", "0199"');
    expect(of({ used: 7.99 })).not.toHaveProperty("x-valueloop-limit-alert");
  });
});

it("the limit of a key stands before those of the project, in each list", () => {
  const rate = rateHeaders({ perMinute: 60, remaining: 5, resetS: 2 });
  expect(withRate(rate)).toEqual({ "ratelimit-policy": '"key";q=60;w=60', ratelimit: '"key";r=5;t=2' });
  expect(withRate(rate, of({}))).toMatchObject({
    "ratelimit-policy": '"key";q=60;w=60, "Calls";q=10;qu="requests";w=60',
    ratelimit: '"key";r=5;t=2, "Calls";r=7;t=31',
    "x-ratelimit-limit-requests": "10",
  });
});
