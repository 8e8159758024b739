import { setTimeout as sleep } from "node:timers/promises";
import { contentHash } from "#platform/canonical";
import { call } from "./call.ts";
import { judge } from "./judge.ts";
import type { Column, Plan, Test } from "./plan.ts";
import type { CaseResult, Results } from "./results.ts";

type Cell = { test: Test; column: Column; place: number; sample: number };

/** Runs every case of a plan, so many at once. After `signal` it ends with what was done until then. */
export async function perform(
  plan: Plan,
  { signal, onCase }: { signal: AbortSignal; onCase(done: CaseResult, all: number): void },
): Promise<Results> {
  const started = new Date();
  const cells = cellsOf(plan);
  const done: (CaseResult | undefined)[] = Array.from({ length: cells.length });
  let next = 0;
  let free = 0;
  const slot = async () => {
    for (let at = next++; at < cells.length && !signal.aborted; at = next++) {
      free = await paced(free, plan.delayMs);
      const cell = cells[at];
      const result = cell && (await performCell(plan, cell, signal));
      if (!result) return;
      done[at] = result;
      onCase(result, cells.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(plan.concurrency, cells.length) }, slot));
  return {
    format: "valueloop-eval/1",
    name: plan.name,
    file: plan.file,
    startedAt: started.toISOString(),
    durationMs: Date.now() - started.getTime(),
    columns: plan.columns.map(({ prompt, provider }) => ({ prompt, provider })),
    repeat: plan.repeat,
    demands: [...plan.demands],
    skipped: [],
    cases: done.filter((result) => result !== undefined),
  };
}

/** How many cases a plan has. */
export function cellsOf({ tests, columns, repeat }: Plan): Cell[] {
  return tests.flatMap((test) =>
    columns.flatMap((column, place) => {
      const isFor =
        (test.prompts === null || test.prompts.includes(column.prompt)) &&
        (test.providers === null || test.providers.includes(column.provider));
      return isFor
        ? Array.from({ length: repeat }, (_, sample) => ({ test, column, place, sample: sample + 1 }))
        : [];
    }),
  );
}

/** Waits until the next call may begin; the time of the one after it. */
async function paced(free: number, delayMs: number): Promise<number> {
  if (delayMs === 0) return 0;
  const wait = free - Date.now();
  if (wait > 0) await sleep(wait);
  return Math.max(free, Date.now()) + delayMs;
}

/** One case; null where it was stopped in the middle. */
async function performCell(
  plan: Plan,
  { test, column, place, sample }: Cell,
  signal: AbortSignal,
): Promise<CaseResult | null> {
  const base = {
    test: test.index,
    column: place,
    sample,
    hash: contentHash({ variables: test.variables, reference: test.reference ?? null }),
    description: test.description,
    variables: test.variables,
    reference: test.reference ?? null,
    metadata: test.metadata,
    file: test.file,
    line: test.line,
  };
  const failed = (error: string) => ({
    ...base,
    output: null,
    error,
    isPassed: false,
    score: null,
    checks: [],
    latencyMs: null,
    inputTokens: null,
    outputTokens: null,
  });
  try {
    const answer = await call(column.endpoint, column.render(test), signal);
    if ("error" in answer) return failed(answer.error);
    const { latencyMs, inputTokens, outputTokens } = answer;
    const judged = await judge(plan, { test, transform: column.transform, answer }, signal);
    return { ...base, ...judged, error: null, latencyMs, inputTokens, outputTokens };
  } catch (error) {
    if (signal.aborted) return null;
    return failed(error instanceof Error ? error.message : String(error));
  }
}
