import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "#db";
import { auditEvents } from "#db/schema";
import { createTenant, type Tenant } from "#db/testing";
import { appendAudit } from "#lib/audit";
import { listAuditEvents, verifyAudit } from "./index.ts";

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

  it("lists newest first and pages by cursor, within the project alone", async () => {
    await write(other, "label.move");
    const first = await listAuditEvents(tenant.ctx, { limit: 10 });
    const second = await listAuditEvents(tenant.ctx, { limit: 10, cursor: first.nextCursor ?? "" });
    expect(first.items[0]?.seq).toBe(12);
    expect([...first.items, ...second.items]).toHaveLength(12);
    expect(second.nextCursor).toBeNull();
  });

  it("names the row that was changed by hand", async () => {
    await tenant.open.db
      .update(auditEvents)
      .set({ actor: { kind: "user", id: null, name: "somebody else" } })
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.seq, 5)));
    const result = await verifyAudit(tenant.ctx, {});
    expect(result.isIntact).toBe(false);
    expect(result.firstBad?.seq).toBe(5);
    expect(result.sentence).toContain("event 5");
  });

  it("names a row that was removed", async () => {
    await other.open.db.delete(auditEvents).where(eq(auditEvents.chainId, other.projectId));
    await write(other, "a.one");
    await write(other, "a.two");
    await write(other, "a.three");
    await other.open.db
      .delete(auditEvents)
      .where(and(eq(auditEvents.chainId, other.projectId), eq(auditEvents.seq, 2)));
    expect((await verifyAudit(other.ctx, {})).firstBad?.seq).toBe(2);
  });

  it("is closed to those who may not read it", async () => {
    const viewer = await tenant.as("viewer");
    await expect(listAuditEvents(viewer, {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(verifyAudit(viewer, {})).rejects.toMatchObject({ code: "forbidden" });
  });
});
