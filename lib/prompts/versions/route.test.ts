import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import type { Context } from "#lib/identity";
import { createConnection } from "#lib/models";
import { archiveRoute, createRoute, saveRoute } from "#lib/routes";
import type { ModelTarget } from "#schema/models";
import type { ModelOrRoute, AskedRoute } from "#schema/routes";
import "../jobs.ts";
import { createBranch } from "../branches/create.ts";
import { mergeBranch } from "../branches/merge.ts";
import { getDraft } from "../drafts/read.ts";
import { saveDraft } from "../drafts/save.ts";
import { createPrompt, duplicatePrompt } from "../registry/create.ts";
import { PromptContent, type PromptContentInput } from "../schema.ts";
import { diffVersions } from "./read.ts";
import { saveVersion } from "./save.ts";

let tenant: Tenant;
let admin: Context;
let model: ModelTarget;
let made = 0;

beforeAll(async () => {
  tenant = await createTenant();
  admin = await tenant.as("admin");
  const { id } = await createConnection(admin, { name: "sim", kind: "simulated", models: ["m", "n"] });
  model = { connectionId: id, model: "m" };
});

const content = (text: string, by?: unknown): PromptContentInput =>
  ({ kind: "text", text, settings: by ? { model: by } : {} }) as PromptContentInput;
async function route(): Promise<string> {
  made += 1;
  return (await createRoute(admin, { name: `r${made}`, definition: { targets: [model] } })).id;
}
const moveOn = (routeId: string, limit = 10) =>
  saveRoute(admin, { routeId, definition: { targets: [model], limits: { maxTokens: limit } } });
async function prompt(by: ModelOrRoute) {
  made += 1;
  return createPrompt(tenant.ctx, { path: `p${made}`, content: content("Hello", by) });
}
const newest = (routeId: string): AskedRoute => ({ routeId, version: "newest" });
const save = (promptId: string, text: string, by?: ModelOrRoute) =>
  saveVersion(tenant.ctx, { promptId, content: content(text, by), message: "m" });

describe("a version that names a route", () => {
  it("keeps the number that was the newest at the save, and takes up a later one by the next save only", async () => {
    const routeId = await route();
    const { id, latest } = await prompt(newest(routeId));
    expect(latest.content.settings.model).toEqual({ routeId, version: 1 });
    expect((await save(id, "Hello", newest(routeId))).kind).toBe("unchanged");
    await moveOn(routeId);
    expect((await save(id, "Hello", { routeId, version: 1 })).kind).toBe("unchanged");
    const taken = await save(id, "Hello", newest(routeId));
    expect(taken).toMatchObject({
      kind: "saved",
      version: { number: 2, content: { settings: { model: { routeId, version: 2 } } } },
    });
    expect(taken.version.contentHash).not.toBe(latest.contentHash);
    const { diff } = await diffVersions(tenant.ctx, {
      fromVersionId: latest.id,
      toVersionId: taken.version.id,
    });
    expect(diff.settings).toEqual([
      { name: "model", before: expect.stringMatching(/^route r\d+@1$/), after: expect.stringMatching(/@2$/) },
    ]);
  });

  it("may name an older version of the route, and no version that there is not", async () => {
    const routeId = await route();
    await moveOn(routeId);
    expect((await prompt({ routeId, version: 1 })).latest.content.settings.model).toEqual({
      routeId,
      version: 1,
    });
    await expect(prompt({ routeId, version: 3 })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is done with its draft when that followed the newest", async () => {
    const routeId = await route();
    const { id, latest } = await prompt(model);
    const typed = PromptContent.parse(content("Hello you", newest(routeId)));
    await saveDraft(tenant.ctx, {
      promptId: id,
      content: typed,
      baseVersionId: latest.id,
      expectedRevision: 0,
    });
    expect((await getDraft(tenant.ctx, { promptId: id }))?.content.settings.model).toEqual(newest(routeId));
    await saveVersion(tenant.ctx, { promptId: id, content: typed, message: "m" });
    expect(await getDraft(tenant.ctx, { promptId: id })).toBeNull();
  });

  it("names one of a model and a route, of this project, and in a form that is known", async () => {
    const routeId = await route();
    const both = { ...model, routeId, version: 1 };
    expect(PromptContent.safeParse(content("Hello", both)).error?.issues[0]).toMatchObject({
      path: ["settings", "model"],
      message: expect.stringContaining("one of them"),
    });
    for (const wrong of [{ routeId }, { routeId, version: 0 }, { routeId, version: "3" }])
      expect(PromptContent.safeParse(content("Hello", wrong)).success).toBe(false);
    const stranger = await createTenant();
    await expect(
      createPrompt(stranger.ctx, { path: "theirs", content: content("x", newest(routeId)) }),
    ).rejects.toMatchObject({ code: "not_found", message: expect.stringContaining("settings.model") });
  });

  it("keeps an archived route in versions and copies that had it, and is refused where it is new", async () => {
    const routeId = await route();
    const { id } = await prompt(newest(routeId));
    const other = await prompt(model);
    await archiveRoute(admin, { routeId });
    expect((await save(id, "Mended", { routeId, version: 1 })).kind).toBe("saved");
    const copy = await duplicatePrompt(tenant.ctx, { promptId: id, path: `p${made}-copy` });
    expect(copy.latest.content.settings.model).toEqual({ routeId, version: 1 });
    for (const by of [newest(routeId), { routeId, version: 1 }])
      await expect(save(other.id, "Hello", by)).rejects.toMatchObject({
        code: "not_found",
        message: expect.stringMatching(/^settings\.model: .*archived/),
      });
  });

  it("is merged as one thing: two branches that named different ones are a conflict", async () => {
    const routeId = await route();
    await moveOn(routeId);
    const { id, latest } = await prompt(model);
    await createBranch(tenant.ctx, { promptId: id, name: "other", fromVersionId: latest.id });
    await save(id, "Hello", { routeId, version: 1 });
    await saveVersion(tenant.ctx, {
      promptId: id,
      branch: "other",
      content: content("Hello", { ...model, model: "n" }),
      message: "n",
    });
    const merge = { promptId: id, from: "other", into: "main" };
    expect(await mergeBranch(tenant.ctx, merge)).toMatchObject({
      kind: "conflicts",
      conflicts: [{ place: "setting model" }],
    });
    const taken = await mergeBranch(tenant.ctx, {
      ...merge,
      resolutions: { "setting model": { value: newest(routeId) } },
    });
    expect(taken).toMatchObject({
      kind: "merged",
      version: { content: { settings: { model: { routeId, version: 2 } } } },
    });
  });
});
