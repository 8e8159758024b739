import { z } from "zod";
import {
  addExample,
  addExampleFromGeneration,
  addExamples,
  createDataset,
  getDataset,
  getDatasetVersion,
  listDatasets,
  listExamples,
  listVersions,
} from "#lib/datasets";
import { PageInput } from "#platform/pagination";
import {
  AddExampleFromGenerationInput,
  CreateDatasetInput,
  datasetLimits,
  ExampleContent,
  ListExamplesInput,
} from "#schema/datasets";
import { route } from "../route.ts";
import { pageOf } from "./page.ts";

export const DatasetVersion = z.object({
  id: z.string(),
  datasetId: z.string(),
  datasetName: z.string(),
  number: z.number(),
  contentHash: z.string(),
  message: z.string(),
  exampleCount: z.number(),
  createdByName: z.string(),
  createdAt: z.date(),
});
export const Dataset = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  archivedAt: z.date().nullable(),
  createdAt: z.date(),
  latest: DatasetVersion.nullable(),
});
export const Example = z.object({
  id: z.string(),
  datasetId: z.string(),
  contentHash: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  reference: z.unknown(),
  metadata: z.record(z.string(), z.unknown()),
  provenance: z.record(z.string(), z.unknown()),
  createdAt: z.date(),
});
const Added = z.object({
  version: DatasetVersion,
  examples: z.array(Example),
  added: z.number(),
  duplicates: z.number(),
});
const DatasetId = z.object({ datasetId: z.uuid() });
const message = z.string().trim().max(500).default("").describe("What the new version is for.");

export const datasetRoutes = [
  route({
    method: "get",
    path: "/datasets",
    id: "listDatasets",
    tag: "Datasets",
    summary: "List datasets",
    permissions: ["dataset.read"],
    query: PageInput.extend({ query: z.string().max(200).optional() }),
    result: pageOf(Dataset),
    handle: ({ ctx, query }) => listDatasets(ctx, query),
  }),
  route({
    method: "post",
    path: "/datasets",
    id: "createDataset",
    tag: "Datasets",
    summary: "Create a dataset, with examples or empty",
    permissions: ["dataset.create"],
    body: CreateDatasetInput.omit({ isDemo: true, examples: true }).extend({
      examples: z.array(ExampleContent).max(datasetLimits.examplesPerCall).default([]),
    }),
    result: Dataset,
    status: 201,
    handle: ({ ctx, body }) => createDataset(ctx, body),
  }),
  route({
    method: "get",
    path: "/datasets/{datasetId}",
    id: "getDataset",
    tag: "Datasets",
    summary: "Get a dataset with its newest version",
    permissions: ["dataset.read"],
    params: DatasetId,
    result: Dataset,
    handle: ({ ctx, params }) => getDataset(ctx, params),
  }),
  route({
    method: "get",
    path: "/datasets/{datasetId}/versions",
    id: "listDatasetVersions",
    tag: "Datasets",
    summary: "List a dataset's versions",
    permissions: ["dataset.read"],
    params: DatasetId,
    query: PageInput,
    result: pageOf(DatasetVersion),
    handle: ({ ctx, params, query }) => listVersions(ctx, { ...params, ...query }),
  }),
  route({
    method: "post",
    path: "/datasets/{datasetId}/examples",
    id: "addExamples",
    tag: "Datasets",
    summary: "Add examples, which makes a new version",
    permissions: ["dataset.update"],
    params: DatasetId,
    body: z.object({
      examples: z.array(ExampleContent).min(1).max(datasetLimits.examplesPerCall),
      message,
      expectedLatest: z.number().int().optional(),
    }),
    result: Added,
    status: 201,
    handle: ({ ctx, params, body: { examples, ...rest } }) => {
      const [only, ...others] = examples;
      return only && others.length === 0
        ? addExample(ctx, { ...params, ...rest, ...only })
        : addExamples(ctx, { ...params, ...rest, examples });
    },
  }),
  route({
    method: "post",
    path: "/datasets/{datasetId}/examples/from-generation",
    id: "addExampleFromGeneration",
    tag: "Datasets",
    summary: "Make an example of a generation",
    permissions: ["dataset.update", "generation.read"],
    params: DatasetId,
    body: AddExampleFromGenerationInput.omit({ datasetId: true }),
    result: Added,
    status: 201,
    handle: ({ ctx, params, body }) => addExampleFromGeneration(ctx, { ...params, ...body }),
  }),
  route({
    method: "get",
    path: "/dataset-versions/{datasetVersionId}",
    id: "getDatasetVersion",
    tag: "Datasets",
    summary: "Get a dataset's version",
    permissions: ["dataset.read"],
    params: z.object({ datasetVersionId: z.uuid() }),
    result: DatasetVersion,
    isStable: true,
    handle: ({ ctx, params }) => getDatasetVersion(ctx, params),
  }),
  route({
    method: "get",
    path: "/dataset-versions/{datasetVersionId}/examples",
    id: "listExamples",
    tag: "Datasets",
    summary: "List a version's examples",
    permissions: ["dataset.read"],
    params: z.object({ datasetVersionId: z.uuid() }),
    query: ListExamplesInput.omit({ datasetVersionId: true, metadata: true }),
    result: pageOf(Example.extend({ position: z.number() })),
    handle: ({ ctx, params, query }) => listExamples(ctx, { ...params, ...query }),
  }),
];
