import { z } from "zod";
import { filePrefix, filePurposes, fileRules } from "./constants.ts";

/** `file-` and the id of a row; another form is a provider's own id, which none of the verbs knows. */
const FileId = z
  .string()
  .regex(
    new RegExp(`^${filePrefix}[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`),
    "A file's id is file- and a UUID, as the list shows it.",
  );

export const CreateFileInput = z.object({
  name: z.string().trim().min(1, "Give the file a name.").max(255),
  purpose: z.enum(filePurposes),
  mediaType: z.string().max(255).default(""),
  bytes: z.instanceof(Uint8Array),
  /** Seconds from now; kept until it is deleted, or a project's retention ends it, where absent. */
  expiresAfter: z.int().min(fileRules.leastLife).max(fileRules.mostLife).optional(),
});
export type CreateFileInput = z.input<typeof CreateFileInput>;

export const ListFilesInput = z.object({
  limit: z.coerce.number().int().min(1).max(10_000).default(100),
  /** The id of the file after which the page begins. */
  after: FileId.optional(),
  order: z.enum(["asc", "desc"]).default("desc"),
  purpose: z.enum(filePurposes).optional(),
});
export type ListFilesInput = z.input<typeof ListFilesInput>;

export const GetFileInput = z.object({ fileId: FileId });
export type GetFileInput = z.input<typeof GetFileInput>;

/** A file as lists show it. Its id, with its prefix, is what calls name it by. */
export type StoredFile = {
  id: string;
  name: string;
  purpose: (typeof filePurposes)[number];
  mediaType: string;
  /** Bytes. */
  size: number;
  createdByName: string;
  createdAt: Date;
  expiresAt: Date | null;
};

/** A file with what is in it. */
export type FileContent = Pick<StoredFile, "id" | "name" | "mediaType"> & { bytes: Uint8Array };
