import { describe, expect, it } from "vitest";
import { endUserHash } from "#lib/governance";
import type { Context } from "#lib/identity";
import { manualClock } from "#platform/clock";
import type { Limit } from "../schema.ts";
import { type Estimate, partsOf, refusesAsUnknown, statesOf } from "./parts.ts";
import { spentOf } from "./settle.ts";
import { type CallFacts, subjectOf } from "./subject.ts";

const limit: Limit = {
  id: "l",
  name: "All",
  per: "project",
  metadataKey: null,
  only: null,
  measure: "usd",
  amount: 1,
  period: "day",
  isHard: true,
  alertShare: 0.8,
  refusesUnknown: false,
};
const nobody: CallFacts = { apiKeyId: null, endUser: null, routeId: null, metadata: null };
const call = (estimate: Estimate | null, facts: CallFacts = nobody) => ({
  callId: "c",
  facts,
  estimate,
  endsBy: new Date(0),
});

describe("under which name a call counts for a limit", () => {
  const facts: CallFacts = {
    apiKeyId: "key",
    endUser: "ada",
    routeId: "route",
    metadata: { plan: " paid ", seats: 3, beta: false, list: [1], blank: " " },
  };
  const of = (given: Partial<Limit>, asked = facts) => subjectOf({ ...limit, ...given }, asked, "project");

  it("is its key, its route, the hash of its end user, a value, or none for the project", () => {
    expect(of({})).toBe("");
    expect(of({ per: "api_key" })).toBe("key");
    expect(of({ per: "route" })).toBe("route");
    expect(of({ per: "user" })).toBe(endUserHash("project", "ada"));
    expect(of({ per: "user" })).not.toBe(subjectOf({ ...limit, per: "user" }, facts, "another"));
    const values = ["plan", "seats", "beta", "list", "blank", "none"].map((metadataKey) =>
      of({ per: "metadata", metadataKey }),
    );
    expect(values).toEqual(["paid", "3", "false", null, null, null]);
  });

  it("is none where the call has none, or the limit names another", () => {
    for (const per of ["api_key", "route", "user"] as const) expect(of({ per }, nobody)).toBeNull();
    expect(of({ per: "metadata", metadataKey: "plan" }, nobody)).toBeNull();
    expect(of({ per: "api_key", only: "key" })).toBe("key");
    expect(of({ per: "api_key", only: "route" })).toBeNull();
    expect(of({ per: "route", only: "key" })).toBeNull();
    expect(of({ per: "user", only: "bob" })).toBeNull();
    expect(of({ per: "metadata", metadataKey: "plan", only: "free" })).toBeNull();
  });
});

describe("what a call takes of a limit", () => {
  const ctx = { clock: manualClock("2026-11-30T23:59:59.999Z"), project: "project" } as unknown as Context;
  const amounts = (estimate: Estimate | null) =>
    (["requests", "tokens", "usd", "grams"] as const).map(
      (measure) => partsOf(ctx, [{ ...limit, measure }], call(estimate))[0]?.wanted.amount ?? null,
    );

  it("is one request and its estimate, what nobody knows nothing, and of a call that asks no model the request only", () => {
    expect(amounts({ tokens: 7, usd: 0.2, grams: 3 })).toEqual([1, 7, 0.2, 3]);
    expect(amounts({ tokens: 7, usd: null, grams: null })).toEqual([1, 7, 0, 0]);
    expect(amounts(null)).toEqual([1, null, null, null]);
  });

  it("counts in the period that it begins in, and is not of limits for others", () => {
    const starts = (["minute", "day", "month"] as const).map((period) =>
      partsOf(
        ctx,
        [{ ...limit, period }],
        call({ tokens: 1, usd: 1, grams: 1 }),
      )[0]?.wanted.periodStart.toISOString(),
    );
    expect(starts).toEqual([
      "2026-11-30T23:59:00.000Z",
      "2026-11-30T00:00:00.000Z",
      "2026-11-01T00:00:00.000Z",
    ]);
    expect(partsOf(ctx, [{ ...limit, per: "user" }], call({ tokens: 1, usd: 1, grams: 1 }))).toEqual([]);
  });

  it("stands beside what is used and what is held", () => {
    const parts = partsOf(
      ctx,
      [limit, { ...limit, id: "m", period: "month" }],
      call({ tokens: 1, usd: 1, grams: 1 }),
    );
    const counters = parts.map(({ wanted }, place) => ({ ...wanted, used: 1 + place, reserved: 0.5 }));
    expect(statesOf(parts, counters, ctx.clock.now())).toMatchObject([
      { id: "l", used: 1.5, endsAt: new Date("2026-12-01T00:00:00Z"), isHard: true, alertShare: 0.8 },
      { id: "m", used: 2.5, endsAt: new Date("2026-12-01T00:00:00Z") },
    ]);
  });

  it("is refused as unknown by a hard limit that says so, of its own measure only", () => {
    const asks = (of: Partial<Limit>, estimate: Estimate | null) =>
      refusesAsUnknown({ ...limit, refusesUnknown: true, ...of }, call(estimate));
    const unpriced = { tokens: 1, usd: null, grams: 1 };
    expect(asks({}, unpriced)).toBe(true);
    expect(asks({ measure: "grams" }, { tokens: 1, usd: 1, grams: null })).toBe(true);
    expect(asks({ measure: "grams" }, unpriced)).toBe(false);
    expect(asks({ measure: "requests" }, unpriced)).toBe(false);
    expect(asks({ isHard: false }, unpriced)).toBe(false);
    expect(asks({ refusesUnknown: false }, unpriced)).toBe(false);
    expect(asks({}, { tokens: 1, usd: 0, grams: null })).toBe(false);
    expect(asks({}, null)).toBe(false);
  });
});

describe("what a recorded call used", () => {
  const recorded = {
    status: "succeeded",
    inputTokens: 10,
    outputTokens: 5,
    costUsd: 0.2,
    carbonGrams: 3,
    isSimulated: false,
    cachedFromId: null,
  } as const;
  const nothing = { tokens: 0, usd: 0, grams: 0 };

  it("is its tokens of both kinds, its cost and its carbon, each unknown where nobody knows it", () => {
    expect(spentOf(recorded)).toEqual({ tokens: 15, usd: 0.2, grams: 3 });
    expect(spentOf({ ...recorded, inputTokens: null, costUsd: null })).toEqual({
      tokens: 5,
      usd: null,
      grams: 3,
    });
    expect(spentOf({ ...recorded, outputTokens: null, carbonGrams: null })).toEqual({
      tokens: 10,
      usd: 0.2,
      grams: null,
    });
    expect(spentOf({ ...recorded, inputTokens: null, outputTokens: null, costUsd: null })).toEqual({
      tokens: null,
      usd: null,
      grams: 3,
    });
  });

  it("is nothing of one given again or ended before its first token, and of a failed or stopped one what it had", () => {
    expect(spentOf({ ...recorded, cachedFromId: "before" })).toEqual(nothing);
    for (const status of ["failed", "cancelled"] as const) {
      expect(spentOf({ ...recorded, status, inputTokens: null, outputTokens: null, costUsd: null })).toEqual(
        nothing,
      );
      expect(spentOf({ ...recorded, status })).toEqual({ tokens: 15, usd: 0.2, grams: 3 });
    }
  });

  it("is no money and no carbon of a simulated one, whose tokens count", () => {
    expect(spentOf({ ...recorded, isSimulated: true, costUsd: null, carbonGrams: null })).toEqual({
      tokens: 15,
      usd: 0,
      grams: 0,
    });
  });
});
