import { readFileSync } from "node:fs";
import fc from "fast-check";
import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { promptSearch } from "#db/schema/prompts";
import { createTenant, type Tenant } from "#testing";
import { drainJobs, enqueue } from "#lib/jobs";
import { embeddingsMayBeOld, useLiteModel } from "#constants/models";
import {
  archivePrompt,
  importPrompts,
  moveLabel,
  nearDuplicates,
  reembedPrompts,
  saveVersion,
  searchPrompts,
} from "../index.ts";
import { buildContent, buildPrompt } from "#testing/prompts";
import { planImport } from "../imports/plan.ts";
import { fuseRanks } from "./fuse.ts";

const awesome = readFileSync("demo/data/awesome-prompts.csv", "utf8");
/** Two dozen of them: an embedding takes its time, and two cores run many tests at once. */
const wanted =
  /chef|diet|recipe|linux-terminal|chess|translator|poet|lawyer|doctor|gardener|travel|interview/;
const rows = planImport({ csv: awesome, folder: "" }, new Set())
  .rows.filter(({ path }) => wanted.test(path))
  .slice(0, 24);
let tenant: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  await importPrompts(tenant.ctx, {
    rows: rows.map(({ path, text }) => ({ path, text: text.slice(0, 600) })),
  });
  await drainJobs();
});

const paths = async (query: string) =>
  (await searchPrompts(tenant.ctx, { query, limit: 10 })).items.map(({ prompt }) => prompt.path);

describe("searching prompts", () => {
  it("finds words, first those in the path", async () => {
    expect((await paths("linux terminal"))[0]).toBe("linux-terminal");
    expect(await paths("chess")).toContain("chess-player");
  });
  it("finds by meaning what shares no word, and says by which", async () => {
    const { items, meaning } = await searchPrompts(tenant.ctx, {
      query: "which dish should we have for dinner tonight",
    });
    expect(meaning.available).toBe(true);
    expect(items.slice(0, 5).flatMap(({ matchedBy }) => matchedBy)).toContain("meaning");
    expect(
      items
        .slice(0, 8)
        .map(({ prompt }) => prompt.path)
        .join(" "),
    ).toMatch(/chef|diet|food|recipe/);
  });
  it("narrows to a folder and to a label before it takes the best, so that none is lost behind better ones elsewhere", async () => {
    const { ctx } = await createTenant();
    for (const path of ["weather/a", "weather/b", "near/weather"]) await buildPrompt(ctx, { path });
    const { id, latest } = await buildPrompt(ctx, { path: "near/by/weather" });
    await moveLabel(ctx, { promptId: id, name: "tested", versionId: latest.id });
    const found = async (narrowing: { folder?: string; label?: string }) =>
      (await searchPrompts(ctx, { query: "weather", limit: 1, ...narrowing })).items.map(
        ({ prompt }) => prompt.path,
      );
    expect(await found({})).toEqual(["weather/a"]);
    expect(await found({ folder: "near" })).toEqual([expect.stringMatching(/^near\//)]);
    expect(await found({ folder: "near/by" })).toEqual(["near/by/weather"]);
    expect(await found({ folder: "near_by" })).toEqual([]);
    expect(await found({ label: "tested" })).toEqual(["near/by/weather"]);
    expect(await found({ folder: "weather", label: "tested" })).toEqual([]);
  });
  it("takes any text for a query", async () => {
    for (const query of ["100%_\\", "'; drop table prompts; --", "🙂", "a & | ! ( ) :*"])
      await expect(searchPrompts(tenant.ctx, { query })).resolves.toBeDefined();
  });
  it("sees nothing of other projects and nothing archived", async () => {
    const other = await createTenant();
    expect((await searchPrompts(other.ctx, { query: "linux terminal" })).items).toEqual([]);
    const prompt = await buildPrompt(tenant.ctx, { path: "gone/zebra-finder" });
    await archivePrompt(tenant.ctx, { promptId: prompt.id });
    expect(await paths("zebra-finder")).not.toContain("gone/zebra-finder");
  });
  it("needs the permission and a query", async () => {
    await expect(searchPrompts(tenant.asApiKey(["feedback:write"]), { query: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(searchPrompts(tenant.ctx, { query: " " })).rejects.toMatchObject({ name: "ZodError" });
  });
});

describe("the search index", () => {
  const missing = async () => {
    const rows = await tenant.open.db
      .select({ model: promptSearch.embeddingModel })
      .from(promptSearch)
      .where(eq(promptSearch.projectId, tenant.projectId));
    return rows.filter(({ model }) => model === null).length;
  };
  it("follows a saved version and a change of the embedding model by jobs", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    await drainJobs();
    expect(await missing()).toBe(0);
    await saveVersion(tenant.ctx, {
      promptId: prompt.id,
      content: buildContent("Something else"),
      message: "m",
    });
    expect(await missing()).toBe(1);
    await reembedPrompts(tenant.ctx);
    expect(await missing()).toBeGreaterThanOrEqual(rows.length);
    await drainJobs();
    expect(await missing()).toBe(0);
    const events = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.action, "prompt.reembed")));
    expect(events).toHaveLength(1);
    await expect(reembedPrompts(await tenant.as("viewer"))).rejects.toMatchObject({ code: "forbidden" });
  });
  it("embeds again what another model embedded, and says so until it is done", async () => {
    const own = await createTenant();
    await buildPrompt(own.ctx, { path: "one/of-them" });
    await drainJobs();
    const mine = eq(promptSearch.projectId, own.projectId);
    await own.open.db.update(promptSearch).set({ embeddingModel: "an older one" }).where(mine);
    const { meaning } = await searchPrompts(own.ctx, { query: "something" });
    expect(meaning).toMatchObject({
      available: false,
      reason: expect.stringContaining("embedded by another model"),
    });
    await enqueue(own.ctx, { name: embeddingsMayBeOld }, {});
    await drainJobs();
    const kept = await own.open.db
      .select({ model: promptSearch.embeddingModel })
      .from(promptSearch)
      .where(mine);
    expect(kept).toEqual([{ model: useLiteModel }]);
    expect((await searchPrompts(own.ctx, { query: "something" })).meaning.available).toBe(true);
  });
  it("shows near duplicates, nearest first", async () => {
    const text =
      "You sort support tickets into billing, bug, account and shipping. Answer with the category alone. Ticket: {{ticket}}";
    await buildPrompt(tenant.ctx, { path: "twin/one", content: buildContent(text) });
    await buildPrompt(tenant.ctx, { path: "twin/two", content: buildContent(`${text} `) });
    await drainJobs();
    const pairs = await nearDuplicates(tenant.ctx, { threshold: 0.95 });
    expect(pairs.map(({ first, second }) => `${first.path} ${second.path}`)).toContain("twin/one twin/two");
    expect(pairs.map(({ similarity }) => similarity)).toEqual(
      pairs.map(({ similarity }) => similarity).toSorted((a, b) => b - a),
    );
    await expect(nearDuplicates(tenant.ctx, { threshold: 2 })).rejects.toMatchObject({ name: "ZodError" });
  });
});

describe("fusing two rankings", () => {
  it("keeps everything once and puts first what stands first in both", () => {
    const ranking = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"));
    fc.assert(
      fc.property(ranking, ranking, (first, second) => {
        const fused = fuseRanks(first, second);
        expect(fused.map(({ id }) => id).sort()).toEqual([...new Set([...first, ...second])].sort());
        if (first.length > 0 && first[0] === second[0]) expect(fused[0]?.id).toBe(first[0]);
      }),
    );
  });
});
