import "./data.ts";
import "./jobs.ts";

export { createFile } from "./files/create.ts";
export { deleteFile } from "./files/delete.ts";
export { getFile, getFileContent, listFiles } from "./files/read.ts";
export type { FileContent, StoredFile } from "./schema.ts";
