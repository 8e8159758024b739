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
