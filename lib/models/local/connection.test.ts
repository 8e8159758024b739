import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { connections } from "#db/schema/models";
import { localModelReadyJob } from "#constants/downloads";
import { drainJobs, enqueue } from "#lib/jobs";
import { createTenant, type Tenant } from "#testing";
import { createChatModel, createConnection, ensureLocalConnection, getModelCard } from "../index.ts";
import { localModelName } from "../constants.ts";

const folder = await mkdtemp(join(tmpdir(), "valueloop-no-model-"));
vi.stubEnv("VALUELOOP_DATA_DIR", folder);

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

describe("the connection to the local model", () => {
  it("says where to look while the model is not here", async () => {
    const { id } = await ensureLocalConnection(await tenant.as("admin"));
    await expect(
      createChatModel(tenant.ctx, { connectionId: id, model: localModelName }),
    ).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("connections page"),
    });
  });

  it("is given to every project when the model has been downloaded", async () => {
    const other = await createTenant();
    await enqueue(other.open, { name: localModelReadyJob }, {});
    await drainJobs();
    const [made] = await other.open.db
      .select()
      .from(connections)
      .where(and(eq(connections.projectId, other.projectId), eq(connections.kind, "local")));
    expect(made).toMatchObject({ name: "local" });
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
