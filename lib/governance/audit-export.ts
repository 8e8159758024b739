import { and, asc, gt, lte } from "drizzle-orm";
import { inTransaction } from "#db";
import { auditEvents } from "#db/schema/audit";
import { appendAudit } from "#lib/audit";
import type { Context } from "#lib/identity";
import { csvLine } from "#platform/csv";
import { isAppError } from "#platform/errors";
import { chainIdOf, matching, requireOf } from "./audit-log.ts";
import { auditPublicKey, readCheckpoint } from "./checkpoint-note.ts";
import { makeCheckpoint, readFromTable } from "./checkpoints.ts";
import { ExportAuditInput } from "./schema.ts";

const batchSize = 1_000;
const columns = ["seq", "at", "actor", "action", "on", "before", "after", "request", "hash"];

/**
 * What a filter keeps of a chain as a file, oldest first, streamed in batches; the export itself is an event. JSON lines
 * hold the whole records, and with no filter also the checkpoints, signed up to the file's end: `npm run audit:verify --
 * --file` proves such a file anywhere. CSV is for people. Needs audit.read.
 */
export async function exportAudit(
  ctx: Context,
  input: ExportAuditInput,
): Promise<{ fileName: string; pieces: AsyncGenerator<string> }> {
  const { format, ...filters } = ExportAuditInput.parse(input);
  const { chain, ...narrowing } = filters;
  requireOf(ctx, "audit.read", chain);
  const { seq } = await inTransaction(ctx, (tx) =>
    appendAudit(tx, {
      action: "audit.export",
      subject: { type: "audit", id: chainIdOf(tx, chain), name: `${chain} chain` },
      after: { format, ...narrowing },
      chain,
    }),
  );
  const isWhole = Object.values(narrowing).every((value) => value === undefined);
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return {
    fileName: `audit-${chain}-${day}.${format}`,
    // The event of the export is the last one in it, so that the file says by whom it was made.
    pieces:
      format === "csv" ? csvOf(ctx, filters, seq) : jsonLinesOf(ctx, filters, { lastSeq: seq, isWhole }),
  };
}

type Filters = Omit<ExportAuditInput, "format">;

async function* jsonLinesOf(
  ctx: Context,
  filters: Filters,
  { lastSeq, isWhole }: { lastSeq: number; isWhole: boolean },
): AsyncGenerator<string> {
  const chainId = chainIdOf(ctx, filters.chain);
  const checkpoints = isWhole ? await signedUpTo(ctx, chainId) : [];
  // What was appended while it was signed belongs to the file: a checkpoint over less than its end would not prove it.
  const end = Math.max(lastSeq, ...checkpoints.map(({ size }) => size));
  yield line({ type: "chain", chainId, isWhole, lastSeq: end, publicKey: auditPublicKey() });
  for await (const rows of batches(ctx, filters, end))
    yield rows.map((row) => line({ type: "event", ...row })).join("");
  yield checkpoints.map(({ stored }) => line({ type: "checkpoint", ...stored })).join("");
}

/** The chain's checkpoints, with one over all that it holds now. */
async function signedUpTo(ctx: Context, chainId: string) {
  try {
    await makeCheckpoint(ctx.db, chainId, { clock: ctx.clock });
  } catch (error) {
    // A chain that does not hold is exported all the same: the file shows where it breaks.
    if (!isAppError(error) || error.code !== "conflict") throw error;
  }
  return (await readFromTable(ctx.db, chainId)).map((stored) => ({
    stored,
    size: readCheckpoint(stored.note, auditPublicKey())?.size ?? 0,
  }));
}

async function* csvOf(ctx: Context, filters: Filters, lastSeq: number): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const rows of batches(ctx, filters, lastSeq))
    yield rows
      .map(({ seq, at, actor, action, subjectName, before, after, requestId, hash }) =>
        csvLine([
          String(seq),
          at.toISOString(),
          actor.name,
          action,
          subjectName,
          json(before),
          json(after),
          requestId,
          hash,
        ]),
      )
      .join("");
}

async function* batches(ctx: Context, filters: Filters, lastSeq: number) {
  for (let after = 0; ;) {
    const rows = await ctx.db
      .select()
      .from(auditEvents)
      .where(and(matching(ctx, filters), gt(auditEvents.seq, after), lte(auditEvents.seq, lastSeq)))
      .orderBy(asc(auditEvents.seq))
      .limit(batchSize);
    yield rows;
    if (rows.length < batchSize) return;
    after = rows.at(-1)?.seq ?? after;
  }
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function json(value: unknown): string {
  return value === null ? "" : JSON.stringify(value);
}
