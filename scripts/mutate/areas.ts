/** What is mutated, and the tests that answer for it: a mutant that only a farther test would notice counts as survived. */
export type Area = {
  name: string;
  files: readonly string[];
  tests: readonly string[];
  without?: readonly string[];
};

export const areas: readonly Area[] = [
  {
    name: "statistics",
    files: ["lib/statistics/*.ts"],
    tests: ["lib/statistics/"],
    // The simulations draw for minutes, which is too long for each mutant; draws.ts is what they draw from.
    without: ["lib/statistics/simulation.test.ts", "lib/statistics/draws.ts"],
  },
  { name: "gate", files: ["lib/releases/gate/*.ts"], tests: ["lib/releases/gate/"] },
  { name: "overview", files: ["lib/loop/overview/*.ts"], tests: ["lib/loop/overview/"] },
  {
    name: "limits",
    files: [
      "lib/platform/token-bucket.ts",
      "lib/identity/sign-in/attempts.ts",
      "lib/routes/routes/take-turn.ts",
    ],
    tests: [
      "lib/platform/token-bucket.test.ts",
      "lib/identity/sign-in/attempts.test.ts",
      "lib/routes/routes/routes.test.ts",
    ],
  },
  { name: "claims", files: ["lib/review/tasks/*.ts"], tests: ["lib/review/tasks/"] },
  { name: "kpis", files: ["lib/feedback/kpis/*.ts"], tests: ["lib/feedback/kpis/"] },
];

/** False for tests, doors, and what an area leaves out. */
export function isMutated(file: string, { without = [] }: Pick<Area, "without">): boolean {
  return !without.includes(file) && !/\.(?:test|testing)\.ts$|\/index\.ts$/.test(file);
}
