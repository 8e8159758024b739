import { z } from "zod";
import { PageInput } from "#platform/pagination";

export const Message = z.string().trim().max(500).default("");

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

export const DatasetVersionInput = z.object({ datasetVersionId: z.uuid() });
export type DatasetVersionInput = z.input<typeof DatasetVersionInput>;

export const ListVersionsInput = PageInput.extend({ datasetId: z.uuid() });
export type ListVersionsInput = z.input<typeof ListVersionsInput>;

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
