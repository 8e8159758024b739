import { AppError } from "#platform/errors";
import { once } from "#platform/runtime";
import { roomsWithProjectRows } from "../../rooms.ts";
import type { DataKind } from "./kind.ts";

const held = () => once("governance.dataKinds", () => new Map<string, readonly DataKind[]>());

/** Declares what a room holds. Call at module level of the room, as `defineJob`; a later call for the same room wins. */
export function holdData(room: string, kinds: readonly DataKind[]): void {
  held().set(room, kinds);
}

/**
 * Every kind of data in the house. Throws `unavailable` where a room that holds some is not loaded in this process: an
 * export or an erasure that leaves one out in silence would be worse than none.
 */
export function dataKinds(): DataKind[] {
  const missing = roomsWithProjectRows.filter((room) => !held().has(room));
  if (missing.length > 0)
    throw new AppError("unavailable", `Not loaded in this process: ${missing.join(", ")}. Start it again.`);
  return [...held().values()].flat();
}
