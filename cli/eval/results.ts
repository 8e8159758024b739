import { z } from "zod";
import { Evaluator } from "#schema/evaluation";

const number = z.number().nullable();

const CheckResult = z.object({
  key: z.string(),
  name: z.string(),
  type: z.string(),
  weight: z.number(),
  /** 0..1; null where it could not be judged, which is never 0. */
  score: number,
  isPassed: z.boolean().nullable(),
  reason: z.string().nullable(),
  line: number,
});
export type CheckResult = z.infer<typeof CheckResult>;

const CaseResult = z.object({
  /** Places in `tests` and `columns`, from 0, and which time of several, from 1. */
  test: z.number().int(),
  column: z.number().int(),
  sample: z.number().int(),
  /** SHA-256 of what was asked: by it the cases of two runs are paired. */
  hash: z.string(),
  description: z.string(),
  variables: z.record(z.string(), z.unknown()),
  reference: z.unknown(),
  metadata: z.record(z.string(), z.unknown()),
  output: z.string().nullable(),
  /** Why there is no output. */
  error: z.string().nullable(),
  /** Null where a check that decides could not be judged. */
  isPassed: z.boolean().nullable(),
  score: number,
  checks: z.array(CheckResult),
  latencyMs: number,
  inputTokens: number,
  outputTokens: number,
  file: z.string(),
  line: number,
});
export type CaseResult = z.infer<typeof CaseResult>;

/** What `--json` prints and `--baseline` reads. */
export const Results = z.object({
  format: z.literal("valueloop-eval/1"),
  name: z.string(),
  file: z.string(),
  startedAt: z.string(),
  durationMs: z.number(),
  columns: z.array(z.object({ prompt: z.string(), provider: z.string() })),
  repeat: z.number().int(),
  demands: z.array(Evaluator),
  skipped: z.array(z.string()),
  cases: z.array(CaseResult),
});
export type Results = z.infer<typeof Results>;

export type Counts = { passed: number; failed: number; unjudged: number; errors: number; all: number };

/** How many cases passed, failed, could not be judged, and got no answer. */
export function countsOf(cases: readonly CaseResult[]): Counts {
  const answered = cases.filter(({ error }) => error === null);
  const passed = answered.filter(({ isPassed }) => isPassed === true).length;
  const failed = answered.filter(({ isPassed }) => isPassed === false).length;
  return {
    passed,
    failed,
    unjudged: answered.length - passed - failed,
    errors: cases.length - answered.length,
    all: cases.length,
  };
}
