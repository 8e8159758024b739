import { type Context, requirePermission } from "#lib/identity";
import { boundedMeanInterval, cohenKappa, confusionTable, clopperPearsonInterval } from "#statistics";
import {
  AgreementInput,
  type DecisionKind,
  decisionKinds,
  type QueueAgreement,
  type SettledAs,
} from "../schema.ts";
import { readPairs, readSettled } from "./pairs.ts";

/** Fewer pairs than this say nothing about agreement beyond chance. */
export const enoughPairs = 30;

/**
 * How often two independent opinions on a task agree, over tasks whose opinions are both in (the later one in the
 * span), and how third persons settled those that did not. Throws forbidden, invalid_input.
 */
export async function queueAgreement(ctx: Context, input: AgreementInput = {}): Promise<QueueAgreement> {
  requirePermission(ctx, "queue.read");
  const filter = AgreementInput.parse(input);
  const pairs = (await readPairs(ctx, filter)).map(({ a, b }): Pair => [a, b]);
  const settled = await readSettled(ctx, filter);
  const settledAs = (way: SettledAs) => settled.filter((each) => each.as === way).length;
  const table = confusionTable(pairs, decisionKinds);
  const same = pairs.filter(([a, b]) => a === b).length;
  return {
    pairs: pairs.length,
    same,
    share:
      pairs.length === 0
        ? null
        : { value: same / pairs.length, ...clopperPearsonInterval(same, pairs.length) },
    kappa: pairs.length < enoughPairs ? null : kappaOf(table, pairs),
    table,
    settled: {
      milder: settledAs("milder"),
      stricter: settledAs("stricter"),
      neither: settledAs("neither"),
      leftOpen: settledAs("leftOpen"),
    },
  };
}

type Pair = [DecisionKind, DecisionKind];
/** The interval is that of the agreement, with the agreement by chance held fixed. */
function kappaOf(table: number[][], pairs: readonly Pair[]): QueueAgreement["kappa"] {
  const byChance = expectedOf(table);
  if (byChance === 0) return null;
  const { low, high } = boundedMeanInterval(pairs.map(([a, b]) => (a === b ? 1 : 0)));
  return {
    value: cohenKappa(table),
    low: Math.max(-1, 1 - (1 - low) / byChance),
    high: 1 - (1 - high) / byChance,
  };
}

/** Disagreement by chance, from the margins. */
function expectedOf(table: readonly (readonly number[])[]): number {
  const total = table.flat().reduce((sum, count) => sum + count, 0);
  return (
    1 -
    table.reduce((sum, row, place) => {
      const across = row.reduce((all, count) => all + count, 0);
      const down = table.reduce((all, each) => all + (each[place] ?? 0), 0);
      return sum + (across * down) / total ** 2;
    }, 0)
  );
}
