import { type Database, inTransaction, publishInvalidation } from "#db";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { enqueue } from "#lib/jobs";
import { env } from "#platform/env";
import { AppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { once } from "#platform/runtime";
import { localModelName, localModelReadyJob } from "../constants.ts";
import { ModelDownload, readState, writeState } from "../model-download.ts";
import { isPresent } from "../paths.ts";
import type { Download, DownloadState } from "../run-download.ts";
import type { LocalModelStatus } from "../schema.ts";
import { type LocalPaths, localPaths } from "./paths.ts";
import { gemmaPlan, licenceNotice, realSteps } from "./steps.ts";

const download = () => once("downloads.localModel", () => new ModelDownload<LocalPaths>(localModelName));

/**
 * Begins to download the local model, or goes on where an earlier attempt stopped; does nothing while one runs. When it
 * is here, `localModelReadyJob` gives every project its connection. For the process; people use `startLocalModelDownload`.
 */
export function beginLocalModelDownload(
  db: Database,
  overrides: Partial<Pick<Download<LocalPaths>, "paths" | "plan" | "steps" | "progressMs">> = {},
): Promise<DownloadState> {
  const wanted = { paths: localPaths(), plan: gemmaPlan, steps: realSteps, ...overrides };
  return download().begin(db, wanted, () => enqueue({ db }, { name: localModelReadyJob }, {}));
}

/** Stops a running download; what is here is kept. At shutdown. */
export async function stopLocalModelDownload(): Promise<void> {
  await download().stop();
}

/** Starts or retries the download. Returns at once; progress is in `localModelStatus`. Throws forbidden, conflict (switched off). */
export async function startLocalModelDownload(ctx: Context): Promise<LocalModelStatus> {
  requirePermission(ctx, "connection.update");
  if (env().VALUELOOP_LOCAL_MODEL === "off") {
    throw new AppError(
      "conflict",
      "The local model is switched off on this installation. Start the studio without --no-local-model.",
    );
  }
  await inTransaction(ctx, async (tx) => {
    await writeState(tx.db, localModelName, {
      status: "waiting",
      step: "Waiting",
      receivedBytes: 0,
      totalBytes: null,
      error: null,
    });
    await publishInvalidation(tx, "connections", tx.project);
    await appendAudit(tx, {
      action: "local_model.fetch",
      subject: { type: "local_model", id: localModelName, name: localModelName },
    });
  });
  // The download outlives the request, so it writes through a handle that does too.
  void beginLocalModelDownload(ctx.db).catch((error: unknown) =>
    logger().error({ err: error }, "local model download"),
  );
  return localModelStatus(ctx);
}

/** How far the local model is on this installation. Throws forbidden. */
export async function localModelStatus(ctx: Context): Promise<LocalModelStatus> {
  requirePermission(ctx, "connection.read");
  const paths = localPaths();
  const licence = { name: "Gemma Terms of Use", notice: await licenceNotice(paths) };
  const about = { model: localModelName, licence };
  if (env().VALUELOOP_LOCAL_MODEL === "off") return { ...about, ...nothing, status: "off" };
  const row = await readState(ctx.db, localModelName);
  if (isPresent(paths))
    return { ...about, ...nothing, status: "ready", step: "Ready", updatedAt: row?.updatedAt ?? null };
  if (!row || row.status === "ready") return { ...about, ...nothing, status: "absent" };
  const { status, step, receivedBytes, totalBytes, error, updatedAt } = row;
  return { ...about, status, step, receivedBytes, totalBytes, error, updatedAt };
}

const nothing = { step: "", receivedBytes: 0, totalBytes: null, error: null, updatedAt: null };
