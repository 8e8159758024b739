import { inTransaction } from "#db";
import { appendAudit } from "#lib/audit";
import { type CompiledPolicy, loadPolicies } from "#lib/guardrails";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { insertDataset } from "../datasets/create.ts";
import { getDatasetInProject, lockDataset } from "../datasets/internal.ts";
import { type Prepared, prepareExamples, storeExamples, type Unprepared } from "../examples/store.ts";
import {
  type ColumnMapping,
  datasetLimits,
  ImportExamplesInput,
  type ImportPreview,
  type ImportResult,
  type LineError,
  PreviewImportInput,
} from "../schema.ts";
import { placedExamples } from "../versions/internal.ts";
import { writeVersion } from "../versions/write.ts";
import { checkMapping, proposeMapping, toContent } from "./mapping.ts";
import { openTable, type SourceTable } from "./rows.ts";

/** Rows between two breaths: other requests are served while a long file is read. */
const rowsPerTurn = 500;
const yieldToEventLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Reads a file without storing anything: columns, first rows, a proposed mapping, how many rows and which lines are bad. */
export async function previewImport(ctx: Context, input: PreviewImportInput): Promise<ImportPreview> {
  requirePermission(ctx, "dataset.update");
  const { fileName, bytes } = PreviewImportInput.parse(input);
  const table = openTable(fileName, bytes);
  const mapping = proposeMapping(table.columns);
  const read = await readRows(table, ({ line, values }) => ({ line, values }));
  const rows = read.items
    .slice(0, datasetLimits.previewRows)
    .map(({ line, values }) => ({ line, cells: asText(values) }));
  const { format, delimiter, columns } = table;
  return {
    format,
    delimiter,
    columns,
    mapping,
    rows,
    totalRows: read.items.length + read.errorCount,
    errors: read.errors,
    errorCount: read.errorCount,
  };
}

/**
 * Imports a file as one new version, all or nothing: with any bad line the result is every reason (the first
 * hundred listed) and nothing is stored. Rows that say the same are kept once. Personal data is redacted by
 * the project's policies. Throws too_large, invalid_input, not_found, conflict.
 */
export async function importExamples(ctx: Context, input: ImportExamplesInput): Promise<ImportResult> {
  const parsed = ImportExamplesInput.parse(input);
  requirePermission(ctx, parsed.datasetId ? "dataset.update" : "dataset.create");
  if (parsed.datasetId) await getDatasetInProject(ctx, parsed.datasetId);
  const table = openTable(parsed.fileName, parsed.bytes);
  const mapping = parsed.mapping ?? proposeMapping(table.columns);
  checkMapping(mapping, table.columns);
  const read = await prepareRows(table, mapping, parsed.fileName, await loadPolicies(ctx));
  const { rows } = read;
  if (read.errorCount > 0)
    return { outcome: "rejected", errors: read.errors, errorCount: read.errorCount, rows };
  if (rows === 0) throw new AppError("invalid_input", "The file has no rows below its first line.");
  return inTransaction(ctx, (tx) => storeImport(tx, parsed, read.items, read.redacted));
}

type Parsed = ReturnType<typeof ImportExamplesInput.parse>;

async function storeImport(
  tx: Context,
  parsed: Parsed,
  prepared: readonly Prepared[],
  redacted: number,
): Promise<ImportResult> {
  const dataset = parsed.datasetId
    ? await lockDataset(tx, parsed.datasetId)
    : await insertDataset(tx, {
        name: parsed.name ?? parsed.fileName,
        description: parsed.description,
        isDemo: parsed.isDemo,
      });
  const stored = await storeExamples(tx, dataset.id, prepared);
  const before =
    dataset.latest && parsed.mode === "append" ? await placedExamples(tx, dataset.latest.id) : [];
  const present = new Set(before.map(({ id }) => id));
  const fresh = stored.filter(({ id }) => !present.has(id));
  const version = await writeVersion(
    tx,
    dataset,
    [...before, ...fresh],
    parsed.message || `Import ${parsed.fileName}`,
  );
  if (version.id !== dataset.latest?.id) {
    await appendAudit(tx, {
      action: "dataset.import",
      subject: { type: "dataset", id: dataset.id, name: dataset.name },
      before: { version: dataset.latest?.number ?? null },
      after: {
        version: version.number,
        contentHash: version.contentHash,
        fileName: parsed.fileName,
        rows: prepared.length,
        added: fresh.length,
        mode: parsed.mode,
      },
    });
  }
  return {
    outcome: "imported",
    dataset: { ...dataset, latest: version },
    version,
    rows: prepared.length,
    added: fresh.length,
    duplicates: prepared.length - fresh.length,
    redacted,
  };
}

async function prepareRows(
  table: SourceTable,
  mapping: readonly ColumnMapping[],
  fileName: string,
  policies: readonly CompiledPolicy[],
) {
  const read = await readRows(table, ({ line, values }): Unprepared | LineError => {
    const content = toContent(values, mapping);
    if (typeof content === "string") return { line, message: content };
    return { content, provenance: { kind: "import", fileName, line } };
  });
  // A file with errors is refused whole, so it need not be looked through.
  const rows = read.items.length + read.errorCount;
  if (read.errorCount > 0) return { ...read, rows, items: [], redacted: 0 };
  const { prepared, redactions } = await prepareExamples(policies, read.items);
  return { ...read, rows, items: prepared, redacted: redactions };
}

type Row = { line: number; values: Record<string, unknown> };

/** Walks a table, gathering what `take` makes of each row and the errors of both; throws too_large past the row limit. */
async function readRows<Item extends object>(table: SourceTable, take: (row: Row) => Item | LineError) {
  const items: Item[] = [];
  const errors: LineError[] = [];
  let errorCount = 0;
  for (const row of table.rows()) {
    const taken = row.values ? take(row) : row;
    if (isLineError(taken)) {
      errorCount += 1;
      if (errors.length < datasetLimits.listedErrors)
        errors.push({ line: taken.line, message: taken.message });
    } else items.push(taken);
    const count = items.length + errorCount;
    if (count > datasetLimits.rows) {
      throw new AppError(
        "too_large",
        `The file has more than ${datasetLimits.rows.toLocaleString("en")} rows. Split it and import the parts.`,
      );
    }
    if (count % rowsPerTurn === 0) await yieldToEventLoop();
  }
  return { items, errors, errorCount };
}

function isLineError(taken: object): taken is LineError {
  return "message" in taken && "line" in taken && !("values" in taken && taken.values);
}

function asText(values: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => [
      column,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
