import { beforeAll, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import {
  archivePrompt,
  compilePrompt,
  createPrompt,
  duplicatePrompt,
  getDraft,
  moveLabel,
  resolveIncludes,
  resolvePrompt,
  resolverOf,
  saveDraft,
  saveVersion,
  unarchivePrompt,
  updatePrompt,
} from "../index.ts";
import { PromptContent } from "../schema.ts";

let tenant: Tenant;
let other: Tenant;
beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
});

const textOf = (text: string) =>
  PromptContent.parse({
    kind: "text",
    text,
    variables: [...new Set(text.match(/(?<=\{\{)\w+/g))].map((name) => ({ name })),
  });
const make = (text: string, path = `shared/${newId()}`) =>
  createPrompt(tenant.ctx, { path, content: textOf(text) });
const save = async (promptId: string, text: string) =>
  saveVersion(tenant.ctx, { promptId, content: textOf(text), message: text.slice(0, 50) || "x" });
const rendered = async (path: string, values: Record<string, unknown> = {}) => {
  const version = await resolvePrompt(tenant.ctx, { path });
  return compilePrompt(version.content, values, resolverOf(version.includes)).text;
};

describe("an include", () => {
  it("is what its label meant when the version was saved, until it is saved again", async () => {
    const tone = await make("Be brief, {{name}}.");
    await moveLabel(tenant.ctx, { promptId: tone.id, name: "stable", versionId: tone.latest.id });
    const text = `{{> ${tone.path}@stable}} {{name}}`;
    const prompt = await make(text);
    expect(prompt.latest.includes).toMatchObject([
      { reference: `${tone.path}@stable`, path: tone.path, versionId: tone.latest.id, versionNumber: 1 },
    ]);
    expect(await rendered(prompt.path, { name: "Ada" })).toBe("Be brief, Ada. Ada");

    const { version: newer } = await save(tone.id, "Be kind, {{name}}.");
    await moveLabel(tenant.ctx, { promptId: tone.id, name: "stable", versionId: newer.id });
    expect(await rendered(prompt.path, { name: "Ada" })).toBe("Be brief, Ada. Ada");
    const again = await save(prompt.id, text);
    expect(again.kind).toBe("saved");
    expect(again.version.contentHash).not.toBe(prompt.latest.contentHash);
    expect(await rendered(prompt.path, { name: "Ada" })).toBe("Be kind, Ada. Ada");
    expect((await save(prompt.id, text)).kind).toBe("unchanged");
  });

  it("counts in the hash through all levels, and by number as by label", async () => {
    const deep = await make("one");
    const middle = await make(`{{> ${deep.path}@1}}`);
    const prompt = await make(`{{> ${middle.path}}}`);
    expect(await rendered(prompt.path)).toBe("one");
    await save(deep.id, "two");
    expect((await save(prompt.id, `{{> ${middle.path}}}`)).kind).toBe("unchanged");
    await save(middle.id, `{{> ${deep.path}@2}}`);
    expect((await save(prompt.id, `{{> ${middle.path}}}`)).kind).toBe("saved");
    expect(await rendered(prompt.path)).toBe("two");
    const copy = await duplicatePrompt(tenant.ctx, { promptId: prompt.id, path: `copies/${newId()}` });
    expect(copy.latest.includes).toEqual((await resolvePrompt(tenant.ctx, { path: prompt.path })).includes);
  });

  it("is refused with its place where it means nothing that could stand there", async () => {
    const chat = await createPrompt(tenant.ctx, {
      path: `chats/${newId()}`,
      content: { kind: "chat", messages: [{ role: "user", content: "x" }] },
    });
    const foreign = await createPrompt(other.ctx, { path: `foreign/${newId()}`, content: textOf("theirs") });
    const tone = await make("x");
    for (const [reference, message] of [
      ["no/such", /There is no prompt no\/such/],
      [`${tone.path}@2`, /with a version 2/],
      [`${tone.path}@stable`, /with the label "stable"/],
      [foreign.path, /There is no prompt foreign/],
      [chat.path, /is a chat/],
    ] as const)
      await expect(make(`See {{> ${reference}}}`), reference).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringMatching(message),
        details: { problems: [{ place: "text", from: 4 }] },
      });
  });

  it("may not go in a circle: the path is shown", async () => {
    const a = await make("a");
    const b = await make(`{{> ${a.path}}}`);
    const c = await make(`{{> ${b.path}}}`);
    for (const [text, chain] of [
      [`{{> ${a.path}}}`, [a, a]],
      [`{{> ${c.path}}}`, [a, c, b, a]],
    ] as const)
      await expect(save(a.id, text)).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringContaining(chain.map(({ path }) => path).join(" → ")),
      });
  });

  it("may go five deep and no deeper: the path is shown", async () => {
    const all = [await make("deepest")];
    for (let depth = 1; depth <= 5; depth += 1) all.unshift(await make(`{{> ${all[0]?.path}}}`));
    expect(await rendered(all[0]?.path ?? "")).toBe("deepest");
    await expect(make(`{{> ${all[0]?.path}}}`)).rejects.toMatchObject({
      message: expect.stringContaining(all.map(({ path }) => path).join(" → ")),
    });
  });

  it("is found with all others in one statement, and the fifty-first is one too many", async () => {
    const tone = await make("x");
    const references = [
      `${tone.path}@1`,
      tone.path,
      ...Array.from({ length: 49 }, (_none, at) => `no/n${at}`),
    ];
    const content = textOf(references.map((reference) => `{{> ${reference}}}`).join(""));
    const select = vi.spyOn(tenant.ctx.db, "select");
    const resolutions = await resolveIncludes(tenant.ctx, { content });
    // One for what they mean, one for the texts.
    expect(select).toHaveBeenCalledTimes(2);
    select.mockRestore();
    expect(resolutions.map(({ reference }) => reference)).toEqual(references);
    expect(resolutions[0]).toMatchObject({ versionId: tone.latest.id });
    expect(resolutions[1]).toMatchObject({ versionId: tone.latest.id });
    expect(resolutions[49]).toMatchObject({ problem: expect.stringContaining("There is no prompt no/n47") });
    expect(resolutions[50]).toMatchObject({ problem: expect.stringContaining("one too many") });
    await expect(save(tone.id, content.kind === "text" ? content.text : "")).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("brings at most a thousand prompts and 4 MB, as often as they stand there", async () => {
    const label = async ({ id, latest }: Awaited<ReturnType<typeof make>>, count: number) => {
      for (let at = 0; at < count; at += 1)
        await moveLabel(tenant.ctx, { promptId: id, name: `l${at}`, versionId: latest.id });
    };
    const all = (path: string, count: number) =>
      Array.from({ length: count }, (_none, at) => `{{> ${path}@l${at}}}`).join("");
    let below = await make("x");
    await label(below, 10);
    // With what stands in it, one counts 1, 11 and at last 111.
    for (let level = 1; level <= 2; level += 1) {
      below = await make(all(below.path, 10));
      await label(below, 10);
    }
    const nine = await make(all(below.path, 9));
    expect(nine.latest.includes).toHaveLength(9);
    await expect(make(all(below.path, 10))).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringMatching(/@l9\}\} more stands in this prompt than 1,000 prompts/),
    });
    const large = await make("x".repeat(250_000));
    await label(large, 17);
    await expect(make(all(large.path, 17))).rejects.toMatchObject({ message: /@l16\}\} more.* 4 MB/ });
  });

  it("stays where its prompt was given another path, in saves and drafts, with a warning that names it", async () => {
    const tone = await make("Tone");
    const text = `{{> ${tone.path}}} Hello`;
    const prompt = await make(text);
    await updatePrompt(tenant.ctx, { promptId: tone.id, path: `${tone.path}-new` });
    await save(tone.id, "Tone 2");
    const saved = await save(prompt.id, `${text} there`);
    if (saved.kind !== "saved") throw new Error(saved.kind);
    expect(saved.version.includes).toMatchObject([{ versionNumber: 1, path: `${tone.path}-new` }]);
    const warning = {
      severity: "warning",
      message: expect.stringMatching(/There is no prompt .*stays: v1 of/),
    };
    expect(saved.problems).toMatchObject([{ place: "text", from: 0, ...warning }]);
    expect(await rendered(prompt.path)).toBe("Tone Hello there");
    const draft = await saveDraft(tenant.ctx, {
      promptId: prompt.id,
      content: textOf(`${text} friend`),
      baseVersionId: saved.version.id,
      expectedRevision: 0,
    });
    expect(draft.includes).toMatchObject([{ versionNumber: 1 }]);
    expect((await getDraft(tenant.ctx, { promptId: prompt.id }))?.includes).toEqual(draft.includes);
    // Where it never stood it is what it was: nothing.
    await expect(make(text)).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("of an archived prompt is kept and taken up, with a warning", async () => {
    const tone = await make("Tone");
    const prompt = await make("Hello");
    await archivePrompt(tenant.ctx, { promptId: tone.id });
    const saved = await save(prompt.id, `{{> ${tone.path}}}`);
    expect(saved).toMatchObject({
      kind: "saved",
      problems: [{ severity: "warning", message: expect.stringContaining(`${tone.path} is archived`) }],
    });
    expect(await rendered(prompt.path)).toBe("Tone");
    await unarchivePrompt(tenant.ctx, { promptId: tone.id });
    expect(await resolveIncludes(tenant.ctx, { content: saved.version.content })).toEqual(
      saved.version.includes,
    );
  });

  it("that is newer by now makes no draft of an unchanged text, which says what it means now", async () => {
    const tone = await make("Tone");
    const { id, latest } = await make(`{{> ${tone.path}}}`);
    await save(tone.id, "Tone 2");
    expect(
      await saveDraft(tenant.ctx, {
        promptId: id,
        content: latest.content,
        baseVersionId: latest.id,
        expectedRevision: 0,
      }),
    ).toMatchObject({ revision: 0, includes: [{ versionNumber: 2 }] });
    expect(await getDraft(tenant.ctx, { promptId: id })).toBeNull();
  });

  it("stands in a draft as what it means now, or with why it does not", async () => {
    const tone = await make("x");
    const { id, latest } = await make("plain");
    const content = textOf(`{{> ${tone.path}}} {{> no/such}}`);
    await saveDraft(tenant.ctx, { promptId: id, content, baseVersionId: latest.id, expectedRevision: 0 });
    expect((await getDraft(tenant.ctx, { promptId: id }))?.includes).toMatchObject([
      { reference: tone.path, text: "x" },
      { reference: "no/such", problem: expect.stringContaining("no/such") },
    ]);
    expect(await resolveIncludes(other.ctx, { content })).toMatchObject([
      { problem: expect.stringContaining(tone.path) },
      { problem: expect.stringContaining("no/such") },
    ]);
  });
});
