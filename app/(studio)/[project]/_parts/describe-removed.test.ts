import { expect, it } from "vitest";
import { formatDate } from "#platform/format";
import { removedWords, spanOfBoth } from "./describe-removed.ts";

const [january, march] = [new Date("2026-01-20T00:00:00Z"), new Date("2026-03-01T00:00:00Z")];
const removed = [
  { kind: "feedback.feedback", before: march },
  { kind: "review.tasks", before: january },
  { kind: "playground.conversations", before: january },
];

it("names what a page counts and retention took, and nothing else", () => {
  const words = removedWords(removed, { of: ["feedback"] });
  expect(words).toBe(`No longer kept, and not counted here: feedback before ${formatDate(march)}.`);
  expect(removedWords(removed, { of: ["feedback", "reviewed tasks"] })).toMatch(
    /: feedback before .*, reviewed tasks before .*\.$/,
  );
  expect(removedWords(removed, { of: ["calls"] })).toBeNull();
  expect(removedWords([{ kind: "observability.generations", before: march }], { of: ["calls"] })).toMatch(
    /calls before .*\. Sums of whole days still count those calls\.$/,
  );
});

it("says of a page that compares that either side may lack it", () => {
  expect(removedWords(removed, { of: ["feedback"], isCompared: true })).toMatch(
    /^No longer kept, and not counted here or in what this is compared with: feedback before /,
  );
});

it("a page that compares begins where the earlier of its two spans does", () => {
  const [scope, before] = [
    { from: march, to: new Date("2026-04-01T00:00:00Z") },
    { from: january, to: march },
  ];
  expect(spanOfBoth(scope, before)).toEqual({ from: january, to: scope.to });
  expect(spanOfBoth(before, scope)).toEqual({ from: january, to: scope.to });
  expect(spanOfBoth(scope, scope)).toEqual(scope);
});
