import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { buildPrompt } from "#testing/prompts";
import {
  archiveBranch,
  createBranch,
  diffVersions,
  getBranchHead,
  getPrompt,
  mergeBranch,
  saveVersion,
  updatePrompt,
} from "../index.ts";
import { PromptContent, type VersionView } from "../schema.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const textOf = (text: string) => PromptContent.parse({ kind: "text", text });
const save = async (promptId: string, text: string, branch = "main") =>
  (await saveVersion(tenant.ctx, { promptId, branch, content: textOf(text), message: "x" })).version;
/** A prompt with a branch, and a tone of three lines of which it includes the newest. */
const start = async () => {
  const tone = await buildPrompt(tenant.ctx, { content: textOf("Tone 1") });
  const text = `{{> ${tone.path}}}\nFirst\n\nSecond`;
  const { id: promptId } = await buildPrompt(tenant.ctx, { content: textOf(text) });
  await createBranch(tenant.ctx, { promptId, name: "side" });
  return { tone, text, promptId };
};
const standing = ({ includes }: VersionView) => includes.map(({ versionNumber }) => versionNumber);
const merge = (promptId: string, more: object = {}) =>
  mergeBranch(tenant.ctx, { promptId, from: "side", ...more });
const merged = async (promptId: string, more: object = {}) => {
  const result = await merge(promptId, more);
  if (result.kind !== "merged") throw new Error(result.kind);
  return result;
};

describe("merging what prompts include", () => {
  it("takes the version that one side took up, though neither text differs, and nobody took up a newer", async () => {
    const { tone, text, promptId } = await start();
    await save(tone.id, "Tone 2");
    await save(promptId, text, "side");
    await save(tone.id, "Tone 3");
    const { version, places } = await merged(promptId);
    expect(standing(version)).toEqual([2]);
    expect(places).toEqual([
      {
        place: `include ${tone.path}`,
        kind: "theirs",
        base: `${tone.path}@1`,
        ours: `${tone.path}@1`,
        theirs: `${tone.path}@2`,
        result: `${tone.path}@2`,
      },
    ]);
    expect((await merge(promptId)).kind).toBe("nothing");
  });

  it("keeps ours where only the texts were changed there", async () => {
    const { tone, text, promptId } = await start();
    await save(promptId, text.replace("Second", "Second of theirs"), "side");
    await save(tone.id, "Tone 2");
    await save(promptId, text.replace("First", "First of ours"));
    await save(tone.id, "Tone 3");
    const { version } = await merged(promptId);
    expect(standing(version)).toEqual([2]);
    expect(version.content).toMatchObject({
      text: `{{> ${tone.path}}}\nFirst of ours\n\nSecond of theirs`,
    });
  });

  it("asks where both took up another version, and takes the one decided on", async () => {
    const { tone, text, promptId } = await start();
    await save(tone.id, "Tone 2");
    await save(promptId, text, "side");
    await save(tone.id, "Tone 3");
    await save(promptId, text);
    const place = `include ${tone.path}`;
    expect(await merge(promptId)).toMatchObject({
      kind: "conflicts",
      conflicts: [{ place, base: `${tone.path}@1`, ours: `${tone.path}@3`, theirs: `${tone.path}@2` }],
    });
    await expect(merge(promptId, { resolutions: { [place]: { value: "x" } } })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const { version } = await merged(promptId, { resolutions: { [place]: { take: "theirs" } } });
    expect(standing(version)).toEqual([2]);
  });

  it("asks for no decision about one that the text decided on has no more", async () => {
    const { tone, text, promptId } = await start();
    await save(tone.id, "Tone 2");
    await save(promptId, text.replace("First", "Theirs"), "side");
    await save(tone.id, "Tone 3");
    await save(promptId, text.replace("First", "Ours"));
    const { conflicts } = (await merge(promptId)) as { conflicts: { place: string }[] };
    expect(conflicts.map(({ place }) => place)).toEqual(["text", `include ${tone.path}`]);
    const { version } = await merged(promptId, { resolutions: { text: { value: "No tone" } } });
    expect(version).toMatchObject({ content: { text: "No tone" }, includes: [] });
  });

  it("settles an include that came on one side only, and two that say the same", async () => {
    const { tone, text, promptId } = await start();
    const legal = await buildPrompt(tenant.ctx, { content: textOf("Legal 1") });
    await save(promptId, `${text}\n\n{{> ${legal.path}}}`, "side");
    await save(legal.id, "Legal 2");
    await save(tone.id, "Tone 2");
    await save(promptId, text);
    const { version } = await merged(promptId);
    expect(Object.fromEntries(version.includes.map((each) => [each.path, each.versionNumber]))).toEqual({
      [tone.path]: 2,
      [legal.path]: 1,
    });
  });

  it("goes on where an included prompt was given another path", async () => {
    const { tone, text, promptId } = await start();
    await updatePrompt(tenant.ctx, { promptId: tone.id, path: `${tone.path}-renamed` });
    await save(promptId, text.replace("Second", "Second of theirs"), "side");
    await save(promptId, text.replace("First", "First of ours"));
    expect(standing((await merged(promptId)).version)).toEqual([1]);
  });
});

describe("a merge that keeps what is there", () => {
  it("is recorded, so that the next one does not ask again", async () => {
    const { promptId, text } = await start();
    const ours = await save(promptId, text.replace("First", "Ours"));
    const theirs = await save(promptId, text.replace("First", "Theirs"), "side");
    const { version } = await merged(promptId, { resolutions: { text: { take: "ours" } } });
    expect(version).toMatchObject({
      parentId: ours.id,
      mergedFromId: theirs.id,
      contentHash: ours.contentHash,
      labels: ["latest"],
    });
    const ids = { fromVersionId: ours.id, toVersionId: version.id };
    expect((await diffVersions(tenant.ctx, ids)).diff.isSame).toBe(true);
    expect((await merge(promptId)).kind).toBe("nothing");
    await save(promptId, text.replace("First", "Theirs").replace("Second", "More"), "side");
    const again = await merged(promptId);
    expect(again).toMatchObject({ base: theirs.number });
    expect(again.version.content).toMatchObject({
      text: text.replace("First", "Ours").replace("Second", "More"),
    });
  });

  it("comes to an end when two branches take each other's over", async () => {
    const { promptId, text } = await start();
    await save(promptId, text.replace("First", "One thing"));
    await save(promptId, text.replace("First", "One thing"), "side");
    await merged(promptId);
    await merged(promptId, { from: "main", into: "side" }).catch(() => null);
    expect((await merge(promptId)).kind).toBe("nothing");
    expect((await merge(promptId, { from: "main", into: "side" })).kind).toBe("nothing");
  });
});

describe("an archived branch", () => {
  it("is merged neither from nor into", async () => {
    const { promptId, text } = await start();
    await save(promptId, `${text} more`, "side");
    await archiveBranch(tenant.ctx, { promptId, name: "side" });
    for (const way of [{}, { from: "main", into: "side" }])
      await expect(merge(promptId, way)).rejects.toMatchObject({
        code: "conflict",
        message: expect.stringMatching(/"side" is archived/),
      });
    expect((await getBranchHead(tenant.ctx, { promptId, branch: "side" })).number).toBe(2);
    expect((await getPrompt(tenant.ctx, { promptId })).latest.number).toBe(1);
  });
});
