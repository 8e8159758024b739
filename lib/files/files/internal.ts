import { files } from "#db/schema/files";
import { filePrefix } from "../constants.ts";
import type { StoredFile } from "../schema.ts";

/** What a list needs of a row: everything but whose it is. */
export const fileColumns = {
  id: files.id,
  name: files.name,
  purpose: files.purpose,
  mediaType: files.mediaType,
  size: files.size,
  createdByName: files.createdByName,
  createdAt: files.createdAt,
  expiresAt: files.expiresAt,
};

export type FileRow = Pick<typeof files.$inferSelect, keyof typeof fileColumns>;

export const rowId = (fileId: string): string => fileId.slice(filePrefix.length);

export function presentFile(row: FileRow): StoredFile {
  // Written by createFile alone, which takes no other.
  return { ...row, id: filePrefix + row.id, purpose: row.purpose as StoredFile["purpose"] };
}
