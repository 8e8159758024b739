import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { connections, downloads } from "#db/schema/models";
import { createTenant, type Tenant } from "#testing";
import {
  beginLocalModelArrival,
  createChatModel,
  createConnection,
  ensureLocalConnection,
  getModelCard,
  localModelStatus,
  startLocalModelArrival,
  stopLocalModelArrival,
} from "../index.ts";
import { localModelName } from "../schema.ts";
import { type LocalPaths, localPaths } from "./paths.ts";
import type { ArrivalPlan, ArrivalSteps } from "../arrival/arrival.ts";

const folder = await mkdtemp(join(tmpdir(), "valueloop-install-"));
vi.stubEnv("VALUELOOP_DATA_DIR", folder);

const plan: ArrivalPlan = {
  name: "local model",
  roomMegabytes: 700,
  again: "press Retry",
  partBytes: [4],
  sha256: createHash("sha256").update("GGUF").digest("hex"),
};
const gate = { open: () => undefined as void };
const steps: ArrivalSteps<LocalPaths> = {
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
  it("is absent at first, with its licence named, and calls say where to look", async () => {
    const admin = await tenant.as("admin");
    expect(await localModelStatus(tenant.ctx)).toMatchObject({
      status: "absent",
      licence: { name: "Gemma Terms of Use" },
    });
    const { id } = await ensureLocalConnection(admin);
    await expect(
      createChatModel(tenant.ctx, { connectionId: id, model: localModelName }),
    ).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("connections page"),
    });
  });

  it("shows its progress, and when it is ready every project has its connection", async () => {
    const other = await createTenant();
    const done = beginLocalModelArrival(tenant.open.db, {
      paths: localPaths(folder),
      plan,
      steps,
      progressMs: 5,
    });
    expect(beginLocalModelArrival(tenant.open.db)).toBe(done);
    await vi.waitFor(async () =>
      expect(await localModelStatus(tenant.ctx)).toMatchObject({
        status: "running",
        step: "Downloading part 1 of 1",
        totalBytes: 4,
      }),
    );
    await vi.waitFor(() => {
      gate.open();
      return expect(localModelStatus(tenant.ctx)).resolves.toMatchObject({ status: "ready" });
    });
    expect((await done).status).toBe("ready");
    expect(await localModelStatus(tenant.ctx)).toMatchObject({
      status: "ready",
      licence: { notice: "The notice that came with it" },
    });
    const [made] = await other.open.db
      .select()
      .from(connections)
      .where(and(eq(connections.projectId, other.projectId), eq(connections.kind, "local")));
    expect(made).toMatchObject({ name: "local" });
  });

  it("is absent again when its files were removed, whatever the database remembers", async () => {
    const { marker } = localPaths(folder);
    await rm(marker);
    expect(await localModelStatus(tenant.ctx)).toMatchObject({ status: "absent" });
    await writeFile(marker, "{}");
  });
});

describe("ensureLocalConnection", () => {
  it("makes one connection however often it is asked, audited once, at a price of 0 that it explains", async () => {
    const admin = await tenant.as("admin");
    const [first, second] = [await ensureLocalConnection(admin), await ensureLocalConnection(admin)];
    expect(second.id).toBe(first.id);
    expect(await auditOf("connection.create")).toHaveLength(1);
    const card = await getModelCard(tenant.ctx, { connectionId: first.id, model: localModelName });
    expect(card).toMatchObject({
      isLocal: true,
      provider: "local",
      prices: { inputUsdPerMillion: 0, outputUsdPerMillion: 0 },
    });
    expect(card.prices.source).toContain("nobody meters");
  });

  it("refuses a lacking permission, and a name another connection has taken", async () => {
    await expect(ensureLocalConnection(tenant.ctx)).rejects.toMatchObject({ code: "forbidden" });
    const other = await (await createTenant()).as("admin");
    await createConnection(other, { name: "local", kind: "simulated" });
    await expect(ensureLocalConnection(other)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Rename it"),
    });
  });
});

describe("startLocalModelArrival and localModelStatus", () => {
  it("start in the background and leave an audit row", async () => {
    const admin = await tenant.as("admin");
    await startLocalModelArrival(admin);
    await stopLocalModelArrival();
    expect(await auditOf("local_model.fetch")).toHaveLength(1);
    const [row] = await tenant.open.db.select().from(downloads).where(eq(downloads.name, localModelName));
    expect(row?.status).toBe("ready");
  });

  it("refuse a lacking permission", async () => {
    await expect(startLocalModelArrival(tenant.ctx)).rejects.toMatchObject({ code: "forbidden" });
    await expect(localModelStatus(await tenant.as("viewer"))).rejects.toMatchObject({ code: "forbidden" });
  });
});
