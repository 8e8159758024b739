import { describe, expect, it } from "vitest";
import { type Included, PromptContent } from "#schema/prompts";
import { hasNewerIncludes, reconcileVariables, sameContent, withText } from "./content-state.ts";

const content = (text: string, variables: object[] = []) =>
  PromptContent.parse({ kind: "chat", messages: [{ role: "user", content: text }], variables });
const names = ({ variables }: PromptContent) => variables.map(({ name }) => name);

describe("variables beside a template being typed", () => {
  const saved = content("{{old}}", [{ name: "old" }]);
  it("come with their first use and go with it", () => {
    let now = saved;
    for (const text of ["{{old}} {{c}}", "{{old}} {{ca}}", "{{old}} {{cat}}"])
      now = reconcileVariables(withText(now, "messages.0", text), saved);
    expect(names(now)).toEqual(["old", "cat"]);
  });
  it("stay when they were saved or described, also unused", () => {
    const described = content("", [
      { name: "old" },
      { name: "mine", description: "kept" },
      { name: "guess" },
    ]);
    expect(names(reconcileVariables(described, saved))).toEqual(["old", "mine"]);
  });
  it("leave a content that needs nothing as it is", () => {
    expect(reconcileVariables(saved, saved)).toBe(saved);
  });
});

describe("comparing contents", () => {
  it("looks at what they say, not at the order of keys", () => {
    expect(
      sameContent(
        content("a"),
        JSON.parse(
          '{"settings":{},"variables":[],"messages":[{"content":"a","role":"user"}],"kind":"chat"}',
        ) as PromptContent,
      ),
    ).toBe(true);
    expect(sameContent(content("a"), content("b"))).toBe(false);
  });
});

describe("a prompt nobody typed in", () => {
  const standing = (contentHash: string, reference = "tone"): Included => ({
    reference,
    contentHash,
    promptId: "p",
    path: "tone",
    versionId: contentHash,
    versionNumber: 1,
    text: "",
    variables: [],
    includes: [],
  });
  const prompt = content("{{> tone}}");
  it("can be saved where what stands in it is another text by now", () => {
    expect(hasNewerIncludes(prompt, [standing("new")], [standing("old")])).toBe(true);
    expect(hasNewerIncludes(prompt, [standing("old")], [standing("old")])).toBe(false);
  });
  it("cannot for what stands in it no more, or what the server has not found", () => {
    expect(hasNewerIncludes(content("plain"), [standing("new")], [standing("old")])).toBe(false);
    const unknown = { reference: "tone", problem: "There is no such prompt." };
    expect(hasNewerIncludes(prompt, [unknown], [standing("old")])).toBe(false);
  });
});
