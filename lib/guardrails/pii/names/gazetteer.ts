import { hashOfWord } from "./tokens.ts";

/** What a word is known as, as bits: the tagger knows them by these numbers. */
export const known = { first: 1, last: 2, place: 4, common: 8, oftenFirst: 16, oftenLast: 32 } as const;

/** Bits by the hash of a word, in a table of open addresses: no strings in memory, one look per word. */
export class Gazetteer {
  /** The upper half of each hash: the slot tells most of the lower one, and one word in 30,000 taken for another does no harm. */
  readonly #halves: Uint16Array;
  readonly #bits: Uint8Array;
  readonly #mask: number;

  /** Takes the file as `packGazetteer` writes it: how many slots (a power of two), half of each hash, the bits. */
  constructor(file: Uint8Array) {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const slots = view.getUint32(0, true);
    this.#halves = Uint16Array.from({ length: slots }, (_, at) => view.getUint16(4 + at * 2, true));
    this.#bits = file.slice(4 + slots * 2, 4 + slots * 3);
    this.#mask = slots - 1;
  }

  /** The bits of the word of this hash, 0 for one it does not know. */
  look(hash: number): number {
    const half = hash >>> 16;
    let slot = hash & this.#mask;
    for (;;) {
      const bits = this.#bits[slot] ?? 0;
      if (bits === 0 || this.#halves[slot] === half) return bits;
      slot = (slot + 1) & this.#mask;
    }
  }
}

/** Writes a table that is at most four fifths full. */
export function packGazetteer(entries: ReadonlyMap<string, number>): Uint8Array {
  let slots = 1024;
  while (slots * 0.8 < entries.size) slots *= 2;
  const [halves, bits] = [new Uint16Array(slots), new Uint8Array(slots)];
  for (const [word, known] of entries) {
    const hash = hashOfWord(word);
    let slot = hash & (slots - 1);
    while (bits[slot] && halves[slot] !== hash >>> 16) slot = (slot + 1) & (slots - 1);
    halves[slot] = hash >>> 16;
    bits[slot] = (bits[slot] ?? 0) | known;
  }
  const file = new Uint8Array(4 + slots * 3);
  const view = new DataView(file.buffer);
  view.setUint32(0, slots, true);
  halves.forEach((half, at) => view.setUint16(4 + at * 2, half, true));
  file.set(bits, 4 + slots * 2);
  return file;
}
