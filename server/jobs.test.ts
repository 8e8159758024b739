import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { once } from "#platform/runtime";
import "./jobs.ts";

it("every job that a room declares is known to every process that opens the queue", () => {
  const declared = globSync("lib/**/*.ts", {
    exclude: ["lib/jobs/**", "lib/**/*.test.ts", "lib/**/*.testing.ts"],
  })
    .map((file) => [file, [...readFileSync(file, "utf8").matchAll(/\bdefineJob<[^>]*>\(/g)].length] as const)
    .filter(([, count]) => count > 0);
  const known = once("jobs.definitions", () => new Map<string, unknown>());
  expect(declared.length).toBeGreaterThan(2);
  expect(known.size, declared.map(([file]) => file).join(", ")).toBe(
    declared.reduce((sum, [, count]) => sum + count, 0),
  );
});
