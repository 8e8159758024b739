import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "#platform/errors";

/** Appends one file to another, piece by piece. */
export async function appendFile(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createWriteStream(to, { flags: "a" }));
}

/** Bytes a folder holds; 0 when it is not there. Files that vanish meanwhile count nothing. */
export async function folderBytes(folder: string): Promise<number> {
  let total = 0;
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isFile())
      total += await stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      );
  }
  return total;
}

/** Copies a file that hashes to what it must. Throws unavailable for any other. */
export async function keepChecked(from: string, to: string, sha256: string): Promise<void> {
  const found = createHash("sha256")
    .update(await readFile(from))
    .digest("hex");
  if (found !== sha256)
    throw new AppError(
      "unavailable",
      `A file of the embedding model arrived damaged: ${from} hashes to ${found.slice(0, 12)}… instead of ${sha256.slice(0, 12)}…. It is fetched again when the studio starts again.`,
      { details: { reason: "corrupt" } },
    );
  await copyFile(from, to);
}
