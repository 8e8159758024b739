import { hash } from "node:crypto";

/**
 * Targets in the order in which a key prefers them, by weighted rendezvous hashing (Wang and Ravishankar 1998; with
 * weights as Schindelhauer and Schomaker 2005): each target draws a number of its own for each key, so that one that is
 * added takes keys from the others but moves none between them, and one that is taken out leaves its own keys alone.
 */
export function rendezvousOrder<Target extends { key: string; weight: number }>(
  key: string,
  targets: readonly Target[],
): Target[] {
  return targets
    .map((target) => ({ target, score: -target.weight / Math.log(drawOf(key, target.key)) }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ target }) => target);
}

/** A number in (0, 1) that depends on nothing but both: 48 bits of SHA-256. */
function drawOf(key: string, target: string): number {
  const digest = hash("sha256", JSON.stringify([key, target]), "hex");
  return (Number.parseInt(digest.slice(0, 12), 16) + 0.5) / 2 ** 48;
}
