import type { MessageRole } from "./schema.ts";

/** A message, or the text of a text prompt, which has neither role nor id. */
export type Piece = { id?: string | null; role: MessageRole | null; text: string };
/** Two messages that are one before and after; null where there is none. */
export type Pair = { old: number | null; now: number | null; isMoved: boolean };

/** A message that came or went costs less than two that share nothing, if their roles differ, and more if not. */
const unpairedCost = 0.55;
const otherRoleCost = 0.4;
/** From here on two messages of one role in different places are the same one, moved and changed. */
const leastAlike = 0.5;

/**
 * Which message became which: those of one id, then the same ones in the same order (longest common subsequence), then the same ones
 * elsewhere, then the others by the cheapest alignment, then what is left by likeness. What does not stand in the
 * longest run that kept its order has moved. In the order of the new messages, what was removed where it stood.
 */
export function pairMessages(old: readonly Piece[], now: readonly Piece[]): Pair[] {
  const partner = new Map<number, number>();
  const left = () => ({
    old: [...old.keys()].filter((at) => ![...partner.values()].includes(at)),
    now: [...now.keys()].filter((at) => !partner.has(at)),
  });
  for (const [j, piece] of now.entries()) {
    const i = piece.id ? old.findIndex(({ id }) => id === piece.id) : -1;
    if (i >= 0) partner.set(j, i);
  }
  const unnamed = left();
  for (const [i, j] of commonOnes(at(old, unnamed.old), at(now, unnamed.now)))
    partner.set(unnamed.now[j] ?? 0, unnamed.old[i] ?? 0);
  const elsewhere = left();
  for (const j of elsewhere.now) {
    const found = elsewhere.old.findIndex((i) => isSame(old[i], now[j]));
    if (found >= 0) partner.set(j, elsewhere.old.splice(found, 1)[0] ?? 0);
  }
  const { likeness, cost } = measure(old, now);
  const apart = left();
  for (const [i, j] of cheapest(apart.old, apart.now, cost)) partner.set(j, i);
  const rest = left();
  for (const j of rest.now) {
    const best = rest.old
      .filter((i) => old[i]?.role === now[j]?.role && likeness(i, j) >= leastAlike)
      .toSorted((a, b) => likeness(b, j) - likeness(a, j))[0];
    if (best === undefined) continue;
    partner.set(j, best);
    rest.old.splice(rest.old.indexOf(best), 1);
  }
  return inOrder(partner, old.length, now.length);
}

function at(pieces: readonly Piece[], places: readonly number[]): Piece[] {
  return places.flatMap((place) => pieces[place] ?? []);
}

function isSame(one: Piece | undefined, other: Piece | undefined): boolean {
  return one?.role === other?.role && one?.text === other?.text;
}

/** The longest common subsequence of two lists of messages, as pairs of places. */
function commonOnes(old: readonly Piece[], now: readonly Piece[]): [number, number][] {
  const lengths = grid(old.length + 1, now.length + 1);
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      set(
        lengths,
        i,
        j,
        isSame(old[i], now[j])
          ? get(lengths, i + 1, j + 1) + 1
          : Math.max(get(lengths, i + 1, j), get(lengths, i, j + 1)),
      );
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    if (isSame(old[i], now[j])) pairs.push([i++, j++]);
    else if (get(lengths, i + 1, j) >= get(lengths, i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** The alignment of two lists of places that costs least; those it leaves alone came or went. */
function cheapest(
  old: readonly number[],
  now: readonly number[],
  cost: (i: number, j: number) => number,
): [number, number][] {
  const costs = grid(old.length + 1, now.length + 1);
  const at = (list: readonly number[], place: number) => list[place] ?? 0;
  for (let i = old.length; i >= 0; i -= 1)
    for (let j = now.length; j >= 0; j -= 1) {
      if (i === old.length || j === now.length) {
        set(costs, i, j, (old.length - i + now.length - j) * unpairedCost);
        continue;
      }
      const paired = get(costs, i + 1, j + 1) + cost(at(old, i), at(now, j));
      set(
        costs,
        i,
        j,
        Math.min(paired, get(costs, i + 1, j) + unpairedCost, get(costs, i, j + 1) + unpairedCost),
      );
    }
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < now.length) {
    const here = get(costs, i, j);
    if (here === get(costs, i + 1, j + 1) + cost(at(old, i), at(now, j)))
      pairs.push([at(old, i++), at(now, j++)]);
    else if (here === get(costs, i + 1, j) + unpairedCost) i += 1;
    else j += 1;
  }
  return pairs;
}

/** Likeness of two texts by the words they share (Dice), 0 to 1; each text is taken apart once. */
function measure(old: readonly Piece[], now: readonly Piece[]) {
  const [oldBags, nowBags] = [old.map(({ text }) => bagOf(text)), now.map(({ text }) => bagOf(text))];
  const known = new Map<string, number>();
  const likeness = (i: number, j: number): number => {
    const key = `${i} ${j}`;
    const value = known.get(key) ?? dice(oldBags[i], nowBags[j]);
    known.set(key, value);
    return value;
  };
  const cost = (i: number, j: number) =>
    1 - likeness(i, j) + (old[i]?.role === now[j]?.role ? 0 : otherRoleCost);
  return { likeness, cost };
}

type Bag = { counts: Map<string, number>; size: number };

/** Words; single characters where there are next to none, as in a language that writes without spaces. */
function bagOf(text: string): Bag {
  const words = text.split(/\s+/).filter(Boolean);
  const pieces = words.length < 4 ? Array.from(text.slice(0, 2_000)) : words;
  const counts = new Map<string, number>();
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return { counts, size: pieces.length };
}

function dice(one: Bag | undefined, other: Bag | undefined): number {
  if (!one || !other) return 0;
  if (one.size + other.size === 0) return 1;
  const [small, large] = one.counts.size <= other.counts.size ? [one, other] : [other, one];
  let shared = 0;
  for (const [piece, count] of small.counts) shared += Math.min(count, large.counts.get(piece) ?? 0);
  return (2 * shared) / (one.size + other.size);
}

function inOrder(partner: ReadonlyMap<number, number>, oldCount: number, nowCount: number): Pair[] {
  const kept = longestRun([...partner].toSorted(([a], [b]) => a - b).map(([, i]) => i));
  const pairs: Pair[] = Array.from({ length: nowCount }, (_none, j) => {
    const i = partner.get(j);
    return i === undefined
      ? { old: null, now: j, isMoved: false }
      : { old: i, now: j, isMoved: !kept.has(i) };
  });
  const taken = new Set(partner.values());
  for (let i = 0; i < oldCount; i += 1) {
    if (taken.has(i)) continue;
    const before = i === 0 ? -1 : pairs.findIndex((pair) => pair.old === i - 1);
    pairs.splice(before + 1, 0, { old: i, now: null, isMoved: false });
  }
  return pairs;
}

/** The members of the longest rising subsequence. */
function longestRun(places: readonly number[]): ReadonlySet<number> {
  const runs: number[][] = [];
  for (const [at, place] of places.entries()) {
    let best: number[] = [];
    for (let before = 0; before < at; before += 1) {
      const run = runs[before] ?? [];
      if ((places[before] ?? 0) < place && run.length > best.length) best = run;
    }
    runs.push([...best, place]);
  }
  return new Set(runs.reduce<number[]>((longest, run) => (run.length > longest.length ? run : longest), []));
}

type Grid = { columns: number; values: Float64Array };
const grid = (rows: number, columns: number): Grid => ({ columns, values: new Float64Array(rows * columns) });
const get = ({ columns, values }: Grid, row: number, column: number) => values[row * columns + column] ?? 0;
const set = ({ columns, values }: Grid, row: number, column: number, value: number) => {
  values[row * columns + column] = value;
};
