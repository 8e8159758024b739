// oxlint-disable unicorn/no-thenable -- Portkey's word for the target of a condition; it is a text
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#platform/random";
import { type RouteChoice, RouteDefinition } from "../definition.ts";
import { type Candidate, chooseOrder } from "./choose.ts";
import { isMatch, queryFault, valueAt } from "./conditions.ts";
import { rendezvousOrder } from "./rendezvous.ts";
import { stickyKeyOf } from "./sticky-key.ts";

const candidate = (key: string, given: Partial<Candidate> = {}): Candidate => ({
  key,
  name: key,
  isGone: false,
  order: 0,
  weight: 1,
  latencyMs: () => null,
  active: () => 0,
  costUsd: () => null,
  ...given,
});
const nobody = { metadata: null, stickyKey: null };
const half = () => 0.5;

/** Pearson's statistic of counts against shares. */
function chiSquare(counts: readonly number[], weights: readonly number[]): number {
  const calls = counts.reduce((sum, count) => sum + count, 0);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return counts.reduce((sum, count, at) => {
    const expected = (calls * (weights[at] ?? 0)) / whole;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
}
/** Upper thousandth of chi-square with 3 degrees of freedom. */
const bound = 16.266;
const weights = [1, 2, 3, 10];

describe("by weight", () => {
  it("draws each target as often as its weight says (chi-square, 20,000 seeded draws)", () => {
    const group = weights.map((weight, at) => candidate(`t${at}`, { weight }));
    const random = seededRandom(11);
    const counts = weights.map(() => 0);
    for (let call = 0; call < 20_000; call += 1) {
      const [first = 0] = chooseOrder({ by: "weight" }, group, nobody, random).order;
      counts[first] = (counts[first] ?? 0) + 1;
    }
    expect(chiSquare(counts, weights)).toBeLessThan(bound);
  });
});

const choices: fc.Arbitrary<RouteChoice> = fc.constantFrom<RouteChoice>(
  { by: "weight" },
  { by: "latency" },
  { by: "cost", outputTokens: 500 },
  { by: "cost", outputTokens: 500, withinMs: 300 },
  { by: "sticky", key: "end_user" },
);
const candidates = fc
  .array(
    fc.record({
      order: fc.nat(2),
      weight: fc.integer({ min: 1, max: 9 }),
      ms: fc.option(fc.nat(1_000)),
      calls: fc.nat(3),
      usd: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) =>
    list.map(({ order, weight, ms, calls, usd }, at) =>
      candidate(`t${at}`, { order, weight, latencyMs: () => ms, active: () => calls, costUsd: () => usd }),
    ),
  );

describe("whatever the choice", () => {
  it("an order of one target leaves nothing to choose", () => {
    const all = [candidate("only"), candidate("next", { order: 1 })];
    expect(chooseOrder({ by: "latency" }, all, nobody, half)).toEqual({
      order: [0, 1],
      reason: "the only one of its order",
    });
  });

  it("every target is asked once, lower orders first", () => {
    fc.assert(
      fc.property(
        choices,
        candidates,
        fc.option(fc.string()),
        fc.nat(999),
        (choice, all, stickyKey, seed) => {
          const { order } = chooseOrder(choice, all, { metadata: null, stickyKey }, seededRandom(seed));
          expect(order.toSorted((a, b) => a - b)).toEqual(all.map((_, at) => at));
          const orders = order.map((at) => all[at]?.order ?? -1);
          expect(orders).toEqual(orders.toSorted((a, b) => a - b));
        },
      ),
    );
  });
});

describe("what cannot be asked now", () => {
  const group = [candidate("a"), candidate("b", { isGone: true }), candidate("c", { order: 1 })];

  it("is sent nobody, whatever the choice, and moves no key between the others", () => {
    const choices: RouteChoice[] = [
      { by: "weight" },
      { by: "latency" },
      { by: "cost", outputTokens: 500 },
      { by: "sticky", key: "end_user" },
    ];
    for (const choice of choices)
      for (const drawn of [0, 0.5, 0.999])
        expect(chooseOrder(choice, group, { metadata: null, stickyKey: "ada" }, () => drawn).order).toEqual([
          0, 2,
        ]);
  });

  it("stays the one that a condition names: its callers are not served by the others of its order", () => {
    const choice: RouteChoice = {
      by: "condition",
      conditions: [{ query: { "metadata.a": 1 }, then: "b" }],
      default: "a",
    };
    const facts = { metadata: { a: 1 }, stickyKey: null };
    expect(chooseOrder(choice, group, facts, half).order).toEqual([1, 2]);
    expect(chooseOrder(choice, group, nobody, half).order).toEqual([0, 2]);
  });
});

describe("by latency", () => {
  const fast = candidate("fast", { latencyMs: () => 100 });
  const slow = candidate("slow", { latencyMs: () => 400 });
  const pick = (...all: Candidate[]) => {
    const random = seededRandom(3);
    return new Set(
      Array.from({ length: 30 }, () => chooseOrder({ by: "latency" }, all, nobody, random).order[0]),
    );
  };
  it("the faster of two is asked, counted with the calls that are at it", () => {
    expect(pick(fast, slow)).toEqual(new Set([0]));
    expect(pick(candidate("fast", { latencyMs: () => 100, active: () => 3 }), slow)).toEqual(new Set([0, 1]));
    expect(pick(candidate("fast", { latencyMs: () => 100, active: () => 4 }), slow)).toEqual(new Set([1]));
  });
  it("one of which nothing is known is tried, by one call at a time", () => {
    expect(pick(fast, candidate("new"))).toEqual(new Set([1]));
    expect(pick(fast, candidate("new", { active: () => 1 }))).toEqual(new Set([0]));
  });
  it("of many each pair is drawn, so that only the slowest is never first", () => {
    const all = [100, 200, 300, 400].map((ms) => candidate(`${ms}`, { latencyMs: () => ms }));
    expect(pick(...all)).toEqual(new Set([0, 1, 2]));
  });
});

describe("by cost", () => {
  const cheap = candidate("cheap", { costUsd: () => 1, latencyMs: () => 900 });
  const dear = candidate("dear", { costUsd: () => 5, latencyMs: () => 100 });
  const unknown = candidate("unknown");
  const order = (choice: RouteChoice, ...all: Candidate[]) =>
    chooseOrder(choice, all, nobody, half).order.map((at) => all[at]?.key);
  it("the cheapest is asked first, and a price that nobody knows is not a price of nothing", () => {
    expect(order({ by: "cost", outputTokens: 1 }, unknown, dear, cheap)).toEqual([
      "cheap",
      "dear",
      "unknown",
    ]);
  });
  it("within a bound of latency, where one is set", () => {
    expect(order({ by: "cost", outputTokens: 1, withinMs: 500 }, cheap, dear)).toEqual(["dear", "cheap"]);
    expect(order({ by: "cost", outputTokens: 1, withinMs: 900 }, dear, cheap)).toEqual(["cheap", "dear"]);
  });
  it("says where none is fast enough", () => {
    const { order: asked, reason } = chooseOrder(
      { by: "cost", outputTokens: 1, withinMs: 50 },
      [dear, cheap],
      nobody,
      half,
    );
    expect([asked, reason]).toEqual([[1, 0], "the cheapest, though none is fast enough"]);
  });
});

describe("sticky", () => {
  const group = weights.map((weight, at) => ({ key: `t${at}`, weight }));
  const keys = Array.from({ length: 20_000 }, (_, at) => `user ${at}`);
  const firstOf = (key: string, all: typeof group) => rendezvousOrder(key, all)[0]?.key;

  it("spreads keys as the weights say (chi-square, 20,000 keys)", () => {
    const counts = group.map(() => 0);
    for (const key of keys) {
      const at = group.findIndex((target) => target.key === firstOf(key, group));
      counts[at] = (counts[at] ?? 0) + 1;
    }
    expect(chiSquare(counts, weights)).toBeLessThan(bound);
  });

  it("a target that is added takes keys and moves none between the others; one taken out leaves the others' keys alone", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.string(), { maxLength: 30 }),
        (before, added, some) => {
          const old = before.map((weight, at) => ({ key: `t${at}`, weight }));
          for (const key of some) {
            const [was, is] = [firstOf(key, old), firstOf(key, [...old, { key: "added", weight: added }])];
            expect([was, "added"]).toContain(is);
            // The same law read backwards is the one of a target that is taken out.
            if (is !== "added") expect(is).toBe(was);
          }
        },
      ),
    );
  });

  it("is the same for the same key whatever is drawn, by weight where the call names nobody", () => {
    const all = group.map(({ key, weight }) => candidate(key, { weight }));
    const choice: RouteChoice = { by: "sticky", key: "end_user" };
    const first = (stickyKey: string | null, seed: number) =>
      chooseOrder(choice, all, { metadata: null, stickyKey }, seededRandom(seed));
    const known = Array.from({ length: 20 }, (_, seed) => first("ada", seed).order.join(","));
    expect(new Set(known).size).toBe(1);
    expect(new Set(Array.from({ length: 40 }, (_, seed) => first(null, seed).order[0])).size).toBeGreaterThan(
      1,
    );
    expect(first(null, 1).reason).toBe("by weight, since the call names no end_user");
  });

  it("goes by the end user, the key or a member of the metadata", () => {
    const caller = { endUser: "ada", apiKeyId: "k1", metadata: { team: { id: 7 } } };
    const by = (key: string) => stickyKeyOf({ by: "sticky", key }, caller);
    expect(["end_user", "api_key", "metadata.team.id", "metadata.team", "metadata.none"].map(by)).toEqual([
      "ada",
      "k1",
      "7",
      null,
      null,
    ]);
    expect(stickyKeyOf({ by: "weight" }, caller)).toBeNull();
  });
});

describe("by condition", () => {
  it.each<[object, object, boolean]>([
    [{ "metadata.plan": "paid" }, { plan: "paid" }, true],
    [{ "metadata.plan": { $eq: "paid" } }, { plan: "free" }, false],
    [{ "metadata.plan": { $ne: "paid" } }, {}, true],
    [{ "metadata.seats": { $gte: 10, $lt: 20 } }, { seats: 10 }, true],
    [{ "metadata.seats": { $gte: 10, $lt: 20 } }, { seats: 20 }, false],
    [{ "metadata.seats": { $gt: 10 } }, { seats: "11" }, false],
    [{ "metadata.day": { $lte: "2026-01-31" } }, { day: "2026-01-31" }, true],
    [{ "metadata.plan": { $in: ["paid", null] } }, { plan: null }, true],
    [{ "metadata.plan": { $nin: ["paid"] } }, {}, true],
    [{ "metadata.mail": { $regex: "@acme\\.com$" } }, { mail: "ada@acme.com" }, true],
    [{ "metadata.mail": { $regex: "@acme\\.com$" } }, { mail: 7 }, false],
    [{ "metadata.user.plan": "paid" }, { user: { plan: "paid" } }, true],
    [{ "metadata.user.plan": "paid" }, { "user.plan": "paid" }, true],
    [{ "metadata.constructor": { $ne: null } }, {}, true],
    [{ "metadata.__proto__": { $eq: null } }, {}, false],
    [{ $or: [{ "metadata.a": 1 }, { "metadata.b": 2 }] }, { b: 2 }, true],
    [{ $and: [{ "metadata.a": 1 }, { "metadata.b": 2 }] }, { b: 2 }, false],
    [{ "metadata.a": 1, "metadata.b": 2 }, { a: 1, b: 2 }, true],
  ])("%j of %j is %s", (query, metadata, holds) => {
    expect(queryFault(query)).toBeNull();
    expect(isMatch(query as Record<string, unknown>, metadata)).toBe(holds);
  });

  it.each([
    [{}, "Write a condition"],
    [{ plan: "paid" }, '"plan" is no member of the metadata'],
    [{ "metadata.": 1 }, "no member"],
    [{ "metadata.a": { $where: "1" } }, '"$where" is no comparison'],
    [{ "metadata.a": { toString: "1" } }, '"toString" is no comparison'],
    [{ "metadata.a": {} }, "is compared with"],
    [{ "metadata.a": { $in: "x" } }, "takes a list"],
    [{ "metadata.a": { $eq: {} } }, "takes one value"],
    [{ "metadata.a": { $regex: "(?=x)" } }, "look-ahead"],
    [{ $or: [] }, "takes a list"],
    [{ $and: [{ $and: [{ $and: [{ $and: [{ $and: [{ $and: [{ "metadata.a": 1 }] }] }] }] }] }] }, "nested"],
  ])("%j is refused", (query, words) => {
    expect(queryFault(query)).toContain(words);
  });

  it("is bounded: names, lists", () => {
    const many = Array.from({ length: 1_001 }, (_, at) => at);
    expect(queryFault({ [`metadata.${"a".repeat(200)}`]: 1 })).toContain("at most 200 characters");
    expect(queryFault({ "metadata.a": { $in: many } })).toContain("at most 1000 values");
    expect(queryFault({ $or: many.map(() => ({ "metadata.a": 1 })) })).toContain("at most 1000 conditions");
  });

  it("finds nothing that a caller has not sent", () => {
    expect(valueAt({}, "__proto__.constructor")).toBeUndefined();
    expect(valueAt({ a: [1] }, "a.0")).toBeUndefined();
  });

  it("whatever the metadata holds, one target is chosen, and of its order no other is asked", () => {
    const all = ["a", "b", "c", "d"].map((key, at) => candidate(key, { order: at < 2 ? 0 : 1 }));
    const query = fc.constantFrom<Record<string, unknown>>(
      { "metadata.x": { $gt: 1 } },
      { "metadata.x": { $regex: "a+" } },
      { $or: [{ "metadata.x": null }, { "metadata.y.z": { $in: [1, "a"] } }] },
    );
    const name = fc.constantFrom("a", "b", "c");
    const condition = fc.record({ query, then: name });
    const given = fc.record({
      by: fc.constant("condition" as const),
      conditions: fc.array(condition, { minLength: 1 }),
      default: name,
    });
    fc.assert(
      fc.property(given, fc.dictionary(fc.constantFrom("x", "y"), fc.jsonValue()), (choice, metadata) => {
        const { order, reason } = chooseOrder(choice, all, { metadata, stickyKey: null }, half);
        const first = all[order[0] ?? -1];
        const held = choice.conditions.find((one) => isMatch(one.query, metadata));
        expect(first?.name).toBe(held?.then ?? choice.default);
        expect(reason).toContain(held ? "holds" : "default");
        expect(order.slice(1).every((at) => (all[at]?.order ?? 0) > (first?.order ?? 9))).toBe(true);
      }),
    );
  });

  it("a definition names its targets once, and conditions name no other", () => {
    const target = (model: string, name?: string) => ({
      connectionId: "0198a000-0000-7000-8000-000000000000",
      model,
      name,
    });
    const conditions = [{ query: { "metadata.plan": "paid" }, then: "big" }];
    const faultsOf = (definition: object) =>
      RouteDefinition.safeParse(definition).error?.issues.map(
        ({ path, message }) => `${path.join(".")}: ${message}`,
      ) ?? [];
    const choice = { by: "condition", conditions, default: "small" };
    expect(faultsOf({ targets: [target("a", "big"), target("b", "small")], choice })).toEqual([]);
    expect(faultsOf({ targets: [target("a", "big"), target("b")], choice })).toEqual([
      'choice.default: No target is called "small".',
    ]);
    expect(faultsOf({ targets: [target("a", "big"), target("b", "big")] })).toEqual([
      'targets.1.name: Two targets are called "big".',
    ]);
    const wrong = { ...choice, conditions: [{ query: { plan: 1 }, then: "big" }] };
    expect(faultsOf({ targets: [target("a", "big"), target("b", "small")], choice: wrong })[0]).toContain(
      "choice.conditions.0.query",
    );
  });
});
