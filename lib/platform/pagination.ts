import { z } from "zod";
import { longestCursor } from "./longest-cursor.ts";

/** By which of a list's orders: `cost`, or `-cost` from the highest down. */
export function sortInput<Key extends string>(keys: readonly [Key, ...Key[]]) {
  return z.enum([...keys, ...keys.map((key): `-${Key}` => `-${key}`)]);
}

/** Input of every list: how many, and after which row (a cursor from an earlier page). */
export const PageInput = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(longestCursor).optional(),
});
export type PageInput = z.input<typeof PageInput>;

/** Input of a search by name: the first few that fit. */
export const FindInput = z.object({
  query: z.string().trim().min(1).max(200),
  limit: z.number().int().min(1).max(50).default(5),
});
export type FindInput = z.input<typeof FindInput>;

/** One page of a list; `nextCursor` is null on the last one. */
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** The row number a page starts after; undefined for the first page, and for a cursor that is no number of ours. */
export function numberOfCursor(cursor: string | undefined): number | undefined {
  return cursor !== undefined && /^\d{1,9}$/.test(cursor) ? Number(cursor) : undefined;
}

/** Cuts rows fetched with `limit + 1` into a page; `cursorOf` gives the value the next page starts after. */
export function toPage<Item>(rows: Item[], limit: number, cursorOf: (row: Item) => string): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? cursorOf(last) : null };
}
