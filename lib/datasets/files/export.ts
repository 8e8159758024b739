import { inTransaction } from "#db";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { csvLine } from "#platform/csv";
import { eachExample } from "../examples/read.ts";
import { ExportExamplesInput, type PlacedExample } from "../schema.ts";
import { getVersionInProject } from "../versions/internal.ts";

/** A version as a file, in pieces. Importing JSONL again gives the same content hash; so does CSV where all values are text. Who took it is an audit event. Throws not_found. */
export async function exportExamples(
  ctx: Context,
  input: ExportExamplesInput,
): Promise<{ fileName: string; pieces: AsyncGenerator<string> }> {
  requirePermission(ctx, "dataset.read");
  const { datasetVersionId, format } = ExportExamplesInput.parse(input);
  const version = await getVersionInProject(ctx, datasetVersionId);
  const name = version.datasetName.replace(/[^\p{L}\p{N}._-]+/gu, "-");
  const pages = eachExample(ctx, datasetVersionId);
  await inTransaction(ctx, (tx) =>
    appendAudit(tx, {
      action: "dataset.export",
      subject: { type: "dataset", id: version.datasetId, name: version.datasetName },
      after: { version: version.number, format },
    }),
  );
  return {
    fileName: `${name}-v${version.number}.${format}`,
    pieces:
      format === "jsonl" ? jsonlPieces(pages) : csvPieces(pages, await columnsOf(ctx, datasetVersionId)),
  };
}

async function* jsonlPieces(pages: AsyncGenerator<PlacedExample[]>): AsyncGenerator<string> {
  for await (const page of pages) {
    yield page
      .map(({ inputs, reference, metadata }) => `${JSON.stringify({ inputs, reference, metadata })}\n`)
      .join("");
  }
}

type Columns = { inputs: string[]; metadata: string[] };

async function* csvPieces(
  pages: AsyncGenerator<PlacedExample[]>,
  { inputs, metadata }: Columns,
): AsyncGenerator<string> {
  yield csvLine([
    ...inputs.map((key) => `inputs.${key}`),
    "reference",
    ...metadata.map((key) => `metadata.${key}`),
  ]);
  for await (const page of pages) {
    yield page
      .map((example) =>
        csvLine([
          ...inputs.map((key) => cell(example.inputs[key])),
          cell(example.reference),
          ...metadata.map((key) => cell(example.metadata[key])),
        ]),
      )
      .join("");
  }
}

async function columnsOf(ctx: Context, datasetVersionId: string): Promise<Columns> {
  const inputs = new Set<string>();
  const metadata = new Set<string>();
  for await (const page of eachExample(ctx, datasetVersionId)) {
    for (const example of page) {
      for (const key of Object.keys(example.inputs)) inputs.add(key);
      for (const key of Object.keys(example.metadata)) metadata.add(key);
    }
  }
  return { inputs: [...inputs].sort(), metadata: [...metadata].sort() };
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
