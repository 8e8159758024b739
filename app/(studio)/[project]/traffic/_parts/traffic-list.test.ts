import { describe, expect, it } from "vitest";
import { ListGenerationsInput } from "#schema/observability";
import { present } from "#platform/list-address";
import { trafficList } from "./traffic-list.ts";
import { isBeyondSums, readTrafficQuery, summedBy } from "./traffic-query.ts";

const id = "018f3c1e-7d2a-7c3b-9f00-000000000001";

const emptyUsage = {
  count: 0,
  failed: 0,
  cancelled: 0,
  inputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  priced: 0,
  costUnknown: 0,
  usageEstimated: 0,
  energyKwh: 0,
  carbonGrams: 0,
  carbonGramsLow: 0,
  carbonGramsHigh: 0,
  carbonKnown: 0,
  carbonUnknown: 0,
};

describe("the address of the calls", () => {
  it("never holds what the verb would refuse", () => {
    const bad = {
      text: "x".repeat(300),
      model: "y".repeat(201),
      status: "lost",
      simulated: "perhaps",
      metadata: ["plan=pro", "without a sign", `${"k".repeat(65)}=v`, "a\0=b"],
      promptPath: "p".repeat(301),
      connectionId: "nonsense",
      runId: "12",
      traceId: "t".repeat(65),
      known: "joy",
      overMs: "-1",
    };
    const { cursor: _, sort: __, ...filters } = trafficList.load(bad);
    expect(present(filters)).toEqual({ text: "x".repeat(200), metadata: ["plan=pro"] });
    expect(ListGenerationsInput.safeParse(present(filters)).success).toBe(true);
  });

  it("takes five pairs of metadata, as the verb does", () => {
    const pairs = [1, 2, 3, 4, 5, 6].map((each) => `key${each}=v`);
    expect(trafficList.load({ metadata: pairs }).metadata).toHaveLength(5);
  });

  it("leads to the list's start from a place that is none", () => {
    expect(trafficList.load({ cursor: "nowhere" }).cursor).toBeNull();
    expect(trafficList.load({ cursor: `2026-11-27T00:00:00Z~${id}` }).cursor).toContain(id);
  });

  it("looks at all time where it names a run or a trace", () => {
    expect(readTrafficQuery({}).scope.days).toBe(30);
    expect(readTrafficQuery({ runId: id }).scope.days).toBe(0);
    expect(readTrafficQuery({ runId: "nonsense" }).scope.days).toBe(30);
  });

  it("knows which filters the sums by day have", () => {
    expect(isBeyondSums(readTrafficQuery({ model: "m", simulated: "false" }).filters)).toBe(false);
    expect(isBeyondSums(readTrafficQuery({ text: "refund" }).filters)).toBe(true);
  });

  it("has as many rows as the number that opened it, however many those are", () => {
    const usage = {
      ...emptyUsage,
      count: 20_000,
      failed: 12_345,
      cancelled: 5,
      priced: 19_000,
      carbonKnown: 18_000,
    };
    const rows = (search: Record<string, string>) =>
      summedBy(readTrafficQuery({ simulated: "false", ...search }).filters)?.(usage) ?? null;
    expect(rows({ status: "failed" })).toBe(12_345);
    expect(rows({ status: "cancelled" })).toBe(5);
    expect(rows({ status: "succeeded", model: "m" })).toBe(7_650);
    expect(rows({ known: "cost" })).toBe(19_000);
    expect(rows({ known: "carbon" })).toBe(18_000);
    // What no sum knows of is counted.
    for (const search of [
      {},
      { known: "tokens" },
      { status: "failed", text: "x" },
      { status: "failed", known: "cost" },
    ])
      expect(rows(search as Record<string, string>)).toBeNull();
    expect(summedBy(readTrafficQuery({ status: "failed" }).filters)).toBeNull();
  });
});
