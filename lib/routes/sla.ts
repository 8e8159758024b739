import { z } from "zod";
import { routeLimits } from "./constants.ts";

/** What a route promises: how long its answers take, and what one costs. */
export const RouteSla = z
  .object({
    p95Ms: z
      .number()
      .int()
      .min(1)
      .max(routeLimits.timeoutMs)
      .optional()
      .describe(
        "95 of 100 answers come within so many milliseconds. A choice by cost asks models that keep to it first, where it says no time of its own.",
      ),
    costUsd: z
      .number()
      .positive()
      .max(1_000_000)
      .optional()
      .describe("What an answer costs on average at most, in USD."),
  })
  .refine(({ p95Ms, costUsd }) => p95Ms !== undefined || costUsd !== undefined, {
    error: "Say how long an answer may take, or what it may cost.",
  });
export type RouteSla = z.output<typeof RouteSla>;

/** Whether a promise is kept; null where too little is known to say. */
export type Kept = boolean | null;

/** A route's figures against what it promises. `costUsd` is that of an answer on average. Pure. */
export function slaKept(
  { p95Ms, costUsd }: RouteSla,
  figures: { p95Ms: number | null; costUsd: number | null },
): { latency: Kept; cost: Kept } {
  const within = (most: number | undefined, found: number | null) =>
    most === undefined || found === null ? null : found <= most;
  return { latency: within(p95Ms, figures.p95Ms), cost: within(costUsd, figures.costUsd) };
}
