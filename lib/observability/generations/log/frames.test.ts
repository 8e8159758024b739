import fc from "fast-check";
import { expect, it } from "vitest";
import { newId } from "#platform/ids";
import type { Generation } from "../schema.ts";
import { absent } from "../absent.ts";
import type { StorableGeneration } from "../storable.ts";
import { frameOf, readFrames } from "./frames.ts";

function item(output: string): StorableGeneration {
  const generation = { ...absent, id: newId(), startedAt: new Date("2026-05-04T03:02:01.123Z"), output };
  return {
    projectId: newId(),
    generation: generation as unknown as Generation,
    endUserHash: "hash",
    spans: [],
  };
}

const bytesOf = (items: StorableGeneration[]) => Buffer.from(items.map(frameOf).join(""));

it("gives back what was written", () => {
  const items = [item("plain"), item("line\nbreak, ümlaut, \u2028, \0 and half \ud800"), item("")];
  expect(readFrames(bytesOf(items))).toEqual({ items, damaged: [], isTorn: false });
});

it("a file cut at any byte holds what was written whole before the cut, and nothing else", () => {
  const texts = fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(texts, fc.double({ min: 0, max: 1, noNaN: true }), (outputs, part) => {
      const items = outputs.map(item);
      const bytes = bytesOf(items);
      const cut = Math.floor(part * bytes.length);
      const lengths = items.map((one) => Buffer.byteLength(frameOf(one)));
      let whole = 0;
      for (let end = lengths[0] ?? 0; whole < items.length && end <= cut; end += lengths[whole] ?? 0)
        whole += 1;
      const read = readFrames(bytes.subarray(0, cut));
      expect(read.items).toEqual(items.slice(0, whole));
      expect(read.damaged).toEqual([]);
      expect(read.isTorn).toBe(cut !== lengths.slice(0, whole).reduce((sum, length) => sum + length, 0));
    }),
  );
});

it("a record that is not what was written is left out and counted, those behind it are read", () => {
  const items = [item("first"), item("second"), item("third")];
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const bytes = bytesOf(items);
      const start = Buffer.byteLength(frameOf(items[0] as StorableGeneration));
      const length = Buffer.byteLength(frameOf(items[1] as StorableGeneration)) - 1;
      const place = start + (at % length);
      bytes[place] = (bytes[place] ?? 0) ^ flip;
      const read = readFrames(bytes);
      expect(read.items).toEqual([items[0], items[2]]);
      expect(read.damaged.length).toBeGreaterThanOrEqual(1);
    }),
  );
});

it("takes a record of an older version as one in which what it did not know is absent", () => {
  const old = item("old");
  const { refusal: _, ...known } = old.generation;
  const [read] = readFrames(bytesOf([{ ...old, generation: known as Generation }])).items;
  expect(read?.generation.refusal).toBeNull();
});

it("empty lines, as a log is tried with, are no records", () => {
  expect(readFrames(Buffer.from("\n".repeat(20)))).toEqual({ items: [], damaged: [], isTorn: false });
});
