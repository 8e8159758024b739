import { and, eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "#db";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { appendAudit } from "#lib/audit";
import { listAuditActions, listAuditEvents, verifyAudit } from "./index.ts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
});

function write(from: Tenant, action: string, after?: unknown) {
  return inTransaction(from.ctx, (tx) =>
    appendAudit(tx, { action, subject: { type: "prompt", id: "p1", name: "support/triage" }, after }),
  );
}

/** Whoever owns the tables can silence their triggers. */
function byOwnerOfTables(from: Tenant, work: (tx: Tenant["ctx"]) => Promise<unknown>) {
  return inTransaction(from.ctx, async (tx) => {
    await tx.db.execute(sql`set local session_replication_role = replica`);
    await work(tx);
  });
}

describe("the audit chain", () => {
  it("holds over any number of events, also when they are written at once", async () => {
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        write(tenant, "prompt.update", { index, at: new Date(0), ratio: 0.1 + 0.2 }),
      ),
    );
    const result = await verifyAudit(tenant.ctx, {});
    expect(result).toMatchObject({ isIntact: true, checked: 12, firstBad: null });
  });

  it("lists newest first and pages by cursor, within the project only", async () => {
    await write(other, "label.move");
    const first = await listAuditEvents(tenant.ctx, { limit: 10 });
    const second = await listAuditEvents(tenant.ctx, { limit: 10, cursor: first.nextCursor ?? "" });
    expect(first.items[0]?.seq).toBe(12);
    expect([...first.items, ...second.items]).toHaveLength(12);
    expect(second.nextCursor).toBeNull();
  });

  it("names the row that was changed by hand", async () => {
    await byOwnerOfTables(tenant, (tx) =>
      tx.db
        .update(auditEvents)
        .set({ actor: { kind: "user", id: null, name: "somebody else" } })
        .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.seq, 5))),
    );
    const result = await verifyAudit(tenant.ctx, {});
    expect(result.isIntact).toBe(false);
    expect(result.firstBad?.seq).toBe(5);
    expect(result.sentence).toContain("event 5");
  });

  it("names a row that was removed", async () => {
    await write(other, "a.one");
    await write(other, "a.two");
    await write(other, "a.three");
    await byOwnerOfTables(other, (tx) =>
      tx.db.delete(auditEvents).where(and(eq(auditEvents.chainId, other.projectId), eq(auditEvents.seq, 2))),
    );
    expect((await verifyAudit(other.ctx, {})).firstBad?.seq).toBe(2);
  });

  it("keeps what a span of days holds, the last day included, and an instant excluded", async () => {
    const dated = await createTenant();
    for (const at of [
      "2026-11-23T23:59:59.999Z",
      "2026-11-24T00:00:00.000Z",
      "2026-11-24T23:59:59.999Z",
      "2026-11-25T00:00:00.000Z",
    ]) {
      dated.clock.set(new Date(at));
      await write(dated, "prompt.update", at);
    }
    const seqs = async (filter: { from?: string; to?: string }) =>
      (await listAuditEvents(dated.ctx, filter)).items.map(({ seq }) => seq);
    expect(await seqs({ from: "2026-11-24", to: "2026-11-24" })).toEqual([3, 2]);
    expect(await seqs({ from: "2026-11-24T00:00:00Z", to: "2026-11-25T00:00:00Z" })).toEqual([3, 2]);
    expect(await seqs({ to: "2026-11-24T01:00:00+01:00" })).toEqual([1]);
    await expect(seqs({ from: "yesterday" })).rejects.toMatchObject({ name: "ZodError" });
  });

  it("finds a person whose name holds a wildcard, and nobody else by it", async () => {
    const named = await createTenant();
    await inTransaction(
      { ...named.ctx, actor: { ...named.ctx.actor, name: "100_%" } as Tenant["ctx"]["actor"] },
      (tx) => appendAudit(tx, { action: "a.b", subject: { type: "x", id: "1", name: "x" } }),
    );
    await write(named, "a.c");
    expect((await listAuditEvents(named.ctx, { actor: "_%" })).items).toHaveLength(1);
  });

  it("offers the actions of the chain that is looked at", async () => {
    const two = await createTenant();
    await write(two, "prompt.update");
    await inTransaction(two.ctx, (tx) =>
      appendAudit(tx, {
        action: "member.update",
        subject: { type: "user", id: "1", name: "x" },
        chain: "organisation",
      }),
    );
    expect(await listAuditActions(two.ctx, { chain: "organisation" })).toEqual(["member.update"]);
    expect(await listAuditActions(two.ctx)).toEqual(["prompt.update"]);
  });

  it("of the organisation is closed to whoever is an engineer in the project only", async () => {
    const viewer = await tenant.as("viewer");
    const here = { ...viewer, actor: { ...viewer.actor, role: "engineer" } } as Tenant["ctx"];
    await listAuditEvents(here, {});
    await expect(listAuditEvents(here, { chain: "organisation" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(verifyAudit(here, { chain: "organisation" })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is closed to those who may not read it", async () => {
    const viewer = await tenant.as("viewer");
    await expect(listAuditEvents(viewer, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(verifyAudit(viewer, {})).rejects.toMatchObject({ code: "forbidden" });
  });
});
