import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findUnstorable, hashExample, hashVersion } from "./content.ts";
import type { ExampleContent } from "./schema.ts";
import { countChanges } from "./versions/diff.ts";

const fields = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue());
const example = fc.record({
  inputs: fields,
  reference: fc.jsonValue(),
  metadata: fields,
}) as fc.Arbitrary<ExampleContent>;

/** The same value with the keys of every object in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe("the content hash", () => {
  it("is the same whatever the order of keys", () => {
    fc.assert(
      fc.property(
        example,
        (content) => hashExample(reversed(content) as ExampleContent) === hashExample(content),
      ),
    );
  });

  it("differs where inputs, reference or metadata differ", () => {
    const base: ExampleContent = { inputs: { a: "1" }, reference: null, metadata: {} };
    const others: ExampleContent[] = [
      { ...base, inputs: { a: 1 } },
      { ...base, reference: "" },
      { ...base, metadata: { a: "1" } },
    ];
    expect(new Set([base, ...others].map(hashExample)).size).toBe(4);
  });

  it("of a version depends on the order of its examples", () => {
    const hashes = fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{64}$/), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(
        hashes,
        (list) =>
          hashVersion(list) === hashVersion([...list]) &&
          hashVersion(list) !== hashVersion(list.toReversed()),
      ),
    );
  });
});

describe("what JSON in PostgreSQL cannot hold", () => {
  it("is found at any depth, in keys too", () => {
    expect(findUnstorable({ a: ["fine", { b: "x\u0000y" }] })).toContain("NUL");
    expect(findUnstorable({ "k\u0000": 1 })).toContain("NUL");
    expect(findUnstorable({ a: "\ud800" })).toContain("surrogate");
    expect(findUnstorable({ a: ["😀", 1, null, true] })).toBeNull();
  });
});

describe("the difference of two versions", () => {
  const place = (id: string) => ({ id, hash: id });
  it("counts edits apart from additions and removals, and sees a new order", () => {
    const before = ["a", "b", "c", "d"].map(place);
    const after = ["c", "a", "b2", "e"].map(place);
    expect(countChanges(before, after, new Map([["b2", "b"]]))).toEqual({
      added: 1,
      removed: 1,
      changed: 1,
      kept: 2,
      isReordered: true,
    });
  });
  it("is empty between a version and itself", () => {
    const same = ["a", "b"].map(place);
    expect(countChanges(same, same, new Map())).toEqual({
      added: 0,
      removed: 0,
      changed: 0,
      kept: 2,
      isReordered: false,
    });
  });
});
