import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Included } from "../template/includes.ts";
import type { MergeResolution } from "./contents.ts";
import { mergeIncludes } from "./pins.ts";

const said = ["one", "two", "one", "three"];
/** A version of a prompt; its first and third say the same. */
const version = (reference: string, number: number): Included => ({
  reference,
  promptId: reference,
  path: reference,
  versionId: `${reference} ${number}`,
  versionNumber: number,
  contentHash: said[number - 1] ?? "",
  text: said[number - 1] ?? "",
  variables: [],
  includes: [],
});
const side = (versions: Record<string, number>) =>
  Object.entries(versions).map(([reference, number]) => version(reference, number));
type Numbers = Record<string, number>;
const merge = (
  base: Numbers,
  ours: Numbers,
  theirs: Numbers,
  resolutions: Record<string, MergeResolution> = {},
) => {
  const { settled, places } = mergeIncludes(
    { base: side(base), ours: side(ours), theirs: side(theirs) },
    resolutions,
  );
  const stands = Object.fromEntries(settled.map((each) => [each.reference, each.versionNumber]));
  return { stands, places: places.map(({ place, kind }) => [place, kind]) };
};

describe("a merge of what stands in a prompt", () => {
  it.each([
    ["nobody changed", { a: 1 }, { a: 1 }, { a: 1 }, { a: 1 }, []],
    ["ours took up", { a: 1 }, { a: 2 }, { a: 1 }, { a: 2 }, [["include a", "ours"]]],
    ["theirs took up", { a: 1 }, { a: 1 }, { a: 2 }, { a: 2 }, [["include a", "theirs"]]],
    ["both took up", { a: 1 }, { a: 2 }, { a: 2 }, { a: 2 }, [["include a", "both"]]],
    ["says what it said", { a: 1 }, { a: 1 }, { a: 3 }, { a: 3 }, []],
    ["says the same, ours newer", { a: 2 }, { a: 3 }, { a: 1 }, { a: 3 }, [["include a", "both"]]],
    ["only ours holds", {}, { a: 2 }, {}, { a: 2 }, []],
    ["only theirs holds", {}, {}, { a: 2 }, { a: 2 }, []],
    ["theirs took out", { a: 1 }, { a: 2 }, {}, { a: 2 }, []],
    ["both took out", { a: 1 }, {}, {}, { a: 1 }, []],
    ["both took up otherwise", { a: 1 }, { a: 2 }, { a: 4 }, {}, [["include a", "conflict"]]],
    ["both put in otherwise", {}, { a: 2 }, { a: 4 }, {}, [["include a", "conflict"]]],
  ] as [string, Numbers, Numbers, Numbers, Numbers, string[][]][])(
    "settles one that %s",
    (...[, base, ours, theirs, stands, places]) => {
      expect(merge(base, ours, theirs)).toEqual({ stands, places });
    },
  );

  it("takes what was decided, and nothing but one of the three", () => {
    const decide = (resolution: MergeResolution, base: Numbers = { a: 1 }) =>
      merge(base, { a: 2 }, { a: 4 }, { "include a": resolution }).stands;
    expect(decide({ take: "ours" })).toEqual({ a: 2 });
    expect(decide({ take: "theirs" })).toEqual({ a: 4 });
    expect(decide({ take: "base" })).toEqual({ a: 1 });
    expect(() => decide({ take: "base" }, {})).toThrow(/take "ours" or "theirs"/);
    expect(() => decide({ value: "a@2" })).toThrow(/include a/);
  });

  it("comes to the same whichever side is called ours", () => {
    const numbers = fc.dictionary(fc.constantFrom("a", "b"), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(numbers, numbers, numbers, (base, ours, theirs) => {
        const sorted = ({ stands, places }: ReturnType<typeof merge>) => ({
          stands,
          places: places.map(([place]) => place).toSorted(),
        });
        expect(sorted(merge(base, ours, theirs))).toEqual(sorted(merge(base, theirs, ours)));
      }),
    );
  });
});
