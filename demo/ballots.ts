import type { Random } from "#platform/random";
import { pick } from "./calls.ts";
import type { Call } from "./call.ts";
import { goodShares } from "./content/samples.ts";

const feedbackShare = 0.105;

export type Ballots = { draw(calls: Call[], random: Random): { call: Call; isUp: boolean }[] };

/**
 * Chooses who says what about the calls of one version. The share of ups follows the version's quality from call to
 * call rather than by chance, since a month's feedback on one version is too little for chance to show it.
 */
export function makeBallots(): Ballots {
  const carried = new Map<string, { count: number; ups: number }>();
  return {
    draw(calls, random) {
      const [first] = calls;
      if (!first) return [];
      const { promptVersionId, promptVersionNumber } = first.record;
      const carry = carried.get(promptVersionId ?? "") ?? { count: 0.5, ups: 0.5 };
      carried.set(promptVersionId ?? "", carry);
      const good = goodShares[first.path]?.[promptVersionNumber ?? 1] ?? 0.9;
      carry.count += calls.length * feedbackShare;
      const drawn = new Map<Call, boolean>();
      for (; carry.count >= 1; carry.count -= 1) {
        carry.ups += 0.97 * good + 0.1 * (1 - good);
        const isUp = carry.ups >= 1;
        if (isUp) carry.ups -= 1;
        const left = calls.filter((call) => !drawn.has(call));
        const fitting = left.filter(({ isGood }) => isGood === isUp);
        const choices = fitting.length > 0 ? fitting : left;
        if (choices.length > 0) drawn.set(pick(choices, random), isUp);
      }
      return [...drawn].map(([call, isUp]) => ({ call, isUp }));
    },
  };
}
