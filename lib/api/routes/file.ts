import { z } from "zod";
import { Flag } from "#platform/flag";

/** A file that is streamed as it is read: the answer of a route with `isFile`. */
export type FileAnswer = { fileName: string; format: "csv" | "jsonl"; pieces: AsyncGenerator<string> };
export const FileAnswer = z.custom<FileAnswer>();

export const fileTypes = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson; charset=utf-8" };

/** A flag in an address: true or false. */
export const flag = Flag.default(false);
