import { sql } from "drizzle-orm";
import { customType, integer, text, timestamp, uuid } from "drizzle-orm/pg-core";
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

/** What every saved version has, beside the thing it is a version of and what it says. */
export const versionColumns = () => ({
  id: id(),
  projectId: projectId(),
  number: integer("number").notNull(),
  contentHash: text("content_hash").notNull(),
  message: text("message").notNull().default(""),
  createdBy: uuid("created_by"),
  createdByName: text("created_by_name").notNull(),
  createdAt: createdAt(),
});

/** A pgvector column of any dimension; the row beside it says which. */
export const vector = customType<{ data: number[]; driverData: string }>({
  dataType: () => "vector",
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (value) => JSON.parse(value) as number[],
});

/** Words of a text as full text search reads them; always made by the database from other columns. */
export const tsvector = customType<{ data: string; driverData: string }>({ dataType: () => "tsvector" });

/** Text that is compared byte by byte: ids made elsewhere, as keys of an index, where a locale's order would cost time and mean nothing. */
export const idText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text collate "C"',
});
