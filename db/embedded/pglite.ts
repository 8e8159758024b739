import { mkdirSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";

/** PGlite with what our schema needs, in a folder or in memory, or from a dump of one. */
export function openPglite(folder: string | undefined, dump: Blob | undefined): Promise<PGlite> {
  if (folder) mkdirSync(folder, { recursive: true });
  return PGlite.create({
    ...(folder ? { dataDir: folder } : {}),
    ...(dump ? { loadDataDir: dump } : {}),
    extensions: { vector, pg_trgm },
  });
}
