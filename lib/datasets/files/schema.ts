import { z } from "zod";
import { columnRoles } from "../constants.ts";
import { datasetLimits } from "../limits.ts";
import { Name, type Dataset } from "../datasets/schema.ts";
import { Message, type DatasetVersion } from "../versions/schema.ts";

export const ColumnRole = z.enum(columnRoles);
export type ColumnRole = z.infer<typeof ColumnRole>;

/** What each column of a file becomes; an input or metadata column may be renamed. */
export const ColumnMapping = z.object({
  column: z.string().min(1).max(200),
  role: ColumnRole,
  as: z.string().trim().min(1).max(200).optional(),
});
export type ColumnMapping = z.infer<typeof ColumnMapping>;

export const fileFormats = ["csv", "jsonl"] as const;

export type FileFormat = (typeof fileFormats)[number];

/** One line of a file that cannot be taken; `line` counts from 1 as an editor shows it. */
export type LineError = { line: number; message: string };

/** What a file holds before anything is stored. `errors` is cut at 100, `errorCount` is not. */
export type ImportPreview = {
  format: FileFormat;
  delimiter: string | null;
  columns: string[];
  mapping: ColumnMapping[];
  rows: { line: number; cells: Record<string, string> }[];
  totalRows: number;
  errors: LineError[];
  errorCount: number;
};

const FileName = z.string().trim().min(1).max(255);

const Bytes = z.instanceof(Uint8Array);

export const PreviewImportInput = z.object({ fileName: FileName, bytes: Bytes });
export type PreviewImportInput = z.input<typeof PreviewImportInput>;

/** What becomes of the columns of a file, and what of the examples there now. Without a mapping the proposed one is used. */
export const ImportChoice = z.object({
  mapping: z.array(ColumnMapping).max(datasetLimits.columns).optional(),
  /** `append` keeps what the latest version holds, `replace` starts the new version empty. */
  mode: z.enum(["append", "replace"]).default("append"),
  message: Message,
});

/** Into `datasetId`, or into a new dataset called `name`. */
export const ImportExamplesInput = z
  .object({
    datasetId: z.uuid().optional(),
    name: Name.optional(),
    description: z.string().trim().max(1000).default(""),
    fileName: FileName,
    bytes: Bytes,
    ...ImportChoice.shape,
    isDemo: z.boolean().default(false),
  })
  .refine((input) => (input.datasetId === undefined) !== (input.name === undefined), {
    path: ["name"],
    message: "Choose a dataset or name a new one.",
  });
export type ImportExamplesInput = z.input<typeof ImportExamplesInput>;

/** All or nothing: either the version made, or every reason why none was. */
export type ImportResult =
  | {
      outcome: "imported";
      dataset: Dataset;
      version: DatasetVersion;
      rows: number;
      added: number;
      duplicates: number;
      redacted: number;
    }
  | { outcome: "rejected"; errors: LineError[]; errorCount: number; rows: number };

export const ExportExamplesInput = z.object({ datasetVersionId: z.uuid(), format: z.enum(fileFormats) });
export type ExportExamplesInput = z.input<typeof ExportExamplesInput>;
