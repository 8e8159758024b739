/** A source of numbers in [0, 1). */
export type Random = () => number;

/** mulberry32: a small seeded generator, so a bootstrap or a simulated answer can be repeated exactly. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const drawn = new Uint8Array(4_096);
let used = drawn.length;

/**
 * Unguessable bytes, drawn from the system in blocks: a system call for each id would be a noticeable part of a
 * gateway call. The view is valid until the next call of this function.
 */
export function drawBytes(count: number): Uint8Array {
  if (used + count > drawn.length) {
    crypto.getRandomValues(drawn);
    used = 0;
  }
  used += count;
  return drawn.subarray(used - count, used);
}
