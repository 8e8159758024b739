/**
 * Verifies audit chains without a studio: `npm run audit:verify` reads the database (DATABASE_URL, or the embedded one,
 * which must not be in use) and the rows its events name, `npm run audit:verify -- --file audit.jsonl --key <base64>` a file that was exported.
 * Prints a sentence per chain, and ends with 1 when one does not hold.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { closeDatabase, database } from "#db";
import { verifyAllChains, verifyExportedChain } from "#lib/governance";
import { projectAuditChecks } from "#lib/releases";
import { AppError, toAppError } from "#platform/errors";

const { values } = parseArgs({
  options: {
    file: { type: "string" },
    /** The public key as GET /api/v1/audit/key told it; without it the one that the file itself names is believed. */
    key: { type: "string" },
  },
});

try {
  const results = values.file
    ? [await verifyExportedChain(readExport(values.file), values.key)]
    : await verifyAllChains((await database()).db, projectAuditChecks);
  for (const { name, isIntact, sentence } of results)
    process.stdout.write(`${isIntact ? "✓" : "✕"} ${name}: ${sentence}\n`);
  process.exitCode = results.every(({ isIntact }) => isIntact) ? 0 : 1;
} catch (error) {
  process.stderr.write(`${toAppError(error).message}\n`);
  process.exitCode = 2;
} finally {
  if (!values.file) await closeDatabase().catch(() => undefined);
}

function readExport(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "";
    throw new AppError("invalid_input", `The file cannot be read: ${why}`, { cause });
  }
}
