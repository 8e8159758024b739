import { type AnyColumn, type SQL, sql } from "drizzle-orm";
import type { Placed } from "./internal.ts";

const mark = "erased:";

/** What stands for the hash of an erased example: its own id, so that no content is taken for it. */
export const erasedHash = (id: AnyColumn): SQL => sql`${mark}::text || ${id}::text`;

export const isErased = ({ hash }: Placed): boolean => hash.startsWith(mark);
