import { and, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { newId } from "#platform/ids";
import { PromptContent } from "../schema.ts";
import {
  archivePrompt,
  createPrompt,
  diffVersions,
  discardDraft,
  duplicatePrompt,
  getDraft,
  getPrompt,
  getPromptVersion,
  listVersions,
  nameVersions,
  moveLabel,
  resolvePrompt,
  saveDraft,
  saveVersion,
} from "../index.ts";
import { buildContent, buildPrompt } from "#testing/prompts";

let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  [tenant, other] = [await createTenant(), await createTenant()];
});

const save = (text: string, promptId: string, more: object = {}) =>
  saveVersion(tenant.ctx, { promptId, content: buildContent(text), message: `to ${text}`, ...more });

describe("messages from version to version", () => {
  const chat = (messages: { id?: string; role: "system" | "user"; content: string }[]) =>
    PromptContent.parse({ kind: "chat", messages });
  const idsOf = ({ content }: { content: PromptContent }) =>
    content.kind === "chat" ? content.messages.map(({ id }) => id) : [];
  const [sort, hello] = [
    { role: "system" as const, content: "Sort tickets into one of four categories." },
    { role: "user" as const, content: "Hello there" },
  ];
  it("keep their ids, given or not; a draft and a copy do as well", async () => {
    const { id, latest } = await buildPrompt(tenant.ctx, { content: chat([sort, hello]) });
    const [ofSort, ofHello] = idsOf(latest);
    const content = chat([hello, { ...sort, content: `${sort.content} Be brief.` }]);
    const expectedRevision = 0;
    const draft = await saveDraft(tenant.ctx, {
      promptId: id,
      content,
      baseVersionId: latest.id,
      expectedRevision,
    });
    expect(idsOf(draft)).toEqual([ofHello, ofSort]);
    const { version } = await saveVersion(tenant.ctx, { promptId: id, content, message: "Swapped" });
    expect(idsOf(version)).toEqual([ofHello, ofSort]);
    expect(await getDraft(tenant.ctx, { promptId: id })).toBeNull();
    const { diff } = await diffVersions(tenant.ctx, { fromVersionId: latest.id, toVersionId: version.id });
    expect(diff.messages.map(({ change, moved }) => [change, moved])).toEqual([
      ["same", null],
      ["changed", { from: 1, to: 2 }],
    ]);
    const copy = await duplicatePrompt(tenant.ctx, { promptId: id, path: `copies/${newId()}` });
    expect(idsOf(copy.latest)).toEqual([ofHello, ofSort]);
  });
  it("save nothing where nothing but an id is another", async () => {
    const { id } = await buildPrompt(tenant.ctx, { content: chat([sort, hello]) });
    const content = chat([{ id: "mine", ...sort }, hello]);
    expect((await saveVersion(tenant.ctx, { promptId: id, content, message: "x" })).kind).toBe("unchanged");
  });
});

describe("saving a version", () => {
  it("numbers it, moves latest, keeps the old one as it was and leaves an audit event", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    const saved = await save("Second", prompt.id, {
      provenance: { kind: "correction", decisionIds: [newId()] },
    });
    expect(saved).toMatchObject({
      kind: "saved",
      version: {
        number: 2,
        parentId: prompt.latest.id,
        labels: ["latest"],
        provenance: { kind: "correction" },
      },
    });
    expect(await getPromptVersion(tenant.ctx, { versionId: prompt.latest.id })).toEqual({
      ...prompt.latest,
      labels: [],
    });
    expect(
      (await listVersions(tenant.ctx, { promptId: prompt.id })).items.map(({ number, labels }) => [
        number,
        labels,
      ]),
    ).toEqual([
      [2, ["latest"]],
      [1, []],
    ]);
    const events = await tenant.open.db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, prompt.id)))
      .orderBy(auditEvents.seq);
    expect(events.map(({ action }) => action)).toEqual(["prompt.create", "version.save"]);
  });
  it("says unchanged for the content of the newest version", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    expect(
      await saveVersion(tenant.ctx, {
        promptId: prompt.id,
        content: prompt.latest.content,
        message: "again",
      }),
    ).toMatchObject({ kind: "unchanged", version: { number: 1 } });
  });
  it("keeps both of two people who save at once, in order", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    const second = await tenant.as("engineer");
    const content = (text: string) => ({ promptId: prompt.id, content: buildContent(text), message: text });
    const results = await Promise.all([
      saveVersion(tenant.ctx, content("mine")),
      saveVersion(second, content("theirs")),
    ]);
    expect(results.map((result) => result.version.number).toSorted((a, b) => a - b)).toEqual([2, 3]);
    const { items } = await listVersions(tenant.ctx, { promptId: prompt.id });
    expect(items.map(({ message }) => message).sort()).toEqual(["First version", "mine", "theirs"]);
    expect(items[0]).toMatchObject({ number: 3, labels: ["latest"], parentId: items[1]?.id });
  });
  it("gives a conflict with both texts to whoever saved over an older version", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    await save("first to save", prompt.id, { expectedLatest: 1 });
    const late = save("second to save", prompt.id, { expectedLatest: 1 });
    await expect(late).rejects.toMatchObject({
      code: "conflict",
      details: { latest: { number: 2 }, yours: { messages: [{ content: "second to save" }] } },
    });
    expect(await save("second to save", prompt.id)).toMatchObject({ kind: "saved", version: { number: 3 } });
  });
  it("refuses broken templates, another kind, foreign prompts, missing permission and an empty message", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    const foreign = await buildPrompt(other.ctx);
    await expect(save("{{#open}}", prompt.id)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(
      saveVersion(tenant.ctx, { promptId: prompt.id, content: { kind: "text", text: "t" }, message: "m" }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(save("x", foreign.id)).rejects.toMatchObject({ code: "not_found" });
    await expect(
      saveVersion(await tenant.as("viewer"), {
        promptId: prompt.id,
        content: buildContent("x"),
        message: "m",
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(save("x", prompt.id, { message: "  " })).rejects.toMatchObject({ name: "ZodError" });
  });
});

describe("a response schema", () => {
  const content = (responseSchema: object) => ({ ...buildContent("Answer"), responseSchema }) as never;

  it.each([
    { type: "objekt" },
    { type: "object", required: "a" },
    { $ref: "#/$defs/nowhere" },
    { $schema: "http://json-schema.org/draft-04/schema#", minimum: 1, exclusiveMinimum: 2 },
  ])(
    "%j is refused when the version is saved, as a new prompt's too, and keeps the newest as it was",
    async (broken) => {
      const prompt = await buildPrompt(tenant.ctx);
      const refused = { code: "invalid_input", message: expect.stringContaining("response schema") };
      await expect(
        saveVersion(tenant.ctx, { promptId: prompt.id, content: content(broken), message: "schema" }),
      ).rejects.toMatchObject(refused);
      await expect(
        createPrompt(tenant.ctx, { path: `schema/p${newId().slice(-8)}`, content: content(broken) }),
      ).rejects.toMatchObject(refused);
      expect((await getPrompt(tenant.ctx, { promptId: prompt.id })).latest.number).toBe(1);
    },
  );

  it("of an older draft is taken as that draft means it", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    const schema = {
      $schema: "http://json-schema.org/draft-04/schema#",
      type: "number",
      minimum: 1,
      exclusiveMinimum: true,
    };
    const saved = await saveVersion(tenant.ctx, {
      promptId: prompt.id,
      content: content(schema),
      message: "schema",
    });
    expect(saved.kind).toBe("saved");
  });
});

describe("resolving a prompt", () => {
  it("serves latest, a label or a number", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    await moveLabel(tenant.ctx, { promptId: prompt.id, name: "tested", versionId: prompt.latest.id });
    await save("Second", prompt.id);
    const { path } = prompt;
    expect(await resolvePrompt(tenant.ctx, { path })).toMatchObject({ number: 2, promptPath: path });
    expect(await resolvePrompt(tenant.ctx, { path, label: "tested" })).toMatchObject({
      number: 1,
      labels: ["tested"],
    });
    expect(await resolvePrompt(tenant.ctx, { path, version: 1 })).toMatchObject({ number: 1 });
    await archivePrompt(tenant.ctx, { promptId: prompt.id });
    expect(await resolvePrompt(tenant.ctx, { path, label: "tested" })).toMatchObject({ number: 1 });
  });
  it("refuses unknown paths, labels and numbers, and a label with a version", async () => {
    const { path } = await buildPrompt(tenant.ctx);
    await expect(resolvePrompt(tenant.ctx, { path, label: "nowhere" })).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("nowhere"),
    });
    await expect(resolvePrompt(tenant.ctx, { path, version: 9 })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(resolvePrompt(tenant.ctx, { path: "no/such" })).rejects.toMatchObject({ code: "not_found" });
    await expect(resolvePrompt(other.ctx, { path })).rejects.toMatchObject({ code: "not_found" });
    await expect(resolvePrompt(tenant.ctx, { path, label: "latest", version: 1 })).rejects.toMatchObject({
      name: "ZodError",
    });
    await expect(resolvePrompt(tenant.asApiKey(["feedback:write"]), { path })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
  it("tells nothing of foreign versions", async () => {
    const [own, foreign] = [await buildPrompt(tenant.ctx), await buildPrompt(other.ctx)];
    await expect(getPromptVersion(tenant.ctx, { versionId: foreign.latest.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(listVersions(tenant.ctx, { promptId: foreign.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(
      diffVersions(tenant.ctx, { fromVersionId: own.latest.id, toVersionId: foreign.latest.id }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
  it("names many versions at once: by path, the newest first, and of foreign ones nothing", async () => {
    const [b, a] = [
      await buildPrompt(tenant.ctx, { path: "named/b" }),
      await buildPrompt(tenant.ctx, { path: "named/a" }),
    ];
    const { version: second } = await save("again", b.id);
    const foreign = await buildPrompt(other.ctx);
    const versionIds = [b.latest.id, a.latest.id, foreign.latest.id, second.id, newId()];
    expect(await nameVersions(tenant.ctx, { versionIds })).toEqual([
      { id: a.latest.id, promptId: a.id, promptPath: "named/a", number: 1 },
      { id: second.id, promptId: b.id, promptPath: "named/b", number: 2 },
      { id: b.latest.id, promptId: b.id, promptPath: "named/b", number: 1 },
    ]);
    expect(await nameVersions(tenant.ctx, { versionIds: [] })).toEqual([]);
    await expect(nameVersions(tenant.asApiKey(["feedback:write"]), { versionIds })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("the draft", () => {
  it("keeps text that is still broken, and is done with when saved as it stands", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    const base = { promptId: prompt.id, baseVersionId: prompt.latest.id };
    expect(await getDraft(tenant.ctx, { promptId: prompt.id })).toBeNull();
    await saveDraft(tenant.ctx, { ...base, content: buildContent("half {{typed"), expectedRevision: 0 });
    await saveDraft(tenant.ctx, { ...base, content: buildContent("whole"), expectedRevision: 1 });
    expect(await getDraft(tenant.ctx, { promptId: prompt.id })).toMatchObject({
      revision: 2,
      content: { messages: [{ content: "whole" }] },
    });
    await save("other", prompt.id);
    expect(await getDraft(tenant.ctx, { promptId: prompt.id })).not.toBeNull();
    await save("whole", prompt.id);
    expect(await getDraft(tenant.ctx, { promptId: prompt.id })).toBeNull();
  });
  it("ends when it says again what the newest version says", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    const base = { promptId: prompt.id, baseVersionId: prompt.latest.id };
    await saveDraft(tenant.ctx, { ...base, content: buildContent("other"), expectedRevision: 0 });
    expect(
      await saveDraft(tenant.ctx, { ...base, content: prompt.latest.content, expectedRevision: 1 }),
    ).toMatchObject({ revision: 0 });
    expect(await getDraft(tenant.ctx, { promptId: prompt.id })).toBeNull();
    const events = await tenant.open.db
      .select({ action: auditEvents.action })
      .from(auditEvents)
      .where(and(eq(auditEvents.chainId, tenant.projectId), eq(auditEvents.subjectId, prompt.id)))
      .orderBy(auditEvents.seq);
    expect(events.map(({ action }) => action)).toEqual(["prompt.create", "draft.create", "draft.discard"]);
  });
  it("gives the second writer a conflict with both texts", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    const base = { promptId: prompt.id, baseVersionId: prompt.latest.id, expectedRevision: 0 };
    await saveDraft(tenant.ctx, { ...base, content: buildContent("theirs") });
    await expect(saveDraft(tenant.ctx, { ...base, content: buildContent("mine") })).rejects.toMatchObject({
      code: "conflict",
      details: {
        theirs: { revision: 1, content: { messages: [{ content: "theirs" }] } },
        yours: { messages: [{ content: "mine" }] },
      },
    });
  });
  it("comes back from a discard, belongs to its project and needs the permission", async () => {
    const prompt = await buildPrompt(tenant.ctx);
    const input = {
      promptId: prompt.id,
      baseVersionId: null,
      content: buildContent("d"),
      expectedRevision: 0,
    };
    await saveDraft(tenant.ctx, input);
    expect(await discardDraft(tenant.ctx, { promptId: prompt.id })).toMatchObject({ revision: 1 });
    expect(await discardDraft(tenant.ctx, { promptId: prompt.id })).toBeNull();
    await expect(saveDraft(other.ctx, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(getDraft(other.ctx, { promptId: prompt.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(discardDraft(other.ctx, { promptId: prompt.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(saveDraft(await tenant.as("reviewer"), input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(saveDraft(tenant.ctx, { ...input, expectedRevision: -1 })).rejects.toMatchObject({
      name: "ZodError",
    });
    expect((await getPrompt(tenant.ctx, { promptId: prompt.id })).latest.number).toBe(1);
  });
});
