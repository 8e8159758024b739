import fc from "fast-check";
import { expect, test } from "vitest";
import { isSameServed, type Move, previouslyServed, type Served } from "./history.ts";

const served = (versionId: string, model: string | null = null): Served => ({
  versionId,
  model: model === null ? null : { connectionId: "c", model },
});
const promotions = (all: Served[]): Move[] =>
  all.map((_to, position) => ({ kind: "promotion", from: all[position - 1] ?? null }));

test("the first version has none before it", () => {
  expect(previouslyServed([])).toBeNull();
  expect(previouslyServed(promotions([served("a")]))).toBeNull();
});

test("rolling back again and again walks through everything served before, newest first, each with its model", () => {
  const one = fc.record({
    versionId: fc.constantFrom("a", "b", "c"),
    model: fc.constantFrom(null, { connectionId: "c", model: "m" }, { connectionId: "c", model: "n" }),
  });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 8 }), (all) => {
      const moves = promotions(all);
      const walked: Served[] = [];
      for (let previous = previouslyServed(moves); previous !== null; previous = previouslyServed(moves)) {
        moves.push({ kind: "rollback", from: all[0] ?? null });
        walked.push(previous);
      }
      expect(walked).toEqual(all.slice(0, -1).toReversed());
    }),
  );
});

test("a promotion after a rollback goes back to what it replaced", () => {
  const moves: Move[] = [
    ...promotions([served("a"), served("b", "m"), served("c")]),
    { kind: "rollback", from: served("c") },
    { kind: "promotion", from: served("b", "m") },
  ];
  expect(previouslyServed(moves)).toEqual(served("b", "m"));
});

test("one version on two models is served twice", () => {
  expect(isSameServed(served("a"), served("a"))).toBe(true);
  expect(isSameServed(served("a", "m"), served("a", "m"))).toBe(true);
  expect(isSameServed(served("a", "m"), served("a"))).toBe(false);
  expect(isSameServed(served("a", "m"), served("a", "n"))).toBe(false);
  expect(isSameServed(served("a"), served("b"))).toBe(false);
});
