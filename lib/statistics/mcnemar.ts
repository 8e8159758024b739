import { binomialAtMost, binomialProbability } from "./binomial.ts";

/**
 * Exact two-sided McNemar test (McNemar 1947) on the discordant pairs: `better` that only the candidate
 * got right, `worse` that only the baseline did. `midP` is the less conservative mid-p (Fagerland 2013).
 */
export function mcnemarExact(better: number, worse: number): { p: number; midP: number } {
  const discordant = better + worse;
  if (discordant === 0) return { p: 1, midP: 1 };
  const fewer = Math.min(better, worse);
  const p = 2 * binomialAtMost(fewer, discordant, 0.5);
  return { p: Math.min(1, p), midP: Math.min(1, p - binomialProbability(fewer, discordant, 0.5)) };
}
