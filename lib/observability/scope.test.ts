import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everyCall, ScopeQuery, daysOf, daysUpTo, scopeOf, scopeWords, spanBefore } from "./scope.ts";
import { generationSources } from "./sources.ts";
import { readScope, scopeHref } from "./scope-address.ts";

const now = new Date("2026-11-27T09:30:00Z");
const read = (search: Record<string, string | string[]> = {}) => readScope(search);
const id = "018f3c1e-7d2a-7c3b-9f00-000000000001";

describe("the scope of a page", () => {
  it("is production, api and the last 30 UTC days with today, unless the address says otherwise", () => {
    expect(scopeOf(read(), now)).toEqual({
      environment: "production",
      source: ["api"],
      from: new Date("2026-10-29T00:00:00Z"),
      to: new Date("2026-11-28T00:00:00Z"),
    });
    expect(
      scopeOf(read({ environment: "any", source: "any", prompt: id, version: id, days: "7" }), now),
    ).toEqual({
      promptId: id,
      promptVersionId: id,
      from: new Date("2026-11-21T00:00:00Z"),
      to: new Date("2026-11-28T00:00:00Z"),
    });
  });

  it("takes a span of days or of instants, half open, and turns no span round", () => {
    expect(scopeOf(read({ from: "2026-11-12", to: "2026-11-13" }), now)).toMatchObject({
      from: new Date("2026-11-12T00:00:00Z"),
      to: new Date("2026-11-13T00:00:00Z"),
    });
    expect(scopeOf(read({ from: "2026-11-12T10:00:00Z", to: "2026-11-12T11:00:00Z" }), now)).toMatchObject({
      from: new Date("2026-11-12T10:00:00Z"),
      to: new Date("2026-11-12T11:00:00Z"),
    });
    expect(scopeOf(read({ to: "2026-11-13", days: "7" }), now)).toMatchObject({
      from: new Date("2026-11-06T00:00:00Z"),
    });
    expect(scopeOf(read({ from: "2027-01-01" }), now)).toMatchObject({
      from: new Date("2026-11-27T00:00:00Z"),
    });
  });

  it("falls back to the usual where the address makes no sense, and reads several sources", () => {
    const wrong = { source: "nonsense", days: "x", prompt: "y", from: "z", environment: "" };
    expect(read(wrong)).toEqual(read());
    expect(read({ source: "api,nonsense", days: "367", to: "12 Nov" })).toEqual(read());
    // A verb says what an address may not.
    for (const [name, value] of Object.entries(wrong))
      expect(ScopeQuery.safeParse({ [name]: value }).success).toBe(false);
    expect(ScopeQuery.parse({})).toEqual(read());
    expect(ScopeQuery.parse(read({ days: "all", from: "2026-11-12" }))).toEqual(
      read({ days: "all", from: "2026-11-12" }),
    );
    expect(read({ source: "api,run" }).source).toEqual(["api", "run"]);
    expect(read({ source: ["api", "batch"] }).source).toEqual(["api", "batch"]);
  });

  it("goes into an address and comes out the same, and leaves the usual out of it", () => {
    expect(scopeHref("/p", read())).toBe("/p");
    expect(scopeHref("/p?tab=x", read(), { environment: "staging", days: 7 })).toBe(
      "/p?tab=x&environment=staging&days=7",
    );
    expect(scopeHref("/p?from=2026-11-01", read(), { days: 7 })).toBe("/p?days=7");
    expect(scopeHref("/p", readScope({}, everyCall), {}, everyCall)).toBe("/p");
    expect(scopeHref("/p", read(), {}, everyCall)).toBe("/p?environment=production&source=api");
    const source = fc.oneof(
      fc.constant(["any"]),
      fc.uniqueArray(fc.constantFrom(...generationSources), { minLength: 1 }),
    );
    const day = fc
      .date({ min: new Date("2026-01-01"), max: new Date("2026-12-31"), noInvalidDate: true })
      .map((at) => at.toISOString());
    fc.assert(
      fc.property(
        fc.record({
          environment: fc.constantFrom("production", "any", "none", "staging"),
          source: source.map((each) => each.join(",")),
          prompt: fc.option(fc.constant(id), { nil: "" }),
          days: fc.integer({ min: 1, max: 366 }).map(String),
          from: fc.option(day, { nil: "" }),
          to: fc.option(day, { nil: "" }),
        }),
        (search) => {
          const query = read(search);
          const again = readScope(Object.fromEntries(new URL(scopeHref("http://x/p", query)).searchParams));
          expect(scopeOf(again, now)).toEqual(scopeOf(query, now));
          expect(scopeWords(again, now)).toBe(scopeWords(query, now));
        },
      ),
    );
  });

  it("is said in words beside every figure", () => {
    expect(scopeWords(read(), now)).toBe("production · API · 30 d");
    expect(scopeWords(read({ environment: "any", source: "any", days: "7" }), now)).toBe(
      "every environment · every source · 7 d",
    );
    expect(
      scopeWords(read({ environment: "none", source: "api,run", from: "2026-11-12", to: "2026-11-13" }), now),
    ).toBe("no environment · API + runs · Nov 12");
    expect(scopeWords(read({ from: "2026-11-12", to: "2026-11-19" }), now)).toBe(
      "production · API · Nov 12 to Nov 18",
    );
  });

  it("has a span before it that is just as long and ends where it begins", () => {
    const span = scopeOf(read({ days: "7" }), now);
    expect(spanBefore(span)).toEqual({ from: new Date("2026-11-14T00:00:00Z"), to: span.from });
  });
});

it("a day of a chart is that UTC day, or as many as its point looks back on", () => {
  expect(daysOf("2026-03-01")).toEqual({
    from: new Date("2026-03-01T00:00:00Z"),
    to: new Date("2026-03-02T00:00:00Z"),
  });
  expect(daysOf("2026-03-01", 7)).toEqual({
    from: new Date("2026-02-23T00:00:00Z"),
    to: new Date("2026-03-02T00:00:00Z"),
  });
  expect(daysOf("2026-03-01", 7)).toEqual(daysUpTo(new Date("2026-03-01T23:59:59.999Z"), 7));
});
