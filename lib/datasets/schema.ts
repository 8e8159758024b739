export {
  CreateDatasetInput,
  ArchiveDatasetInput,
  ListDatasetsInput,
  DatasetInput,
} from "./datasets/schema.ts";
export type { Dataset } from "./datasets/schema.ts";
export {
  Provenance,
  ExampleContent,
  ListExamplesInput,
  GetExampleInput,
  AddExampleInput,
  AddExamplesInput,
  EditExampleInput,
  RemoveExamplesInput,
  AddExampleFromGenerationInput,
  AddExampleFromCorrectionInput,
  AddExamplesFromCorrectionsInput,
  RemoveCorrectionExampleInput,
  ExamplesOfDecisionsInput,
} from "./examples/schema.ts";
export type {
  ProvenanceKind,
  ExampleContentInput,
  Example,
  PlacedExample,
  ExamplePlace,
  AddedExamples,
} from "./examples/schema.ts";
export { DatasetVersionInput, ListVersionsInput, DiffVersionsInput } from "./versions/schema.ts";
export type { DatasetVersion, VersionDiff } from "./versions/schema.ts";
export {
  ColumnRole,
  ColumnMapping,
  PreviewImportInput,
  ImportChoice,
  ImportExamplesInput,
  ExportExamplesInput,
} from "./files/schema.ts";
export { fileFormats } from "./files/schema.ts";
export type { FileFormat, LineError, ImportPreview, ImportResult } from "./files/schema.ts";
export { datasetLimits } from "./limits.ts";
