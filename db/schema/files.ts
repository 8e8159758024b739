import { customType, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, id, instant, projectId } from "../columns.ts";
import { projects } from "./identity.ts";

const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => "bytea" });

/** The bytes of files, once for each project whatever names they came under. */
export const fileContents = pgTable(
  "file_contents",
  {
    projectId: projectId().references(() => projects.id, { onDelete: "cascade" }),
    /** SHA-256, in hexadecimal digits. */
    hash: text("hash").notNull(),
    bytes: bytes("bytes").notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.hash] })],
);

/** Files that programs and people put here to send with calls, see StoredFile in lib/files/schema.ts. */
export const files = pgTable(
  "files",
  {
    id: id(),
    projectId: projectId(),
    name: text("name").notNull(),
    purpose: text("purpose").notNull(),
    mediaType: text("media_type").notNull(),
    size: integer("size").notNull(),
    contentHash: text("content_hash").notNull(),
    createdBy: uuid("created_by"),
    createdByName: text("created_by_name").notNull(),
    createdAt: createdAt(),
    expiresAt: instant("expires_at"),
  },
  (t) => [
    index().on(t.projectId, t.createdAt, t.id),
    index().on(t.projectId, t.contentHash),
    index().on(t.expiresAt),
    foreignKey({
      columns: [t.projectId, t.contentHash],
      foreignColumns: [fileContents.projectId, fileContents.hash],
    }),
  ],
);
