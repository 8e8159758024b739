import { v7 } from "uuid";
import { drawBytes } from "./random.ts";

let lastMs = Number.NEGATIVE_INFINITY;
let sequence = 0;

/** A new UUIDv7: sortable by time, so it also serves as a cursor. Those of one process come in the order they are made. */
export function newId(at?: Date): string {
  const random = drawBytes(16);
  if (at) return v7({ random, msecs: at.getTime() });
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    sequence = startOf(random);
  } else {
    // Within a millisecond the sequence counts on, as RFC 9562 has it; when it is used up, time does.
    sequence = (sequence + 1) | 0;
    if (sequence === 0) lastMs += 1;
  }
  return v7({ random, msecs: lastMs, seq: sequence });
}

/** A random start below the half, so that the sequence has room. */
function startOf(random: Uint8Array): number {
  return new DataView(random.buffer, random.byteOffset).getUint32(6) & 0x7fffffff;
}
