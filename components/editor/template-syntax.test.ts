import { expect, it } from "vitest";
import { findTags } from "./template-syntax.ts";

it("finds variables, sections, partials and comments", () => {
  const text =
    "Sort {{ticket}} {{{raw}}} {{#each}}x{{/each}} {{> shared/answer@production}} {{! note}} {{&html}}";
  expect(findTags(text).map((tag) => [tag.kind, tag.name])).toEqual([
    ["variable", "ticket"],
    ["variable", "raw"],
    ["section", "each"],
    ["section", "each"],
    ["partial", "shared/answer@production"],
    ["comment", "note"],
    ["variable", "html"],
  ]);
});

it("gives the place of a tag in the text", () => {
  const [tag] = findTags("a {{b}} c");
  expect(tag && "a {{b}} c".slice(tag.from, tag.to)).toBe("{{b}}");
});
