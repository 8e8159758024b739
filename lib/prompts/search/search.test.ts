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
import { fuse } from "./fuse.ts";
import { readVocabulary } from "./vocabulary.ts";

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
  it("finds misspelt words, and says where in the text they stand", async () => {
    expect((await paths("linxu termnal"))[0]).toBe("linux-terminal");
    expect((await paths("ches plaier"))[0]).toMatch(/^chess-player/);
    const { items } = await searchPrompts(tenant.ctx, { query: "unique code blok" });
    const hit = items.find(({ prompt }) => prompt.path === "linux-terminal");
    expect(hit?.excerpt?.place).toBe("text");
    expect(hit?.excerpt?.pieces.filter(({ isMatch }) => isMatch).map(({ text }) => text)).toEqual(
      expect.arrayContaining(["unique", "code", "block"]),
    );
  });
  it("finds a prompt by any of its words, the rare ones first, and by a word saved a moment ago", async () => {
    const own = await createTenant();
    await importPrompts(own.ctx, {
      rows: [
        ...Array.from({ length: 10 }, (_, at) => ({
          path: `common/${at}`,
          text: "Answer the customer politely",
        })),
        { path: "rare/one", text: "Answer about graphviz politely" },
      ],
    });
    await drainJobs();
    const found = async (query: string) =>
      (await searchPrompts(own.ctx, { query })).items.map(({ prompt }) => prompt.path);
    expect((await found("answer graphviz with something nobody has"))[0]).toBe("rare/one");
    await buildPrompt(own.ctx, { path: "new/thing", content: buildContent("Speak of graphene") });
    expect(await found("graphene")).toContain("new/thing");
  });
  it("finds what earlier versions said and what they were called, after what is said now", async () => {
    const own = await createTenant();
    const old = await buildPrompt(own.ctx, { path: "a/old", content: buildContent("About walruses") });
    await saveVersion(own.ctx, {
      promptId: old.id,
      content: buildContent("About seals"),
      message: "kittiwake",
    });
    await buildPrompt(own.ctx, { path: "b/now", content: buildContent("About walruses today") });
    const found = async (query: string) =>
      (await searchPrompts(own.ctx, { query })).items
        .filter(({ matchedBy }) => matchedBy.includes("text"))
        .map(({ prompt, excerpt }) => [prompt.path, excerpt?.place]);
    for (const step of ["at once", "after the job"]) {
      expect([step, await found("walruses")]).toEqual([
        step,
        [
          ["b/now", "text"],
          ["a/old", "history"],
        ],
      ]);
      expect(await found("kittiwake")).toEqual([["a/old", "history"]]);
      await drainJobs();
    }
    // A row from before histories were kept is filled by the job.
    await own.open.db
      .update(promptSearch)
      .set({ history: null })
      .where(eq(promptSearch.projectId, own.projectId));
    expect(await found("kittiwake")).toEqual([]);
    await enqueue(own.ctx, { name: embeddingsMayBeOld }, {});
    await drainJobs();
    expect(await found("kittiwake")).toEqual([["a/old", "history"]]);
    expect((await found("walruses")).map(([path]) => path)).toEqual(["b/now", "a/old"]);
  });
  it("offers nothing for what has nothing to do with any prompt", async () => {
    expect((await paths("qwx zzrt blorf")).length).toBe(0);
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
    expect(await found({})).toEqual([expect.stringContaining("weather")]);
    expect(await found({ folder: "near" })).toEqual([expect.stringMatching(/^near\//)]);
    expect(await found({ folder: "near/by" })).toEqual(["near/by/weather"]);
    expect(await found({ folder: "near_by" })).toEqual([]);
    expect(await found({ label: "tested" })).toEqual(["near/by/weather"]);
    expect(await found({ folder: "weather", label: "tested" })).toEqual([]);
  });
  it("holds in memory the most used words of a project, and not all of them", async () => {
    const all = await readVocabulary(tenant.ctx, 200_000);
    const most = await readVocabulary(tenant.ctx, 20);
    expect(all.words.length).toBeGreaterThan(200);
    expect(most.words).toHaveLength(20);
    const least = Math.min(...most.words.map(({ prompts }) => prompts));
    const others = all.words.filter(({ word }) => !most.byWord.has(word));
    expect(Math.max(...others.map(({ prompts }) => prompts))).toBeLessThanOrEqual(least);
    expect(least).toBeGreaterThan(1);
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
    const ids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"));
    const sure = fc.double({ min: 0.8, max: 1, noNaN: true });
    fc.assert(
      fc.property(ids, ids, sure, (first, second, score) => {
        const byWords = first.map((promptId, at) => ({
          promptId,
          score: score / (at + 1),
          inName: 0,
          found: 1,
        }));
        const byMeaning = second.map((promptId, at) => ({ promptId, deviations: 9 - at }));
        const fused = fuse(byWords, byMeaning);
        expect(fused.map(({ id }) => id).sort()).toEqual([...new Set([...first, ...second])].sort());
        if (first.length > 0 && first[0] === second[0]) expect(fused[0]?.id).toBe(first[0]);
        for (const { id, byWords: words, byMeaning: meaning } of fused)
          expect([words, meaning]).toEqual([
            first.some((one) => one === id),
            second.some((one) => one === id),
          ]);
      }),
    );
  });
  it("lets all words of a name win over any meaning, and meaning over few words of many", () => {
    const order = (score: number, inName: number) =>
      fuse([{ promptId: "words", score, inName, found: 1 }], [{ promptId: "meaning", deviations: 5 }]).map(
        ({ id }) => id,
      );
    expect(order(0.9, 1)).toEqual(["words", "meaning"]);
    expect(order(0.2, 0)).toEqual(["meaning", "words"]);
    const few = { promptId: "few", score: 0.2, inName: 0, found: 0.2 };
    expect(fuse([few], [])).toEqual([]);
    expect(fuse([few], [{ promptId: "few", deviations: 3 }])).toHaveLength(1);
  });
});
