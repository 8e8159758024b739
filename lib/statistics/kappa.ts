/** How far apart two categories count: any miss alike, by distance, or by distance squared. */
export type KappaWeights = "none" | "linear" | "quadratic";

/**
 * Cohen's kappa of a square table of counts (rows one rater, columns the other): Cohen 1960, weighted 1968.
 * NaN when chance alone explains the table, as when both use one category only.
 */
export function cohenKappa(table: readonly (readonly number[])[], weights: KappaWeights = "none"): number {
  const size = table.length;
  const total = table.flat().reduce((sum, count) => sum + count, 0);
  const rows = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columns = table.map((_, column) => table.reduce((sum, row) => sum + (row[column] ?? 0), 0));
  let observed = 0;
  let expected = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const weight = disagreement(row, column, size, weights);
      observed += weight * ((table[row]?.[column] ?? 0) / total);
      expected += weight * (((rows[row] ?? 0) * (columns[column] ?? 0)) / total ** 2);
    }
  }
  return expected === 0 ? Number.NaN : 1 - observed / expected;
}

/** Counts two raters' labels into the table `cohenKappa` takes; categories in the order given. */
export function confusionTable<Label>(
  pairs: readonly (readonly [Label, Label])[],
  categories: readonly Label[],
): number[][] {
  const table = categories.map(() => categories.map(() => 0));
  for (const [left, right] of pairs) {
    const row = table[categories.indexOf(left)];
    const column = categories.indexOf(right);
    if (row && column >= 0) row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

function disagreement(row: number, column: number, size: number, weights: KappaWeights): number {
  if (weights === "none") return row === column ? 0 : 1;
  const distance = Math.abs(row - column) / (size - 1);
  return weights === "linear" ? distance : distance ** 2;
}
