import { mean } from "#statistics";

/** A row about one answer; without an example it is an example of its own. */
export type OfExample = { exampleId?: string | undefined; sample?: number | undefined };

/**
 * Answers to the same example, together. They share its difficulty, so k of them are one piece of evidence about the
 * next example and not k: every interval, test and gate counts an example once, with the mean of its answers.
 */
export function byExample<Row extends OfExample>(rows: readonly Row[]): Row[][] {
  const groups = new Map<unknown, Row[]>();
  for (const [place, row] of rows.entries()) {
    const of = row.exampleId ?? place;
    const group = groups.get(of);
    if (group) group.push(row);
    else groups.set(of, [row]);
  }
  return [...groups.values()];
}

/** One mean for every example that has a value. */
export function meansByExample<Row extends OfExample>(
  rows: readonly Row[],
  read: (row: Row) => number | null,
): number[] {
  return byExample(rows).flatMap((group) => {
    const values = group.map(read).filter((value) => value !== null);
    return values.length > 0 ? [mean(values)] : [];
  });
}

/** One answer an example: what a percentile of calls is read from, since no mean of an example's calls has it. */
export function firstSamples<Row extends OfExample>(rows: readonly Row[]): Row[] {
  return rows.filter(({ sample = 1 }) => sample === 1);
}
