import { inflateRawSync } from "node:zlib";

/** An array as numpy keeps it: its sizes, and its values as they lie. */
export type NumpyArray = { dims: number[]; bytes: Uint8Array };

const centralEntry = 0x02014b50;
const endOfDirectory = 0x06054b50;

/** The arrays of an .npz file by name: a zip of .npy files, each stored or deflated. Throws on anything else. */
export function readNumpyArchive(file: Buffer): Map<string, NumpyArray> {
  let end = file.length - 22;
  while (end > 0 && file.readUInt32LE(end) !== endOfDirectory) end -= 1;
  if (file.readUInt32LE(end) !== endOfDirectory) throw new Error("This is not an archive of numpy.");
  const arrays = new Map<string, NumpyArray>();
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (file.readUInt32LE(at) !== centralEntry) throw new Error("This is not an archive of numpy.");
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => file.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    const name = file.toString("utf8", at + 46, at + 46 + nameLength).replace(/\.npy$/, "");
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const packed = file.subarray(start, start + file.readUInt32LE(at + 20));
    arrays.set(name, readNumpy(file.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)));
    at += 46 + nameLength + extra + comment;
  }
  return arrays;
}

/** One array: a line that says its shape, then its values. */
function readNumpy(file: Buffer): NumpyArray {
  const start = 10 + file.readUInt16LE(8);
  const shape = /'shape': \(([^)]*)\)/.exec(file.toString("latin1", 10, start))?.[1] ?? "";
  const dims = shape
    .split(",")
    .map(Number)
    .filter((size) => size > 0);
  // A copy, so that the values begin where numbers of eight bytes may.
  return { dims, bytes: Uint8Array.from(file.subarray(start)) };
}

/** The values of an array of 32-bit floats. */
export function floatsOf({ bytes }: NumpyArray): Float32Array {
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}
