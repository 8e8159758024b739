import { expect, it } from "vitest";
import type { ScopeCount } from "./usage/schema.ts";
import { ScopeQuery } from "./scope.ts";
import { leftOutOf, leftOutWords } from "./left-out.ts";

const counts: ScopeCount[] = [
  { environment: "production", source: "api", isSimulated: false, count: 2_310 },
  { environment: "production", source: "api", isSimulated: true, count: 4 },
  { environment: "production", source: "run", isSimulated: false, count: 1 },
  { environment: null, source: "run", isSimulated: false, count: 899 },
  { environment: null, source: "playground", isSimulated: true, count: 100 },
  { environment: null, source: "playground", isSimulated: false, count: 58 },
  { environment: null, source: "api", isSimulated: false, count: 12 },
];
const of = (search: Record<string, string>) => leftOutOf(counts, ScopeQuery.parse(search));

it("counts each call once: in the scope, or under what leaves it out", () => {
  for (const search of [
    {},
    { environment: "any" },
    { source: "any" },
    { source: "api,run", environment: "none" },
  ]) {
    const { counted, simulated, bySource, byEnvironment } = of(search);
    const out = [...bySource, ...byEnvironment].reduce((sum, { count }) => sum + count, 0);
    expect(counted + simulated + out).toBe(3_384);
  }
  expect(of({ environment: "none" }).counted).toBe(12);
});

it("says what is not counted, the most first", () => {
  expect(leftOutWords(of({}))).toBe(
    "900 run calls, 158 playground tries, 12 calls without an environment and 4 simulated are not counted",
  );
  expect(leftOutWords(of({ environment: "any", source: "api,playground,run" }))).toBe(
    "104 simulated are not counted",
  );
  expect(leftOutWords(leftOutOf([counts[2] as ScopeCount], ScopeQuery.parse({})))).toBe(
    "1 run call is not counted",
  );
  expect(leftOutWords(leftOutOf([], ScopeQuery.parse({})))).toBe("");
});
