import { boundedMeanInterval, mean, passAllK, passAtK } from "#statistics";
import { byExample, type OfExample } from "../samples.ts";
import type { AtK, Repeats } from "./summary-shape.ts";

type Answer = OfExample & { status: string; isPassed?: boolean | null };
type Counts = { samples: number; right: number };

/** pass@k and pass^k are shown for these and for all samples of the run. */
const shownK = [1, 2, 3, 5, 10, 25, 50, 100];

/**
 * How often and how steadily a run with several samples is right: nothing for a run with one. An answer is right when
 * its case passed; a call that failed is not; one that nobody could judge is left out.
 */
export function repeatsOf(answers: readonly Answer[]): { repeats?: Repeats } {
  const most = answers.reduce((high, { sample = 1 }) => Math.max(high, sample), 1);
  if (most === 1) return {};
  const counts = byExample(answers).map(countsOf);
  const known = counts.filter(({ samples }) => samples > 0);
  const several = counts.filter(({ samples }) => samples > 1);
  const ks = [...new Set([...shownK, most])].filter((k) => k <= most).sort((left, right) => left - right);
  return {
    repeats: {
      samples: most,
      examples: known.length,
      passAtK: ks.flatMap((k) => estimate(known, k, passAtK)),
      passAllK: ks.flatMap((k) => estimate(known, k, passAllK)),
      always: several.filter(({ samples, right }) => right === samples).length,
      never: several.filter(({ right }) => right === 0).length,
      flaky: several.filter(isFlaky).length,
    },
  };
}

/** Right on some answers and not on others. */
export function isFlaky({ samples, right }: Counts): boolean {
  return right > 0 && right < samples;
}

/** What is known of an example's answers. */
export function countsOf(group: readonly Pick<Answer, "status" | "isPassed">[]): Counts {
  const ended = group.filter(
    ({ status, isPassed = null }) => status === "failed" || (status === "succeeded" && isPassed !== null),
  );
  return { samples: ended.length, right: ended.filter(({ isPassed }) => isPassed === true).length };
}

/** Mean over the examples with at least k answers; nothing where there is none. */
function estimate(
  counts: readonly Counts[],
  k: number,
  of: (samples: number, right: number, k: number) => number,
): AtK[] {
  const values = counts
    .filter(({ samples }) => samples >= k)
    .map(({ samples, right }) => of(samples, right, k));
  return values.length === 0
    ? []
    : [{ k, value: mean(values), ...boundedMeanInterval(values), examples: values.length }];
}
