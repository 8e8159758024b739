import { type Context, requirePermission } from "#lib/identity";
import { agreement, confusionTable, clopperPearsonInterval } from "#statistics";
import { AgreementInput, decisionKinds, type QueueAgreement, type SettledAs } from "../schema.ts";
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
  const pairs = (await readPairs(ctx, filter)).map(({ a, b }) => [a, b] as const);
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
    kappa: pairs.length < enoughPairs ? null : kappaOf(table),
    table,
    settled: {
      milder: settledAs("milder"),
      stricter: settledAs("stricter"),
      neither: settledAs("neither"),
      leftOpen: settledAs("leftOpen"),
    },
  };
}

function kappaOf(table: number[][]): QueueAgreement["kappa"] {
  const { kappa = null, interval = null } = agreement(table) ?? {};
  return kappa === null || interval === null ? null : { value: kappa, ...interval };
}
