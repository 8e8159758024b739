import { readFileSync } from "node:fs";
import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { importPrompts, listPrompts, previewImport, resolvePrompt } from "../index.ts";
import { buildPrompt } from "#testing/prompts";
import { compilePrompt } from "../template/compile.ts";
import { contentOfRow, planImport, slugPath } from "./plan.ts";

const awesome = readFileSync("demo/data/awesome-prompts.csv", "utf8");
let tenant: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
});

const plan = (csv: string, taken: string[] = []) => planImport({ csv, folder: "" }, new Set(taken));

describe("planning an import", () => {
  it("makes paths of names, unique in the file", () => {
    expect(slugPath("Straße v1.2/Größe")).toBe("strasse-v1.2/grosse");
    expect(slugPath("Text Editors/Fix my É & more…")).toBe("text-editors/fix-my-e-and-more");
    expect(plan("act,prompt\nA b,x\nA-B,y\n翻译,z\n").rows.map(({ path }) => path)).toEqual([
      "a-b",
      "a-b-2",
      "prompt-4",
    ]);
  });
  it("names the line of the file for every error, also below cells that span lines", () => {
    const csv = 'act,prompt\n"one","first\nsecond"\ntwo,\nthree,"{{#open}}\n"\nfour\n';
    expect(plan(csv).errors).toMatchObject([{ line: 7, message: expect.stringContaining("1 cells") }]);
    const fixed = csv.replace("four\n", "one more,ok\n");
    expect(plan(fixed, ["one-more"]).errors).toMatchObject([
      { line: 4, message: "The text is empty." },
      { line: 5, message: expect.stringContaining("not closed") },
      { line: 7, message: expect.stringContaining("exists already") },
    ]);
  });
  it.each([
    ["PK\u0003\u0004zip", "not a CSV"],
    ["", "empty"],
    ["act,prompt\n", "no rows"],
    ["x,y\n1,2\n", "Say which column"],
    ['act,prompt\na,"b\n', "quotes"],
  ])("refuses %j", (csv, message) => {
    expect(plan(csv).errors[0]?.message).toContain(message);
  });
  it("makes names of placeholders with spaces and says so", () => {
    expect(plan("act,prompt\na,Fix {{code here}} now\n")).toMatchObject({
      rows: [{ text: "Fix {{code_here}} now" }],
      notes: [{ line: 2 }],
      errors: [],
    });
  });
  it("takes a file that begins with Excel's line for the delimiter, and counts its lines", () => {
    const { rows, errors } = plan("sep=;\r\nact;prompt\r\na;Say hi, please\r\nb;\r\n");
    expect(rows[0]).toMatchObject({ path: "a", text: "Say hi, please", line: 3 });
    expect(errors).toMatchObject([{ line: 4, message: "The text is empty." }]);
  });
  it("keeps the tags of other template languages as text", () => {
    const foreign = "Use ${{ secrets.TOKEN }}, {{ x | upper }} and {{#if a}}b{{else}}c{{/if}} for {{name}}";
    const { rows, notes, errors } = planImport(
      { rows: [{ name: "a", text: foreign }], folder: "" },
      new Set(),
    );
    expect(errors).toEqual([]);
    expect(notes.map(({ message }) => message)).toContain("{{ x | upper }} is kept as text.");
    const content = contentOfRow(rows[0] ?? { text: "" });
    expect(content.variables.map(({ name }) => name)).toEqual(["name"]);
    expect(compilePrompt(content, { name: "{{name}}" }).text).toBe(foreign);
  });
  it("takes rows and a mapping as well", () => {
    const { rows, errors } = planImport(
      { rows: [{ title: "T", body: "Hi {{x}}" }], folder: "in", mapping: { path: "title", text: "body" } },
      new Set(),
    );
    expect([rows, errors]).toMatchObject([[{ path: "in/t", text: "Hi {{x}}" }], []]);
  });
});

describe("importing prompts", () => {
  it("takes the 217 awesome prompts and leaves one audit event", async () => {
    const { count, paths } = await importPrompts(tenant.ctx, {
      csv: awesome,
      folder: "awesome",
      source: "awesome-prompts.csv",
    });
    expect([count, new Set(paths).size]).toEqual([217, 217]);
    expect(await resolvePrompt(tenant.ctx, { path: "awesome/linux-terminal" })).toMatchObject({
      number: 1,
      content: { kind: "text", variables: [] },
      provenance: { kind: "import" },
      labels: ["latest"],
    });
    const first = await listPrompts(tenant.ctx, { folder: "awesome", limit: 200 });
    const cursor = first.nextCursor ?? undefined;
    const rest = await listPrompts(tenant.ctx, { folder: "awesome", limit: 200, cursor });
    expect([first.items.length, rest.items.length, rest.nextCursor]).toEqual([200, 17, null]);
    expect(new Set([...first.items, ...rest.items].map(({ path }) => path))).toEqual(new Set(paths));
    const events = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.chainId, tenant.projectId));
    expect(events).toMatchObject([{ action: "prompt.import", after: { count: 217 } }]);
  });
  it("imports nothing when one line is wrong", async () => {
    const mine = await createTenant();
    await buildPrompt(mine.ctx, { path: "b" });
    const refused = importPrompts(mine.ctx, { csv: "act,prompt\na,x\nb,y\n" });
    await expect(refused).rejects.toMatchObject({
      code: "invalid_input",
      details: { errors: [{ line: 3 }] },
    });
    expect((await listPrompts(mine.ctx, {})).items).toHaveLength(1);
    expect(await previewImport(mine.ctx, { csv: "act,prompt\na,x\nb,y\n" })).toMatchObject({
      rows: [{ path: "a" }, { path: "b" }],
      errors: [{ line: 3 }],
    });
  });
  it("needs the permission and one source", async () => {
    await expect(importPrompts(await tenant.as("viewer"), { csv: "act,prompt\na,b" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(importPrompts(tenant.ctx, {})).rejects.toMatchObject({ name: "ZodError" });
  });
});
