import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { downloads } from "#db/schema/downloads";
import { defineJob, drainJobs } from "#lib/jobs";
import { createTenant, type Tenant } from "#testing";
import { localModelName, localModelReadyJob } from "../constants.ts";
import {
  beginLocalModelDownload,
  localModelStatus,
  startLocalModelDownload,
  stopLocalModelDownload,
} from "../index.ts";
import type { DownloadPlan, DownloadSteps } from "../run-download.ts";
import { type LocalPaths, localPaths } from "./paths.ts";

const folder = await mkdtemp(join(tmpdir(), "valueloop-local-model-"));
vi.stubEnv("VALUELOOP_DATA_DIR", folder);

let timesReady = 0;
defineJob<object>({ name: localModelReadyJob, handler: async () => void (timesReady += 1) });

const plan: DownloadPlan = {
  name: "local model",
  roomMegabytes: 700,
  again: "press Retry",
  partBytes: [4],
  sha256: createHash("sha256").update("GGUF").digest("hex"),
};
const gate = { open: () => undefined as void };
const steps: DownloadSteps<LocalPaths> = {
  installRuntime: async (paths) => {
    await mkdir(dirname(paths.runtimeEntry), { recursive: true });
    await writeFile(paths.runtimeEntry, "export {}");
  },
  fetchPart: async (_, __, into) => {
    await new Promise<void>((resolve) => {
      gate.open = resolve;
    });
    await writeFile(into, "GGUF");
  },
  fetchRest: (paths) => writeFile(paths.notice, "The notice that came with it"),
  fetchWhole: () => Promise.reject(new Error("not needed")),
};

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const auditOf = async (action: string) =>
  tenant.open.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.action, action)));

describe("the local model of an installation", () => {
  it("is absent at first, with its licence named", async () => {
    expect(await localModelStatus(tenant.ctx)).toMatchObject({
      status: "absent",
      licence: { name: "Gemma Terms of Use" },
    });
  });

  it("shows its progress, and when it is ready the rooms above hear of it, at every start again", async () => {
    const done = beginLocalModelDownload(tenant.open.db, {
      paths: localPaths(folder),
      plan,
      steps,
      progressMs: 5,
    });
    expect(beginLocalModelDownload(tenant.open.db)).toBe(done);
    await vi.waitFor(
      async () =>
        expect(await localModelStatus(tenant.ctx)).toMatchObject({
          status: "running",
          step: "Downloading part 1 of 1",
          totalBytes: 4,
        }),
      { timeout: 30_000 },
    );
    await vi.waitFor(
      () => {
        gate.open();
        return expect(localModelStatus(tenant.ctx)).resolves.toMatchObject({ status: "ready" });
      },
      { timeout: 30_000 },
    );
    expect((await done).status).toBe("ready");
    expect(await localModelStatus(tenant.ctx)).toMatchObject({
      status: "ready",
      licence: { notice: "The notice that came with it" },
    });
    await drainJobs();
    expect(timesReady).toBe(1);
    await beginLocalModelDownload(tenant.open.db);
    await drainJobs();
    expect(timesReady).toBe(2);
  });

  it("is absent again when its files were removed, whatever the database remembers", async () => {
    const { marker } = localPaths(folder);
    await rm(marker);
    expect(await localModelStatus(tenant.ctx)).toMatchObject({ status: "absent" });
    await writeFile(marker, "{}");
  });
});

describe("startLocalModelDownload and localModelStatus", () => {
  it("start in the background and leave an audit row", async () => {
    const admin = await tenant.as("admin");
    await startLocalModelDownload(admin);
    await stopLocalModelDownload();
    expect(await auditOf("local_model.fetch")).toHaveLength(1);
    const [row] = await tenant.open.db.select().from(downloads).where(eq(downloads.name, localModelName));
    expect(row?.status).toBe("ready");
  });

  it("refuse a lacking permission", async () => {
    await expect(startLocalModelDownload(tenant.ctx)).rejects.toMatchObject({ code: "forbidden" });
    await expect(localModelStatus(await tenant.as("viewer"))).rejects.toMatchObject({ code: "forbidden" });
  });
});
