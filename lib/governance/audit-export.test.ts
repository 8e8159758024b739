import { rmSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "#db";
import { createTenant, type Tenant } from "#testing";
import { appendAudit } from "#lib/audit";
import { checkpointFolder } from "./checkpoint-files.ts";
import { auditPublicKey } from "./checkpoint-note.ts";
import { exportAudit, listAuditEvents, verifyAllChains, verifyExportedChain } from "./index.ts";
import { makeCheckpoint } from "./checkpoints.ts";
import type { ExportAuditInput } from "./schema.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
  for (const [place, name] of ["one", '=HYPERLINK("x")', "three, with comma", "four"].entries()) {
    tenant.clock.advance(86_400_000);
    await inTransaction(tenant.ctx, (tx) =>
      appendAudit(tx, {
        action: "prompt.update",
        subject: { type: "prompt", id: "p", name },
        after: { place },
      }),
    );
  }
  await makeCheckpoint(tenant.ctx.db, tenant.projectId);
});
afterAll(() => rmSync(join(checkpointFolder(), `${tenant.projectId}.checkpoints.jsonl`), { force: true }));

async function exported(input: ExportAuditInput): Promise<string> {
  const { pieces } = await exportAudit(tenant.ctx, input);
  const texts: string[] = [];
  for await (const piece of pieces) texts.push(piece);
  return texts.join("");
}

describe("an exported chain", () => {
  it("is proved without the studio, and names itself as its last event", async () => {
    const text = await exported({});
    const { items } = await listAuditEvents(tenant.ctx, { limit: 1 });
    expect(items[0]).toMatchObject({ action: "audit.export", after: { format: "jsonl" } });
    const verdict = await verifyExportedChain(text, auditPublicKey());
    expect(verdict).toMatchObject({ isIntact: true });
    expect(verdict.sentence).toMatch(new RegExp(`^All ${items[0]?.seq} events hold`));
    expect(verdict.sentence).toMatch(/signed at .* and kept in this file, agrees\.$/);
    expect((await verifyExportedChain(text)).sentence).toContain("The key was taken from the file itself");
  });

  it("is refused when anything in it was changed, cut or signed by another", async () => {
    const text = await exported({});
    const lines = text.trimEnd().split("\n");
    const changed = text.replace('"place":1', '"place":9');
    expect(await verifyExportedChain(changed, auditPublicKey())).toMatchObject({ isIntact: false });
    const events = lines.filter((line) => line.includes('"type":"event"'));
    const withoutLast = lines.filter((line) => line !== events.at(-1));
    expect((await verifyExportedChain(withoutLast.join("\n"), auditPublicKey())).sentence).toMatch(
      /The end was cut off: there are \d+ events, and a checkpoint signed at .* covers/,
    );
    const signatureToo = withoutLast.slice(0, -1).join("\n");
    expect((await verifyExportedChain(signatureToo, auditPublicKey())).sentence).toMatch(
      /The file ends at event/,
    );
    const withoutSecond = lines.filter((line) => line !== events[1]).join("\n");
    expect((await verifyExportedChain(withoutSecond, auditPublicKey())).sentence).toContain(
      "Event 2 is missing",
    );
    const otherKey = Buffer.alloc(32, 1).toString("base64");
    const unsigned = await verifyExportedChain(text, otherKey);
    expect(unsigned.isIntact).toBe(false);
    expect(unsigned.sentence).toMatch(
      /^All \d+ events hold, but prove nothing\. \d+ checkpoints? (does|do) not carry/,
    );
    await expect(verifyExportedChain(text, "nonsense")).rejects.toThrow("This is no public key");
  });

  it("is not proved by hashes alone: with no signature, part of one, or called filtered", async () => {
    const lines = (await exported({})).trimEnd().split("\n");
    const signatures = lines.filter((line) => line.includes('"type":"checkpoint"'));
    const without = (gone: readonly string[]) => lines.filter((line) => !gone.includes(line)).join("\n");
    const unsigned = without(signatures);
    for (const key of [auditPublicKey(), undefined]) {
      const none = await verifyExportedChain(unsigned, key);
      expect(none).toMatchObject({ isIntact: false });
      expect(none.sentence).toMatch(/^Nothing in the file is signed/);
      const part = await verifyExportedChain(without(signatures.slice(-1)), key);
      expect(part).toMatchObject({ isIntact: false });
      expect(part.sentence).toMatch(/^No checkpoint signs events \d+ to \d+/);
    }
    const called = unsigned.replace('"isWhole":true', '"isWhole":false');
    expect(await verifyExportedChain(called, auditPublicKey())).toMatchObject({ isIntact: false });
    expect((await verifyExportedChain(called)).sentence).toContain("cannot be proved");
  });

  it("that does not hold is exported all the same, and shows where it breaks", async () => {
    const broken = await createTenant();
    for (const name of ["one", "two"])
      await inTransaction(broken.ctx, (tx) =>
        appendAudit(tx, { action: "a.b", subject: { type: "x", id: "1", name } }),
      );
    await inTransaction(broken.ctx, async (tx) => {
      await tx.db.execute(sql`set local session_replication_role = replica`);
      await tx.db.execute(
        sql`update audit_events set subject_name = 'three' where chain_id = ${broken.projectId} and seq = 1`,
      );
    });
    const pieces: string[] = [];
    for await (const piece of (await exportAudit(broken.ctx, {})).pieces) pieces.push(piece);
    const verdict = await verifyExportedChain(pieces.join(""), auditPublicKey());
    expect(verdict).toMatchObject({ isIntact: false });
    expect(verdict.sentence).toContain("Event 1");
  });

  it("that was filtered holds what the filter keeps, and says that the rest is not proved", async () => {
    const text = await exported({ from: "2026-11-25", to: "2026-11-26" });
    expect(text.match(/"type":"event"/g)).toHaveLength(2);
    expect((await verifyExportedChain(text)).sentence).toContain("2 events of a filtered export");
    expect(await verifyExportedChain(text.replace('"place":1', '"place":9'))).toMatchObject({
      isIntact: false,
    });
  });

  it("holds nothing of another project", async () => {
    const other = await createTenant();
    await inTransaction(other.ctx, (tx) =>
      appendAudit(tx, { action: "a.b", subject: { type: "x", id: "1", name: "theirs" } }),
    );
    expect(await exported({ subjectId: "1" })).not.toContain("theirs");
  });

  it("goes to a spreadsheet with no cell that runs", async () => {
    const rows = (await exported({ format: "csv", action: "prompt.update" })).trimEnd().split("\r\n");
    expect(rows).toHaveLength(5);
    expect(rows[2]).toContain(`"'=HYPERLINK(""x"")"`);
    expect(rows[3]).toContain('"three, with comma"');
  });

  it("is not given to those who may not read it, and another file is named as what it is not", async () => {
    await expect(exportAudit(await tenant.as("viewer"), {})).rejects.toMatchObject({ code: "forbidden" });
    await expect(verifyExportedChain("a,b\n")).rejects.toThrow(
      "Line 1 of the file is not JSON. A file for a spreadsheet is not proved: export JSONL.",
    );
    await expect(verifyExportedChain('{"a":1}\n')).rejects.toThrow(
      "Line 1 of the file is no line of an audit export.",
    );
    await expect(verifyExportedChain("")).rejects.toMatchObject({ code: "invalid_input" });
  });
});

it("every chain of a database is verified by name", async () => {
  const verdicts = await verifyAllChains(tenant.ctx.db);
  expect(verdicts).toContainEqual(expect.objectContaining({ name: "project Project", isIntact: true }));
});
