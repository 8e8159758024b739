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
    // They draw for minutes, which is too long for each mutant.
    without: ["lib/statistics/simulation.test.ts"],
  },
  { name: "gate", files: ["lib/releases/gate/*.ts"], tests: ["lib/releases/gate/"] },
  { name: "overview", files: ["lib/loop/overview/*.ts"], tests: ["lib/loop/overview/"] },
  {
    name: "limits",
    files: ["lib/api/rate-limit.ts", "lib/identity/sign-in/attempts.ts"],
    tests: ["lib/api/rate-limit.test.ts", "lib/identity/sign-in/attempts.test.ts"],
  },
  { name: "claims", files: ["lib/review/tasks/*.ts"], tests: ["lib/review/tasks/"] },
  { name: "kpis", files: ["lib/feedback/kpis/*.ts"], tests: ["lib/feedback/kpis/"] },
];

/** Files of an area that hold no code of their own to be wrong. */
export function isMutated(file: string): boolean {
  return !/\.(?:test|testing)\.ts$|\/index\.ts$/.test(file);
}
