import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { createDataset } from "../datasets/create.ts";
import { listDatasets } from "../datasets/read.ts";
import { listExamples } from "../examples/read.ts";
import type { ImportResult } from "../schema.ts";
import { exportExamples } from "./export.ts";
import { importExamples, previewImport } from "./import.ts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
});

const bytes = (text: string) => new TextEncoder().encode(text);
const tickets =
  'id,ticket,expected\n1,"Where is\nmy parcel?",shipping\n2,Two fees on one invoice,billing\n2,Two fees on one invoice,billing\n';

function imported(result: ImportResult) {
  if (result.outcome !== "imported")
    throw new Error(`rejected: ${JSON.stringify(result.errors.slice(0, 3))}`);
  return result;
}

describe("a preview", () => {
  it("shows columns, first rows, a mapping and the bad lines, and stores nothing", async () => {
    const preview = await previewImport(tenant.ctx, {
      fileName: "tickets.csv",
      bytes: bytes(`${tickets}3,too,many,cells\n`),
    });
    expect(preview).toMatchObject({
      format: "csv",
      delimiter: ",",
      columns: ["id", "ticket", "expected"],
      mapping: [{ role: "metadata" }, { role: "input" }, { role: "reference" }],
      totalRows: 4,
      errorCount: 1,
      errors: [{ line: 6, message: "This line has 4 cells; the first line names 3 columns." }],
    });
    expect(preview.rows[0]).toEqual({
      line: 2,
      cells: { id: "1", ticket: "Where is\nmy parcel?", expected: "shipping" },
    });
    expect((await listDatasets(tenant.ctx)).items).toEqual([]);
  });
});

describe("an import", () => {
  it("makes one version, merges rows that say the same, and leaves an audit event", async () => {
    const result = imported(
      await importExamples(tenant.ctx, {
        name: `tickets ${newId()}`,
        fileName: "tickets.csv",
        bytes: bytes(tickets),
      }),
    );
    expect(result).toMatchObject({
      rows: 3,
      added: 2,
      duplicates: 1,
      redacted: 0,
      version: { number: 1, exampleCount: 2, message: "Import tickets.csv" },
    });
    const { items } = await listExamples(tenant.ctx, { datasetVersionId: result.version.id });
    expect(items).toMatchObject([
      {
        inputs: { ticket: "Where is\nmy parcel?" },
        reference: "shipping",
        metadata: { id: "1" },
        provenance: { kind: "import", fileName: "tickets.csv", line: 2 },
      },
      { inputs: { ticket: "Two fees on one invoice" }, provenance: { line: 4 } },
    ]);
    const events = await tenant.open.db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, result.dataset.id)))
      .orderBy(auditEvents.seq);
    expect(events.map(({ action }) => action)).toEqual(["dataset.create", "dataset.import"]);
  });

  it("appends to the latest version, or replaces it; the same file twice makes no version", async () => {
    const { dataset, version } = imported(
      await importExamples(tenant.ctx, { name: `more ${newId()}`, fileName: "a.csv", bytes: bytes(tickets) }),
    );
    const again = imported(
      await importExamples(tenant.ctx, { datasetId: dataset.id, fileName: "a.csv", bytes: bytes(tickets) }),
    );
    expect(again).toMatchObject({ added: 0, duplicates: 3, version: { id: version.id } });
    const jsonl = bytes('{"ticket": "New one", "expected": "account"}\n');
    const appended = imported(
      await importExamples(tenant.ctx, { datasetId: dataset.id, fileName: "b.jsonl", bytes: jsonl }),
    );
    expect(appended.version).toMatchObject({ number: 2, exampleCount: 3 });
    const replaced = imported(
      await importExamples(tenant.ctx, {
        datasetId: dataset.id,
        fileName: "b.jsonl",
        bytes: jsonl,
        mode: "replace",
      }),
    );
    expect(replaced.version).toMatchObject({ number: 3, exampleCount: 1 });
  });

  it("is all or nothing: a bad line 9,999 is named exactly and nothing is stored", async () => {
    const lines = Array.from({ length: 12_000 }, (_line, at) =>
      at === 0 ? "ticket,expected" : `ticket ${at},billing`,
    );
    lines[9_998] = '"ticket that never closes,billing';
    const name = `bad ${newId()}`;
    const result = await importExamples(tenant.ctx, {
      name,
      fileName: "bad.csv",
      bytes: bytes(`${lines.join("\n")}\n`),
    });
    expect(result).toEqual({
      outcome: "rejected",
      errors: [{ line: 9_999, message: "A quote opened on this line is never closed." }],
      errorCount: 1,
      rows: 11_999,
    });
    expect((await listDatasets(tenant.ctx, { query: name })).items).toEqual([]);
  });

  it("takes a file of 20 MB", async () => {
    const text = `${"The parcel came but the invoice shows two shipping fees, order 4711-2. ".repeat(56)}`;
    const lines = Array.from({ length: 5_200 }, (_line, at) => `${at},"${text}",billing`);
    const file = bytes(`id,ticket,expected\n${lines.join("\n")}\n`);
    expect(file.byteLength).toBeGreaterThan(20_000_000);
    const result = imported(
      await importExamples(tenant.ctx, { name: `big ${newId()}`, fileName: "big.csv", bytes: file }),
    );
    expect(result.version.exampleCount).toBe(5_200);
  }, 120_000);

  it("lists the first hundred bad lines and counts the rest", async () => {
    const text = `a,b\n${"1\n".repeat(250)}`;
    const result = await importExamples(tenant.ctx, {
      name: `many ${newId()}`,
      fileName: "bad.csv",
      bytes: bytes(text),
    });
    expect(result).toMatchObject({ outcome: "rejected", errorCount: 250, rows: 250 });
    expect(result.outcome === "rejected" && result.errors).toHaveLength(100);
  });

  it("redacts personal data and says how often", async () => {
    const text = "ticket\nmail anna@example.org or bob@example.org\nnothing here\n";
    const result = imported(
      await importExamples(tenant.ctx, { name: `pii ${newId()}`, fileName: "pii.csv", bytes: bytes(text) }),
    );
    expect(result.redacted).toBe(2);
    const { items } = await listExamples(tenant.ctx, { datasetVersionId: result.version.id });
    expect(items[0]?.inputs).toEqual({ ticket: "mail <EMAIL_ADDRESS> or <EMAIL_ADDRESS>" });
  });

  it("refuses what it cannot take: a zip called .csv, a column that is not there, a file of heads, too many rows", async () => {
    const zip = Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]);
    const attempt = (content: Uint8Array<ArrayBuffer>, more = {}) =>
      importExamples(tenant.ctx, { name: `no ${newId()}`, fileName: "data.csv", bytes: content, ...more });
    await expect(attempt(zip)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("zip"),
    });
    await expect(
      attempt(bytes("a\n1\n"), { mapping: [{ column: "b", role: "input" }] }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(attempt(bytes("a,b\n"))).rejects.toMatchObject({ code: "invalid_input" });
    await expect(attempt(bytes(`a\n${"1\n".repeat(100_001)}`))).rejects.toMatchObject({ code: "too_large" });
    await expect(
      importExamples(tenant.ctx, { fileName: "a.csv", bytes: bytes("a\n1\n") }),
    ).rejects.toMatchObject({ name: "ZodError" });
  });

  it("needs the permission and a dataset of this project", async () => {
    const foreign = await createDataset(other.ctx, { name: "theirs" });
    const file = { fileName: "a.csv", bytes: bytes(tickets) };
    await expect(importExamples(tenant.ctx, { datasetId: foreign.id, ...file })).rejects.toMatchObject({
      code: "not_found",
    });
    const viewer = await tenant.as("viewer");
    await expect(importExamples(viewer, { name: "x", ...file })).rejects.toMatchObject({ code: "forbidden" });
    await expect(previewImport(viewer, file)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("an export", () => {
  it.each(["jsonl", "csv"] as const)("read in again as %s has the same content hash", async (format) => {
    const { version } = imported(
      await importExamples(tenant.ctx, { name: `out ${newId()}`, fileName: "a.csv", bytes: bytes(tickets) }),
    );
    const { fileName, pieces } = await exportExamples(tenant.ctx, { datasetVersionId: version.id, format });
    const text = (await Array.fromAsync(pieces)).join("");
    const copy = imported(
      await importExamples(other.ctx, { name: `copy ${newId()}`, fileName, bytes: bytes(text) }),
    );
    expect(copy.version.contentHash).toBe(version.contentHash);
    await expect(exportExamples(other.ctx, { datasetVersionId: version.id, format })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
