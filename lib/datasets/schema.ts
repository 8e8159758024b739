import { z } from "zod";
import { PageInput } from "#platform/pagination";
import { columnRoles } from "./constants.ts";

/** Limits of an import and of one example; the import page states them. */
export const datasetLimits = {
  fileBytes: 25 * 1024 * 1024,
  rows: 100_000,
  columns: 200,
  cellBytes: 256 * 1024,
  /** Errors listed one by one; the rest are counted. */
  listedErrors: 100,
  previewRows: 20,
  /** Examples in one call that is not an import. */
  examplesPerCall: 1_000,
} as const;

const Name = z.string().trim().min(1, "Give the dataset a name.").max(80);
const Message = z.string().trim().max(500).default("");

/** The one origin a caller may state itself; the links of the chain are set by the verbs that know them. */
const ImportProvenance = z.object({
  kind: z.literal("import"),
  fileName: z.string().max(255),
  line: z.number().int().optional(),
});

/** Where an example came from. Links of the chain: a correction names its decision, a generation itself. */
export const Provenance = z.discriminatedUnion("kind", [
  ImportProvenance,
  z.object({
    kind: z.literal("hand"),
    byName: z.string().max(200).optional(),
    editedFrom: z.uuid().optional(),
    /** The call that the example it was edited from was made of. */
    generationId: z.uuid().optional(),
  }),
  z.object({
    kind: z.literal("generation"),
    generationId: z.uuid(),
    promptId: z.uuid().optional(),
    promptPath: z.string().optional(),
    promptVersionId: z.uuid().optional(),
    promptVersionNumber: z.number().int().optional(),
    model: z.string().optional(),
  }),
  z.object({
    kind: z.literal("correction"),
    decisionId: z.uuid(),
    taskId: z.uuid().optional(),
    queueId: z.uuid().optional(),
    generationId: z.uuid().optional(),
    promptId: z.uuid().optional(),
    promptVersionId: z.uuid().optional(),
    runId: z.uuid().optional(),
    caseId: z.uuid().optional(),
    reviewerName: z.string().max(200).optional(),
  }),
]);
export type Provenance = z.infer<typeof Provenance>;
export type ProvenanceKind = Provenance["kind"];

const Json = z.json();
const Fields = z.record(z.string().min(1).max(200), Json);

/** What an example says; its hash covers exactly this. `reference` null means it has none. */
export const ExampleContent = z.object({
  inputs: Fields.refine((inputs) => Object.keys(inputs).length > 0, "An example needs at least one input."),
  reference: Json.default(null),
  metadata: Fields.default({}),
});
export type ExampleContent = z.infer<typeof ExampleContent>;
export type ExampleContentInput = z.input<typeof ExampleContent>;

export type Example = {
  id: string;
  datasetId: string;
  contentHash: string;
  inputs: Record<string, unknown>;
  reference: unknown;
  metadata: Record<string, unknown>;
  provenance: Provenance;
  createdAt: Date;
};

/** An example at its place in a version; positions count from 1. */
export type PlacedExample = Example & { position: number };

/** A version: immutable, its hash covers the ordered example hashes. */
export type DatasetVersion = {
  id: string;
  datasetId: string;
  datasetName: string;
  number: number;
  contentHash: string;
  message: string;
  exampleCount: number;
  createdByName: string;
  createdAt: Date;
};

/** A dataset; `latest` is null until it has its first example. */
export type Dataset = {
  id: string;
  name: string;
  description: string;
  isDemo: boolean;
  archivedAt: Date | null;
  createdAt: Date;
  latest: DatasetVersion | null;
};

/** Without a provenance it was written by hand, by whoever calls. */
export const NewExample = ExampleContent.extend({ provenance: ImportProvenance.optional() });
export type NewExample = z.input<typeof NewExample>;

export const CreateDatasetInput = z.object({
  name: Name,
  description: z.string().trim().max(1000).default(""),
  examples: z.array(NewExample).max(datasetLimits.examplesPerCall).default([]),
  message: Message,
  /** Marks rows made by the demo seed. */
  isDemo: z.boolean().default(false),
});
export type CreateDatasetInput = z.input<typeof CreateDatasetInput>;

export const ArchiveDatasetInput = z.object({ datasetId: z.uuid(), isArchived: z.boolean().default(true) });
export type ArchiveDatasetInput = z.input<typeof ArchiveDatasetInput>;

export const ListDatasetsInput = PageInput.extend({
  query: z.string().max(200).optional(),
  includeArchived: z.boolean().default(false),
});
export type ListDatasetsInput = z.input<typeof ListDatasetsInput>;

export const DatasetInput = z.object({ datasetId: z.uuid() });
export type DatasetInput = z.input<typeof DatasetInput>;

export const DatasetVersionInput = z.object({ datasetVersionId: z.uuid() });
export type DatasetVersionInput = z.input<typeof DatasetVersionInput>;

export const ListVersionsInput = PageInput.extend({ datasetId: z.uuid() });
export type ListVersionsInput = z.input<typeof ListVersionsInput>;

export const ListExamplesInput = PageInput.extend({
  datasetVersionId: z.uuid(),
  /** Text looked for in inputs, reference and metadata, whatever its case. */
  query: z.string().max(200).optional(),
  /** Metadata an example must hold, compared as text. */
  metadata: z.record(z.string(), z.string()).optional(),
  provenance: z.enum(["import", "hand", "generation", "correction"]).optional(),
});
export type ListExamplesInput = z.input<typeof ListExamplesInput>;

export const GetExampleInput = z.object({ exampleId: z.uuid() });
export type GetExampleInput = z.input<typeof GetExampleInput>;

/** Number of the latest version the person saw; another means somebody saved meanwhile. */
const ExpectedLatest = z.number().int().optional();

export const AddExampleInput = NewExample.extend({
  datasetId: z.uuid(),
  message: Message,
  expectedLatest: ExpectedLatest,
});
export type AddExampleInput = z.input<typeof AddExampleInput>;

export const AddExamplesInput = z.object({
  datasetId: z.uuid(),
  examples: z.array(NewExample).min(1, "Add at least one example.").max(datasetLimits.examplesPerCall),
  message: Message,
  expectedLatest: ExpectedLatest,
});
export type AddExamplesInput = z.input<typeof AddExamplesInput>;

export const EditExampleInput = ExampleContent.extend({
  datasetId: z.uuid(),
  exampleId: z.uuid(),
  message: Message,
  expectedLatest: ExpectedLatest,
});
export type EditExampleInput = z.input<typeof EditExampleInput>;

export const RemoveExamplesInput = z.object({
  datasetId: z.uuid(),
  exampleIds: z.array(z.uuid()).min(1).max(datasetLimits.examplesPerCall),
  message: Message,
  expectedLatest: ExpectedLatest,
});
export type RemoveExamplesInput = z.input<typeof RemoveExamplesInput>;

/** Inputs default to the generation's variables, the reference to its output. */
export const AddExampleFromGenerationInput = z.object({
  datasetId: z.uuid(),
  generationId: z.uuid(),
  inputs: Fields.optional(),
  reference: Json.optional(),
  metadata: Fields.default({}),
  message: Message,
});
export type AddExampleFromGenerationInput = z.input<typeof AddExampleFromGenerationInput>;

export const AddExampleFromCorrectionInput = ExampleContent.extend({
  datasetId: z.uuid(),
  decisionId: z.uuid(),
  taskId: z.uuid().optional(),
  queueId: z.uuid().optional(),
  generationId: z.uuid().optional(),
  promptId: z.uuid().optional(),
  promptVersionId: z.uuid().optional(),
  runId: z.uuid().optional(),
  caseId: z.uuid().optional(),
  reviewerName: z.string().max(200).optional(),
  /** What the task keeps of the end user's key; no part of the provenance, which people read. */
  endUserHash: z.string().max(64).nullish(),
  message: Message,
});
export type AddExampleFromCorrectionInput = z.input<typeof AddExampleFromCorrectionInput>;

export const AddExamplesFromCorrectionsInput = z.object({
  datasetId: z.uuid(),
  corrections: z
    .array(AddExampleFromCorrectionInput.omit({ datasetId: true, message: true }))
    .min(1, "Add at least one correction.")
    .max(datasetLimits.examplesPerCall),
  message: Message,
});
export type AddExamplesFromCorrectionsInput = z.input<typeof AddExamplesFromCorrectionsInput>;

/** `addedInVersionId`: the version that the correction made. */
export const RemoveCorrectionExampleInput = z.object({
  exampleId: z.uuid(),
  addedInVersionId: z.uuid(),
  message: Message,
});
export type RemoveCorrectionExampleInput = z.input<typeof RemoveCorrectionExampleInput>;

/** Where an example came from, and its place in the newest version that holds it; null for one that none holds any more. */
export type ExamplePlace = {
  id: string;
  datasetId: string;
  datasetName: string;
  provenance: Provenance;
  versionNumber: number | null;
  position: number | null;
};

export const ExamplesOfDecisionsInput = z.object({ decisionIds: z.array(z.uuid()).max(10_000) });
export type ExamplesOfDecisionsInput = z.input<typeof ExamplesOfDecisionsInput>;

/** What became of examples handed in: the version that now holds them and how many were there already. */
export type AddedExamples = {
  version: DatasetVersion;
  examples: Example[];
  /** Those of `examples` that the version before did not hold. */
  addedIds: string[];
  added: number;
  duplicates: number;
};

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

export const DiffVersionsInput = z.object({ fromVersionId: z.uuid(), toVersionId: z.uuid() });
export type DiffVersionsInput = z.input<typeof DiffVersionsInput>;

/** What changed between two versions. Changed: an edit that names the example it was made from. */
export type VersionDiff = {
  added: number;
  removed: number;
  changed: number;
  kept: number;
  isReordered: boolean;
};
