import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { meaningRules } from "./constants.ts";
import { disagreementOf, sharedMeaning } from "./disagreement.ts";
import { sidesOf } from "./sides.ts";

/** What every version of the rules says of the stored pairs. A new version adds a line; none is changed. */
const digests: Record<number, string> = {
  1: "6eff3c64c9a3f5f0",
  2: "599e14f4b377d775",
  3: "2d9c7ff9f320d6c7",
};

test("the version of the rules is raised when they say something else of the stored pairs", () => {
  const digest = createHash("sha256");
  for (const name of ["dev", "further", "kept", "own"]) {
    const lines = readFileSync(new URL(`./data/contradiction-${name}.jsonl`, import.meta.url), "utf8");
    for (const line of lines.trim().split("\n")) {
      const { a, b } = JSON.parse(line) as { a: string; b: string };
      const sides = sidesOf(a, b);
      digest.update(`${disagreementOf(...sides)?.rule ?? "none"} ${sharedMeaning(...sides).toFixed(3)}\n`);
    }
  }
  expect(digest.digest("hex").slice(0, 16)).toBe(digests[meaningRules]);
});
