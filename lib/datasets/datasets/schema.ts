import { z } from "zod";
import { PageInput } from "#platform/pagination";
import { datasetLimits } from "../limits.ts";
import { Message, type DatasetVersion } from "../versions/schema.ts";
import { NewExample } from "../examples/schema.ts";

export const Name = z.string().trim().min(1, "Give the dataset a name.").max(80);

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
