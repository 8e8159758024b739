import { describe, expect, it } from "vitest";
import { PromptContent } from "#schema/prompts";
import { reconcileVariables, sameContent, withText } from "./content-state.ts";

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
