const logFactorials: number[] = [0];

/** ln n!, summed once and kept; exact to the last digits for the sizes of datasets. */
export function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next += 1) {
    logFactorials[next] = (logFactorials[next - 1] ?? 0) + Math.log(next);
  }
  return logFactorials[n] ?? 0;
}

/** P(X = k) for n trials of chance p. */
export function binomialProbability(k: number, n: number, p: number): number {
  if (p <= 0) return k === 0 ? 1 : 0;
  if (p >= 1) return k === n ? 1 : 0;
  return Math.exp(
    logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p),
  );
}

/** P(X <= k). */
export function binomialAtMost(k: number, n: number, p: number): number {
  let total = 0;
  for (let count = 0; count <= k; count += 1) total += binomialProbability(count, n, p);
  return Math.min(1, total);
}
