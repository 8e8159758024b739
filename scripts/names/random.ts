/** Seeded randomness (mulberry32), so that training gives the same weights again. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 up to but not 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let value = this.#state;
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  }

  whole(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<Value>(list: readonly Value[]): Value {
    const value = list[Math.floor(this.next() * list.length)];
    if (value === undefined) throw new Error("Nothing to pick from.");
    return value;
  }

  shuffle<Value>(list: Value[]): Value[] {
    for (let at = list.length - 1; at > 0; at -= 1) {
      const other = this.whole(0, at);
      const [a, b] = [list[at], list[other]];
      if (a !== undefined && b !== undefined) [list[at], list[other]] = [b, a];
    }
    return list;
  }
}
