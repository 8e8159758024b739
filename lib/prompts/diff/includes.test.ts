import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { buildPrompt } from "#testing/prompts";
import { hashOfVersion } from "../content/stored.ts";
import { diffVersions, saveVersion } from "../index.ts";
import { PromptContent } from "../schema.ts";
import { type Included, referencesOf } from "../template/includes.ts";
import { diffContents } from "./contents.ts";
import { includedIn } from "./includes.ts";

const textOf = (text: string, variables: object[] = []) =>
  PromptContent.parse({ kind: "text", text, variables });
/** A version as it stands in another, with the hash a save gives it. */
const version = (
  name: string,
  number: number,
  said: PromptContent,
  { reference = name, includes = [] }: { reference?: string; includes?: Included[] } = {},
): Included => ({
  reference,
  promptId: name,
  path: name,
  versionId: `${name}@${number}`,
  versionNumber: number,
  contentHash: hashOfVersion(said, includes),
  text: said.kind === "text" ? said.text : "",
  variables: said.variables,
  includes,
});
const diffOf = (content: PromptContent, before: Included[], after: Included[]) =>
  diffContents(content, content, undefined, { before, after });

describe("what differs in what stands in a prompt", () => {
  const prompt = textOf("{{> tone}} Hello");
  it("is shown with both texts and the numbers, though the prompt's own text is the same", () => {
    const diff = diffOf(
      prompt,
      [version("tone", 1, textOf("Be brief."))],
      [version("tone", 2, textOf("Be kind."))],
    );
    expect(diff.isSame).toBe(false);
    expect(diff.summary).toBe("{{> tone}} from v1 to v2");
    expect(diff.includes).toMatchObject([
      {
        reference: "tone",
        change: "changed",
        from: 1,
        to: 2,
        changedLines: 1,
        words: [
          { kind: "same", text: "Be " },
          { kind: "removed", text: "brief" },
          { kind: "added", text: "kind" },
          { kind: "same", text: "." },
        ],
      },
    ]);
  });
  it("is shown where it stands: within another that says what it said, once for all places", () => {
    const deep = (number: number) => version("deep", number, textOf(`deep ${number}`));
    const [one, two] = [deep(1), deep(2)];
    const outer = (name: string, number: number, inner: Included) =>
      version(name, number, textOf("{{> deep}}"), { includes: [inner] });
    const diff = diffOf(
      textOf("{{> a}}{{> b}}"),
      [outer("a", 1, one), outer("b", 1, one)],
      [outer("a", 2, two), outer("b", 2, two)],
    );
    expect(diff.includes.map(({ reference, from, to }) => [reference, from, to])).toEqual([
      ["a → deep", 1, 2],
    ]);
  });
  it("names variables whose defaults differ, and another version that says the same", () => {
    const unit = (value: string) => textOf("{{unit}}", [{ name: "unit", required: false, default: value }]);
    expect(
      diffOf(prompt, [version("tone", 1, unit("EUR"))], [version("tone", 2, unit("USD"))]).includes,
    ).toMatchObject([{ changedLines: 0, settings: [{ name: "variable unit" }] }]);
    const hot = PromptContent.parse({ ...textOf("x"), settings: { temperature: 1 } });
    expect(
      diffOf(prompt, [version("tone", 1, textOf("x"))], [version("tone", 2, hot)]).includes,
    ).toMatchObject([{ from: 1, to: 2, changedLines: 0 }]);
  });
  it("is another prompt where a path was given to one: gone and come, not changed", () => {
    const other = { ...version("tone", 1, textOf("Mine.")), promptId: "other", versionId: "other@1" };
    expect(
      diffOf(prompt, [version("tone", 1, textOf("x"))], [other]).includes.map(({ change }) => change),
    ).toEqual(["added", "removed"]);
  });
  it("is taken of a text being typed only where its references still stand in it", () => {
    const all = [version("tone", 1, textOf("x")), version("gone", 1, textOf("y"))];
    expect(includedIn(prompt, [...all, { reference: "none", problem: "No such." }])).toEqual([all[0]]);
  });
});

describe("a diff and the hash of a version", () => {
  const words = fc.constantFrom("", "a", "b");
  const names = ["x", "y", "z"] as const;
  /** Some state of a project: a few versions of three prompts, each standing on those of the one before it. */
  const world = fc
    .array(fc.record({ text: words, value: fc.constantFrom(undefined, null, "v"), inner: fc.nat(2) }), {
      minLength: 3,
      maxLength: 9,
    })
    .map((steps) => {
      const versions = new Map<string, Included[]>(names.map((name) => [name, []]));
      for (const [at, { text, value, inner }] of steps.entries()) {
        const name = names[at % 3] ?? "x";
        const below = versions.get(names[(at % 3) - 1] ?? "") ?? [];
        const standing = below[inner % Math.max(1, below.length)];
        const own = versions.get(name) ?? [];
        const said = textOf(standing ? `${text}{{> ${standing.path}}}` : text, [
          { name: "k", required: false, ...(value === undefined ? {} : { default: value }) },
        ]);
        versions.set(name, [
          ...own,
          version(name, own.length + 1, said, { includes: standing ? [standing] : [] }),
        ]);
      }
      return versions;
    });
  const content = fc
    .tuple(words, fc.subarray(["x", "y", "z", "z@latest", "z@1"]))
    .map(([text, references]) => textOf(text + references.map((each) => `{{> ${each}}}`).join("")));
  const closed = (versions: Map<string, Included[]>, said: PromptContent, picks: number[]) =>
    referencesOf(said).map((reference, at): Included => {
      const all = versions.get(reference.split("@")[0] ?? "") ?? [];
      const picked = all[(picks[at] ?? 0) % all.length];
      if (!picked) throw new Error("every prompt has a version");
      return { ...picked, reference };
    });
  it("agree: another hash is always shown, and the same hash never", () => {
    const seen = { same: 0, onlyIncludes: 0 };
    const picks = fc.array(fc.nat(2), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(
        world,
        fc.oneof(content, fc.constant(null)),
        content,
        fc.tuple(picks, picks),
        (versions, other, before, [ofBefore, ofAfter]) => {
          // Mostly one text: what two share is what their includes must tell apart.
          const after = other ?? before;
          const sides = {
            before: closed(versions, before, ofBefore),
            after: closed(versions, after, ofAfter),
          };
          const isSame = hashOfVersion(before, sides.before) === hashOfVersion(after, sides.after);
          const diff = diffContents(before, after, undefined, sides);
          const shown =
            diff.messages.filter(({ change }) => change !== "same").length +
            diff.settings.length +
            diff.includes.length;
          expect(diff.isSame).toBe(isSame);
          expect(diff.summary === "nothing").toBe(isSame);
          expect(shown > 0).toBe(!isSame);
          if (isSame) seen.same += 1;
          else if (other === null) seen.onlyIncludes += 1;
        },
      ),
      { numRuns: 1_000 },
    );
    expect(seen.same).toBeGreaterThan(50);
    expect(seen.onlyIncludes).toBeGreaterThan(100);
  });
});

describe("two saved versions", () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await createTenant();
  });
  it("of one text differ where what stands in them does", async () => {
    const tone = await buildPrompt(tenant.ctx, { content: textOf("Be brief.") });
    const prompt = await buildPrompt(tenant.ctx, { content: textOf(`{{> ${tone.path}}} Hello`) });
    await saveVersion(tenant.ctx, { promptId: tone.id, content: textOf("Be kind."), message: "kind" });
    const { version: next } = await saveVersion(tenant.ctx, {
      promptId: prompt.id,
      content: prompt.latest.content,
      message: "takes up the tone",
    });
    const ids = { fromVersionId: prompt.latest.id, toVersionId: next.id };
    const { diff } = await diffVersions(tenant.ctx, ids);
    expect(diff).toMatchObject({ isSame: false, includes: [{ reference: tone.path, from: 1, to: 2 }] });
  });
});
