import { beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "#db";
import { createTenant, type Tenant } from "#testing";
import { archiveConnection, createConnection } from "#lib/models";
import { createPrompt, moveLabel, saveVersion, setLabel } from "#lib/prompts";
import type { ModelTarget } from "#schema/models";
import type { PromptContentInput } from "#schema/prompts";
import { chooseTargets } from "./target.ts";

let tenant: Tenant;
let first: ModelTarget;
let second: ModelTarget;
let leaving: ModelTarget;

async function connect(name: string): Promise<ModelTarget> {
  const { id } = await createConnection(await tenant.as("admin"), { name, kind: "simulated", models: ["m"] });
  return { connectionId: id, model: "m" };
}
const content = (text: string, model?: ModelTarget): PromptContentInput => ({
  kind: "text",
  text,
  settings: model ? { model } : {},
});
const choose = async (promptPath: string, more: object = {}, targets?: ModelTarget[]) =>
  (
    await chooseTargets(tenant.ctx, {
      prompt: { promptPath, variables: {}, ...more },
      ...(targets ? { targets } : {}),
    })
  ).targets;
const serve = (promptId: string, versionId: string, model: ModelTarget | null) =>
  inTransaction(tenant.ctx, (tx) => setLabel(tx, { promptId, name: "production", versionId, model }));

beforeAll(async () => {
  tenant = await createTenant();
  first = await connect("zz");
  second = await connect("mm");
  leaving = await connect("leaving");
  const pinned = await createPrompt(tenant.ctx, { path: "pinned", content: content("One", first) });
  await serve(pinned.id, pinned.latest.id, null);
  await moveLabel(tenant.ctx, { promptId: pinned.id, name: "tried", versionId: pinned.latest.id });
  const moved = await createPrompt(tenant.ctx, { path: "moved", content: content("Two", first) });
  await serve(moved.id, moved.latest.id, second);
  await moveLabel(tenant.ctx, { promptId: moved.id, name: "tried", versionId: moved.latest.id });
  const bare = await createPrompt(tenant.ctx, { path: "bare", content: content("Three") });
  await serve(bare.id, bare.latest.id, null);
  await createPrompt(tenant.ctx, { path: "left", content: content("Four", leaving) });
  await archiveConnection(await tenant.as("admin"), { connectionId: leaving.connectionId });
});

describe("the model of a prompt's call", () => {
  it("is the version's own, by label, number and newest, and adding a connection does not move it", async () => {
    await connect("aa");
    for (const which of [{ label: "production" }, { versionNumber: 1 }, { label: "tried" }, {}])
      expect(await choose("pinned", which)).toEqual([first]);
  });
  it("is the environment's where a promotion put one in its place, and nowhere else", async () => {
    expect(await choose("moved", { label: "production" })).toEqual([second]);
    for (const which of [{ versionNumber: 1 }, { label: "tried" }, {}])
      expect(await choose("moved", which)).toEqual([first]);
  });
  it("is refused with what to do where nobody set one", async () => {
    await expect(choose("bare", { label: "production" })).rejects.toMatchObject({
      code: "no_model",
      message: expect.stringMatching(/bare v1 has no model.*settings.*promote it to production/),
      details: { promptPath: "bare", versionNumber: 1, environment: "production" },
    });
    await expect(chooseTargets(tenant.ctx, {})).rejects.toMatchObject({ code: "no_model" });
  });
  it("is refused where its connection is gone, and never another's", async () => {
    await expect(choose("left")).rejects.toMatchObject({
      code: "no_model",
      message: expect.stringContaining('"m", which this project does not offer now'),
    });
  });
  it("may be named by the caller, but not against what an environment was released with", async () => {
    expect(await choose("bare", { label: "production" }, [second])).toEqual([second]);
    expect(await choose("pinned", { label: "production" }, [first])).toEqual([first]);
    expect(await choose("pinned", { versionNumber: 1 }, [second])).toEqual([second]);
    expect(await choose("pinned", { label: "tried" }, [second])).toEqual([second]);
    for (const targets of [[second], [first, second]])
      await expect(choose("pinned", { label: "production" }, targets)).rejects.toMatchObject({
        code: "invalid_input",
        message: expect.stringContaining("pinned@1"),
      });
    await expect(choose("moved", { label: "production" }, [first])).rejects.toMatchObject({
      code: "invalid_input",
    });
  });
});

describe("a version's model", () => {
  it("is one of the project's", async () => {
    const other = await createTenant();
    const { id } = await createConnection(await other.as("admin"), {
      name: "foreign",
      kind: "simulated",
      models: ["m"],
    });
    for (const model of [{ connectionId: id, model: "m" }, { ...first, model: "n" }, leaving])
      await expect(
        createPrompt(tenant.ctx, { path: "new", content: content("x", model) }),
      ).rejects.toMatchObject({ code: "not_found", message: expect.stringContaining("settings.model") });
  });
  it("may stay when its connection is gone, so that the text can be mended first", async () => {
    const { id } = await createPrompt(tenant.ctx, { path: "mended", content: content("x", second) });
    await archiveConnection(await tenant.as("admin"), { connectionId: second.connectionId });
    const save = (text: string, model?: ModelTarget) =>
      saveVersion(tenant.ctx, { promptId: id, content: content(text, model), message: "m" });
    expect((await save("y", second)).kind).toBe("saved");
    await save("z");
    await expect(save("z", second)).rejects.toMatchObject({ code: "not_found" });
  });
  it("leaves the hash of contents without one as it was", async () => {
    const prompt = await createPrompt(tenant.ctx, { path: "old", content: content("Hello") });
    expect(prompt.latest.contentHash).toBe(
      "5b1f763e6208076092f6bb0042f3d897609ab6ae17a7e7d70380f36fdf3a1e43",
    );
  });
});
