import { z } from "zod";
import {
  archiveDataset,
  diffVersions,
  editExample,
  exportExamples,
  getExample,
  importExamples,
  listVersionsOfExample,
  previewImport,
  removeExamples,
} from "#lib/datasets";
import {
  ArchiveDatasetInput,
  ColumnMapping,
  EditExampleInput,
  fileFormats,
  ImportChoice,
  RemoveExamplesInput,
} from "#schema/datasets";
import { route } from "../route.ts";
import { Dataset, DatasetVersion, Example } from "./datasets.ts";
import { FileAnswer } from "./file.ts";

const LineError = z.object({ line: z.number(), message: z.string() });
const File = z.object({
  fileName: z.string().trim().min(1).max(255).describe("Its ending says what it is: .csv or .jsonl."),
  content: z.string().describe("The file's text."),
});
const DatasetId = z.object({ datasetId: z.uuid() });
const ExampleId = z.object({ exampleId: z.uuid() });
const tag = "Datasets";
const bytesOf = ({ content, ...rest }: z.output<typeof File>) => ({
  ...rest,
  bytes: new TextEncoder().encode(content),
});

export const datasetFileRoutes = [
  route({
    method: "post",
    path: "/datasets/{datasetId}/archive",
    id: "archiveDataset",
    tag,
    summary: "Put a dataset away, or bring it back",
    permissions: ["dataset.update"],
    params: DatasetId,
    body: ArchiveDatasetInput.omit({ datasetId: true }),
    result: Dataset,
    handle: ({ ctx, params, body }) => archiveDataset(ctx, { ...params, ...body }),
  }),
  route({
    method: "put",
    path: "/datasets/{datasetId}/examples/{exampleId}",
    id: "editExample",
    tag,
    summary: "Edit an example, which makes a new version",
    permissions: ["dataset.update"],
    params: DatasetId.extend(ExampleId.shape),
    body: EditExampleInput.omit({ datasetId: true, exampleId: true }),
    result: z.object({ version: DatasetVersion, example: Example }),
    handle: ({ ctx, params, body }) => editExample(ctx, { ...params, ...body }),
  }),
  route({
    method: "post",
    path: "/datasets/{datasetId}/examples/remove",
    id: "removeExamples",
    tag,
    summary: "Take examples out, which makes a new version",
    permissions: ["dataset.update"],
    params: DatasetId,
    body: RemoveExamplesInput.omit({ datasetId: true }),
    result: z.object({ version: DatasetVersion, removed: z.number() }),
    handle: ({ ctx, params, body }) => removeExamples(ctx, { ...params, ...body }),
  }),
  route({
    method: "get",
    path: "/examples/{exampleId}",
    id: "getExample",
    tag,
    summary: "Get an example with the versions that hold it",
    permissions: ["dataset.read"],
    params: ExampleId,
    result: Example.extend({ versions: z.array(z.record(z.string(), z.unknown())) }),
    handle: async ({ ctx, params }) => ({
      ...(await getExample(ctx, params)),
      versions: await listVersionsOfExample(ctx, params),
    }),
  }),
  route({
    method: "get",
    path: "/dataset-versions/{datasetVersionId}/diff",
    id: "diffDatasetVersions",
    tag,
    summary: "Count what changed from another version of the dataset to this one",
    permissions: ["dataset.read"],
    params: z.object({ datasetVersionId: z.uuid() }),
    query: z.object({ fromDatasetVersionId: z.uuid() }),
    result: z.object({ added: z.number(), removed: z.number(), changed: z.number(), kept: z.number() }),
    handle: ({ ctx, params, query }) =>
      diffVersions(ctx, { fromVersionId: query.fromDatasetVersionId, toVersionId: params.datasetVersionId }),
  }),
  route({
    method: "get",
    path: "/dataset-versions/{datasetVersionId}/export",
    id: "exportExamples",
    tag,
    summary: "Get a version as a file",
    description:
      "Importing it again gives the same content hash. A cell that a spreadsheet would run is marked.",
    permissions: ["dataset.read"],
    params: z.object({ datasetVersionId: z.uuid() }),
    query: z.object({ format: z.enum(fileFormats).default("jsonl") }),
    result: FileAnswer,
    isFile: true,
    handle: async ({ ctx, params, query: { format } }) => ({
      format,
      ...(await exportExamples(ctx, { ...params, format })),
    }),
  }),
  route({
    method: "post",
    path: "/dataset-imports/preview",
    id: "previewDatasetImport",
    tag,
    summary: "See what a file holds before anything is stored",
    permissions: ["dataset.update"],
    body: File,
    result: z.object({
      format: z.enum(fileFormats),
      delimiter: z.string().nullable(),
      columns: z.array(z.string()),
      mapping: z.array(ColumnMapping),
      rows: z.array(z.object({ line: z.number(), cells: z.record(z.string(), z.string()) })),
      totalRows: z.number(),
      errors: z.array(LineError),
      errorCount: z.number(),
    }),
    handle: ({ ctx, body }) => previewImport(ctx, bytesOf(body)),
  }),
  route({
    method: "post",
    path: "/dataset-imports",
    id: "importExamples",
    tag,
    summary: "Import a file into a dataset, all or nothing",
    description:
      "Into `datasetId`, or into a new dataset called `name`. Answers every line that cannot be taken.",
    permissions: ["dataset.create", "dataset.update"],
    body: File.extend({
      datasetId: z.uuid().optional(),
      name: z.string().trim().min(1).max(80).optional(),
      description: z.string().trim().max(1_000).default(""),
      ...ImportChoice.shape,
    }),
    result: z.object({
      outcome: z.enum(["imported", "rejected"]),
      dataset: Dataset.optional(),
      version: DatasetVersion.optional(),
      rows: z.number(),
      added: z.number().optional(),
      duplicates: z.number().optional(),
      redacted: z.number().optional(),
      errors: z.array(LineError).optional(),
      errorCount: z.number().optional(),
    }),
    handle: ({ ctx, body: { fileName, content, ...rest } }) =>
      importExamples(ctx, { ...rest, ...bytesOf({ fileName, content }) }),
  }),
];
