import { z } from "zod";
import { ModelOrRoute, type NamedTarget } from "#schema/routes";
import { maxConcurrency } from "../constants.ts";

export const SetBenchmarkInput = z.object({
  promptId: z.uuid(),
  datasetVersionId: z.uuid(),
  suiteVersionId: z.uuid(),
  target: ModelOrRoute,
});
export type SetBenchmarkInput = z.input<typeof SetBenchmarkInput>;

export const BenchmarkOfInput = z.object({ promptId: z.uuid() });
export type BenchmarkOfInput = z.input<typeof BenchmarkOfInput>;

export const RunBenchmarkInput = z.object({
  promptVersionId: z.uuid(),
  concurrency: z.number().int().min(1).max(maxConcurrency).default(8),
});
export type RunBenchmarkInput = z.input<typeof RunBenchmarkInput>;

/** What a prompt is judged by, with its names and the newest state of each part. */
export type Benchmark = {
  promptId: string;
  datasetId: string;
  datasetName: string;
  datasetVersionId: string;
  datasetVersionNumber: number;
  newestDatasetVersion: { id: string; number: number };
  suiteId: string;
  suiteName: string;
  suiteVersionId: string;
  suiteVersionNumber: number;
  newestSuiteVersion: { id: string; number: number };
  target: NamedTarget;
  updatedByName: string;
  updatedAt: Date;
};

/** How a version did on the benchmark, by its newest finished run there. */
export type BenchmarkScore = {
  versionId: string;
  versionNumber: number;
  runId: string;
  runNumber: number;
  metric: string;
  /** The suite's primary metric, 0..1, and its 95 % interval; null where it has none. */
  value: number;
  low: number | null;
  high: number | null;
  /** Cases the metric judged, of all the run had. */
  judged: number;
  total: number;
};

/** A prompt's benchmark with the versions that were run on it; a version that is not listed was not. */
export type BenchmarkScores = {
  benchmark: Benchmark | null;
  scores: BenchmarkScore[];
  /** What has moved on since it was pinned, each as a sentence; empty where nothing has. */
  drift: string[];
};
