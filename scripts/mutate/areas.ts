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
      "lib/budgets/**/*.ts",
      "lib/generation/limits.ts",
      "lib/api/{limit,rate}-headers.ts",
    ],
    tests: [
      "lib/platform/token-bucket.test.ts",
      "lib/identity/sign-in/attempts.test.ts",
      "lib/routes/routes/routes.test.ts",
      "lib/budgets/",
      "lib/generation/limits.test.ts",
      "lib/api/limit-headers.test.ts",
      "lib/api/openai/limits.test.ts",
    ],
  },
  { name: "claims", files: ["lib/review/tasks/*.ts"], tests: ["lib/review/tasks/"] },
  {
    // What the overview, a prompt's metrics and the traffic page read their figures from.
    name: "figures",
    files: [
      "lib/observability/{figures,histogram,in-scope,left-out,parts,scope}.ts",
      "lib/observability/usage/*.ts",
      "lib/observability/store/postgres/{calls,cells,conditions,counts,exact,findings,measures,of-route}.ts",
      "lib/review/summary/*.ts",
      "lib/feedback/feedback/{complaints,read}.ts",
    ],
    tests: ["lib/observability/", "lib/review/summary/", "lib/feedback/feedback/"],
    // They open a database of 0.1.0 or look at how calls are written.
    without: [
      "lib/observability/upgrade.test.ts",
      "lib/observability/usage-upgrade.test.ts",
      "lib/observability/spans-upgrade.test.ts",
      "lib/observability/store/conformance/memory-store.test.ts",
    ],
  },
  { name: "kpis", files: ["lib/feedback/kpis/*.ts"], tests: ["lib/feedback/kpis/"] },
];

/** False for tests, doors, and what an area leaves out. */
export function isMutated(file: string, { without = [] }: Pick<Area, "without">): boolean {
  return !without.includes(file) && !/\.(?:test|testing)\.ts$|\/index\.ts$/.test(file);
}
