import { crc32 } from "node:zlib";
import type { Generation } from "../schema.ts";
import { absent } from "../absent.ts";
import type { StorableGeneration } from "../storable.ts";

/**
 * One record of the log: a checksum (CRC-32 of the JSON's bytes, eight hex digits), a space, the generation as JSON, and a
 * newline, which JSON has none of. So a record is whole or it is seen not to be. What is absent is left out: half of it is.
 */
export function frameOf({ projectId, generation, endUserHash, spans }: StorableGeneration): string {
  const json = JSON.stringify({ projectId, generation: present(generation), endUserHash, spans });
  return `${headOf(json)}${json}\n`;
}

function present(generation: Generation): Record<string, unknown> {
  const all: Record<string, unknown> = generation;
  const known: Record<string, unknown> = {};
  for (const name in all) if (all[name] !== null || !(name in absent)) known[name] = all[name];
  return known;
}

export type Frames = {
  items: StorableGeneration[];
  /** Whole lines that are not what was written: the disk's fault, not a torn end's. */
  damaged: string[];
  /** The last record was not written to its end, as a kill or a full disk leaves it. Nobody was told that it is kept. */
  isTorn: boolean;
};

/** What a file of the log holds, in the order it was written. Never throws: what cannot be read is counted. Pure. */
export function readFrames(bytes: Uint8Array): Frames {
  const text = new TextDecoder().decode(bytes);
  const lines = text.split("\n");
  const isTorn = lines.pop() !== "";
  const items: StorableGeneration[] = [];
  const damaged: string[] = [];
  for (const line of lines) {
    if (line === "") continue;
    const json = line.slice(headLength);
    if (headOf(json) === line.slice(0, headLength)) items.push(revived(json));
    else damaged.push(line);
  }
  return { items, damaged, isTorn };
}

const headLength = 9;
const headOf = (json: string) =>
  `${crc32(json)
    .toString(16)
    .padStart(headLength - 1, "0")} `;

/**
 * The checksum holds, so this is what `frameOf` was given; times are the one thing that JSON keeps as another kind. What was
 * left out, or an older version did not know, is absent.
 */
function revived(json: string): StorableGeneration {
  const item = JSON.parse(json) as StorableGeneration & { generation: { startedAt: string } };
  const generation: Generation = {
    ...absent,
    ...item.generation,
    startedAt: new Date(item.generation.startedAt),
  };
  return { ...item, generation };
}
