import fc from "fast-check";
import { expect, test } from "vitest";
import { type Move, previousVersion } from "./history.ts";

const promotions = (versions: string[]): Move[] =>
  versions.map((toVersionId, position) => ({
    kind: "promotion",
    fromVersionId: versions[position - 1] ?? null,
    toVersionId,
  }));

test("the first version has none before it", () => {
  expect(previousVersion([])).toBeNull();
  expect(previousVersion(promotions(["a"]))).toBeNull();
});

test("rolling back again and again walks through everything served before, newest first", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 }), (versions) => {
      const moves = promotions(versions);
      const walked: string[] = [];
      for (let previous = previousVersion(moves); previous !== null; previous = previousVersion(moves)) {
        moves.push({
          kind: "rollback",
          fromVersionId: moves.at(-1)?.toVersionId ?? null,
          toVersionId: previous,
        });
        walked.push(previous);
      }
      expect(walked).toEqual(versions.slice(0, -1).toReversed());
    }),
  );
});

test("a promotion after a rollback goes back to what it replaced", () => {
  const moves: Move[] = [
    ...promotions(["a", "b", "c"]),
    { kind: "rollback", fromVersionId: "c", toVersionId: "b" },
    { kind: "promotion", fromVersionId: "b", toVersionId: "d" },
  ];
  expect(previousVersion(moves)).toBe("b");
});
