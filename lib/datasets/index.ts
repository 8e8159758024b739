import "./data.ts";

export { archiveDataset } from "./datasets/archive.ts";
export { createDataset } from "./datasets/create.ts";
export { isGatedDataset, setGatedDatasets } from "./datasets/gated.ts";
export { getDataset, listDatasets } from "./datasets/read.ts";
export {
  addExample,
  addExampleFromCorrection,
  addExampleFromGeneration,
  addExamples,
  addExamplesFromCorrections,
} from "./examples/add.ts";
export { editExample, removeCorrectionExample, removeExamples } from "./examples/edit.ts";
export {
  eachExample,
  exampleIdsOfVersion,
  getExample,
  listExamples,
  listVersionsOfExample,
} from "./examples/read.ts";
export { examplesOfDecisions, placeOfExample } from "./examples/origins.ts";
export { diffVersions } from "./versions/diff.ts";
export { getDatasetVersion, listVersions } from "./versions/read.ts";
export { exportExamples } from "./files/export.ts";
export { importExamples, previewImport } from "./files/import.ts";
export { datasetVersionRelation, exampleRelation } from "./relations.ts";
