import { sql } from "drizzle-orm";
import { customType, timestamp, uuid } from "drizzle-orm/pg-core";
import { newId } from "#platform/ids";

/** The primary key of every table: a UUIDv7 made by the application. */
export const id = () =>
  uuid("id")
    .primaryKey()
    .$defaultFn(() => newId());

/** The project a row belongs to; each tenant table has it and repeats it in its foreign keys. */
export const projectId = () => uuid("project_id").notNull();

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

export const createdAt = () =>
  instant("created_at")
    .notNull()
    .default(sql`now()`);

/** A pgvector column of any dimension; the row beside it says which. */
export const vector = customType<{ data: number[]; driverData: string }>({
  dataType: () => "vector",
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (value) => JSON.parse(value) as number[],
});
