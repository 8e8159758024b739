import type { Random } from "#platform/random";
import type { RouteChoice } from "../definition.ts";
import { isMatch } from "./conditions.ts";
import { rendezvousOrder } from "./rendezvous.ts";

/** What the choice among a route's targets may go by. Functions, so that what a choice does not need is not worked out. */
export type Candidate = {
  /** What it is, whatever its place in the list. */
  key: string;
  name: string | undefined;
  /** It cannot be asked now: nobody is sent to it but by a condition that names it. */
  isGone: boolean;
  order: number;
  weight: number;
  /** Usual time to answer in milliseconds; null where it is not known. */
  latencyMs: () => number | null;
  /** Calls that are at it now. */
  active: () => number;
  /** What the call will probably cost in USD; null where a price is not known. */
  costUsd: () => number | null;
};

/** What of a call the choice may go by. */
export type ChoiceInput = {
  metadata: Record<string, unknown> | null;
  /** What a sticky choice goes by, as the route says; null where the call says nothing of it. */
  stickyKey: string | null;
};

/** Which targets are asked, by their positions, and in words why this one is the first. No words of the caller's. */
export type Chosen = { order: number[]; reason: string };

type At = Candidate & { at: number };
type Ranked = { group: At[]; reason: string };

/**
 * Settles in which order a route's targets are asked: orders one after the other, and among the targets of one order as
 * the route's choice says. Pure but for `random`.
 */
export function chooseOrder(
  choice: RouteChoice,
  candidates: readonly Candidate[],
  input: ChoiceInput,
  random: Random,
): Chosen {
  const all = candidates.map((candidate, at) => ({ ...candidate, at }));
  const first = choice.by === "condition" ? chosenBy(choice, all, input) : null;
  // The one that a condition names stands for its whole order: those who get it are not served by the others of it.
  const rest = all.filter(({ order, isGone }) => !isGone && (!first || order > first.target.order));
  const orders = [...new Set(rest.map(({ order }) => order))].toSorted((a, b) => a - b);
  const ranked = orders.map((order) =>
    rank(
      choice,
      rest.filter((one) => one.order === order),
      input,
      random,
    ),
  );
  const order = ranked.flatMap(({ group }) => group.map(({ at }) => at));
  if (first) return { order: [first.target.at, ...order], reason: first.reason };
  return { order, reason: ranked[0]?.reason ?? "" };
}

function rank(choice: RouteChoice, group: At[], input: ChoiceInput, random: Random): Ranked {
  if (group.length < 2) return { group, reason: "the only one of its order" };
  switch (choice.by) {
    case "latency":
      return byLatency(group, random);
    case "cost":
      return byCost(group, choice.withinMs ?? null);
    case "sticky":
      return input.stickyKey === null
        ? byWeight(group, random, `by weight, since the call names no ${choice.key}`)
        : { group: rendezvousOrder(input.stickyKey, group), reason: `sticky by ${choice.key}` };
    default:
      return byWeight(group, random, "by weight");
  }
}

/** The drawn one first, then the others as listed. */
function byWeight(group: At[], random: Random, reason: string): Ranked {
  let left = random() * group.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = group.find(({ weight }) => (left -= weight) < 0) ?? group[0];
  return { group: drawn ? ahead(drawn, group) : group, reason };
}

/**
 * The power of two choices (Mitzenmacher 2001): of two drawn ones the faster, so that not every call runs to the one that
 * is fastest now. Calls in progress count against a target, and one of which nothing is known is tried by one call at a time.
 */
function byLatency(group: At[], random: Random): Ranked {
  const one = Math.floor(random() * group.length);
  const other = (one + 1 + Math.floor(random() * (group.length - 1))) % group.length;
  const pair = [one, other].flatMap((index) => group[index] ?? []);
  const [best, second] = pair
    .map((target) => ({ target, ms: target.latencyMs(), load: loadOf(target) }))
    .toSorted((a, b) => a.load - b.load);
  if (!best || !second) return { group, reason: "" };
  const words = (ms: number | null) => (ms === null ? "not known yet" : `${Math.round(ms)} ms`);
  const reason = `the faster of two drawn: ${words(best.ms)} against ${words(second.ms)}`;
  return { group: ahead(best.target, group), reason };
}

function loadOf({ latencyMs, active }: At): number {
  const [ms, calls] = [latencyMs(), active()];
  if (ms === null) return calls === 0 ? 0 : Number.POSITIVE_INFINITY;
  return ms * (calls + 1);
}

/** The cheapest of those that are fast enough, or of which that is not known; a price nobody knows comes after all known ones. */
function byCost(group: At[], withinMs: number | null): Ranked {
  const priced = group.map((target) => {
    const ms = withinMs === null ? null : target.latencyMs();
    return { target, usd: target.costUsd(), isLate: withinMs !== null && ms !== null && ms > withinMs };
  });
  const dearest = Number.POSITIVE_INFINITY;
  const sorted = priced.toSorted((a, b) => {
    if (a.isLate !== b.isLate) return a.isLate ? 1 : -1;
    const [one, other] = [a.usd ?? dearest, b.usd ?? dearest];
    return one === other ? 0 : one - other;
  });
  const [first] = sorted;
  const price = first?.usd === null ? "no price is known" : "the cheapest";
  const bound =
    withinMs === null ? "" : first?.isLate ? ", though none is fast enough" : " that is fast enough";
  return { group: sorted.map(({ target }) => target), reason: `${price}${bound}` };
}

function chosenBy(
  { conditions, default: otherwise }: Extract<RouteChoice, { by: "condition" }>,
  all: readonly At[],
  { metadata }: ChoiceInput,
): { target: At; reason: string } | null {
  const matched = conditions.findIndex(({ query }) => isMatch(query, metadata ?? {}));
  const name = conditions[matched]?.then ?? otherwise;
  const target = all.find((one) => one.name === name);
  // Definitions are checked for their names when they are saved.
  if (!target) return null;
  const reason = matched < 0 ? "no condition holds: the default" : `condition ${matched + 1} holds`;
  return { target, reason };
}

function ahead(first: At, group: At[]): At[] {
  return [first, ...group.filter((other) => other !== first)];
}
