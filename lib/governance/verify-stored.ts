import type { Database } from "#db";
import { checkpointFolder, readFromFile } from "./checkpoint-files.ts";
import { auditPublicKey } from "./checkpoint-note.ts";
import { readFromTable } from "./checkpoints.ts";
import { type AuditCheck, collectFor } from "./cross-check.ts";
import { readChain } from "./read-chain.ts";
import type { AuditVerification } from "./schema.ts";
import { verifyChain } from "./verify-chain.ts";

/**
 * Recomputes a chain of this installation: hashes, links, gaps, the root at every signed checkpoint (from the table and
 * from this machine's file), and what `checks` compare with the rows that events name. Reads in batches, so that memory
 * stays flat.
 */
export async function verifyStored<Scope extends { db: Database }>(
  scope: Scope,
  chainId: string,
  checks: readonly AuditCheck<Scope>[],
): Promise<AuditVerification> {
  const collected = collectFor(checks);
  // Read before the events: what is appended and signed meanwhile must not look like a cut end.
  const kept = {
    publicKey: auditPublicKey(),
    table: await readFromTable(scope.db, chainId),
    file: await readFromFile(checkpointFolder(), chainId),
  };
  const result = await verifyChain(readChain(scope.db, chainId), kept, collected.take);
  if (!result.isIntact) return result;
  const problems = await collected.findProblems(scope);
  if (problems.length === 0) return result;
  const shown = problems.slice(0, 5).join(" ");
  const more = problems.length > 5 ? ` And ${problems.length - 5} more.` : "";
  return {
    ...result,
    isIntact: false,
    problems,
    sentence: `The chain itself holds (${result.checked} events), but the stored rows do not agree with it. ${shown}${more}`,
  };
}
