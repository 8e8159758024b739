import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cpuMs } from "#testing/cpu";
import { fitsType } from "../content/rules.ts";
import { PromptContent, type PromptContentInput, PromptVariable } from "../content/schema.ts";
import { coerceVariables } from "./coerce.ts";
import { contentTexts } from "../content/texts.ts";
import { includesByNumber } from "./by-number.ts";
import { compilePrompt } from "./compile.ts";
import { type Included, parseReference, referencesOf, resolverOf } from "./includes.ts";
import { renderTemplate } from "./render.ts";
import { includesAsValues } from "./tags.ts";
import { detectVariables, templateProblems } from "./template.ts";

const chat = (content: string, variables: PromptContentInput["variables"] = []) =>
  PromptContent.parse({ kind: "chat", messages: [{ role: "user", content }], variables });
const included = (
  reference: string,
  text: string,
  variables: PromptContentInput["variables"] = [],
  includes: Included[] = [],
): Included => ({
  reference,
  promptId: reference,
  path: reference.split("@")[0] ?? reference,
  versionId: reference,
  versionNumber: 1,
  contentHash: text,
  text,
  variables: PromptContent.parse({ kind: "text", text, variables }).variables,
  includes,
});
const render = (text: string, all: Included[], values: Record<string, unknown> = {}) =>
  renderTemplate(text, values, resolverOf(all));

describe("a reference", () => {
  it.each([
    ["a", { path: "a" }],
    ["a/b", { path: "a/b" }],
    ["a/b@production", { path: "a/b", label: "production" }],
    ["a/b@7", { path: "a/b", version: 7 }],
    ["A", null],
    ["a b", null],
    ["a@", null],
    ["a@b@c", null],
    ["/a", null],
    ["a@0", { path: "a", label: "0" }],
  ])("%s", (reference, parsed) => {
    expect(parseReference(reference)).toEqual(parsed);
  });
  it("is found once in a content, also between other delimiters, and not where braces are text", () => {
    expect(referencesOf(chat("{{> a}} {{>b@x}} {{> a }} {{=<% %>=}}<%> c %> {{> d}}"))).toEqual([
      "a",
      "b@x",
      "c",
    ]);
  });
});

describe("an include", () => {
  it("is the text it names, and nothing else on its line changes", () => {
    const tone = included("tone", "Be brief.\nBe kind.");
    expect(render("A\n{{> tone}}\nB", [tone])).toBe("A\nBe brief.\nBe kind.\nB");
    expect(render("  {{> tone}}  \n", [tone])).toBe("  Be brief.\nBe kind.  \n");
    expect(render("x {{> tone}} y", [tone])).toBe("x Be brief.\nBe kind. y");
    const words = fc.stringMatching(/^[a-z \n{}.]{0,20}$/).filter((text) => !text.includes("{{"));
    fc.assert(
      fc.property(words, words, words, (before, text, after) => {
        fc.pre(!`${before}{{> t}}${after}`.includes("{{{") && !after.startsWith("}"));
        expect(render(`${before}{{> t}}${after}`, [included("t", text)])).toBe(`${before}${text}${after}`);
      }),
    );
  });
  it("is filled with the values where it stands, and with its own defaults where there are none", () => {
    const item = included("item", "{{name}}: {{.}} {{unit}}", [
      { name: "name" },
      { name: "unit", required: false, default: "EUR" },
    ]);
    expect(render("{{#list}}{{> item}};{{/list}}", [item], { name: "x", list: [1, 2] })).toBe(
      "x: 1 EUR;x: 2 EUR;",
    );
    expect(render("{{> item}}", [item], { name: "x", unit: "h" })).toBe('x: {"name":"x","unit":"h"} h');
  });
  it("brings its own includes, whatever the same reference means outside", () => {
    const inner = included("tone", "old");
    const outer = included("outer", "{{> tone}}", [], [inner]);
    expect(render("{{> outer}} {{> tone}}", [outer, included("tone", "new")])).toBe("old new");
  });
  it("sets no delimiters outside of it, and is found between other ones", () => {
    const own = included("own", "{{=<% %>=}}{{x}}<% x %>", [{ name: "x" }]);
    expect(render("{{> own}}{{x}}", [own], { x: "1" })).toBe("{{x}}11");
    expect(render("{{=<~ ~>=}}<~> own~>", [own], { x: "1" })).toBe("{{x}}1");
    expect(includesAsValues("{{ > a }}{{x}}{{!> b}}")).toBe("{{ &> a }}{{x}}{{!> b}}");
  });
  it("that means nothing is refused when it is rendered, and so is one that never ends", () => {
    expect(() => render("{{> none}}", [])).toThrow(/none/);
    const circle = included("a", "x{{> a}}");
    circle.includes.push(circle);
    expect(() => render("{{> a}}", [circle])).toThrow();
    const large = included("large", "x".repeat(100_000));
    const many = included("many", "{{> large}}".repeat(50), [], [large]);
    expect(() => render("{{> many}}", [many])).toThrow(/larger than/);
  });
  it("costs something even where it says nothing: a thousand are rendered and no more", async () => {
    const nothing = included("a", "{{! nothing }}");
    const all = (times: number) => [included("b", "{{>a}}".repeat(times), [], [nothing])];
    expect(render("{{>b}}", all(999))).toBe("");
    expect(() => render("{{>b}}", all(1_000))).toThrow(/includes others more than 1,000 times/);
    const ms = await cpuMs(() =>
      expect(() => render("{{>b}}".repeat(3_000), all(3_000))).toThrow(/1,000 times/),
    );
    // Nine million of them took ten seconds.
    expect(ms).toBeLessThan(2_000);
  });
  it("takes part in compiling a prompt", () => {
    const content = chat("{{> tone}} {{x}}", [{ name: "x" }]);
    const tone = included("tone", "Say {{x}}.", [{ name: "x" }]);
    expect(compilePrompt(content, { x: "hi" }, resolverOf([tone])).messages).toEqual([
      { role: "user", content: "Say hi. hi" },
    ]);
  });
});

describe("includes by number", () => {
  it("name the versions that stand there, whatever stands around them", () => {
    const tone = { ...included("tone@stable", "Be brief."), versionNumber: 3 };
    const text =
      "{{> tone@stable}}{{x}} {{>other}}{{! {{> tone@stable}} }}\n{{=<% %>=}}<%> tone@stable%> {{> tone@stable}}";
    const numbered = includesByNumber(chat(text), [tone]);
    expect(contentTexts(numbered).map((each) => each.text)).toEqual([
      "{{> tone@3}}{{x}} {{>other}}{{! {{> tone@stable}} }}\n{{=<% %>=}}<%> tone@3%> {{> tone@stable}}",
    ]);
    const plain = PromptContent.parse({ kind: "text", text: "{{> tone@stable}}" });
    expect(includesByNumber(plain, [tone])).toEqual({ ...plain, text: "{{> tone@3}}" });
  });
});

describe("the variables an include takes", () => {
  const messages = (content: PromptContent, all: Included[]) =>
    templateProblems(content, resolverOf(all)).map(({ message }) => message);
  const tone = included("tone", "{{tone}} {{more}}", [
    { name: "tone", type: "text" },
    { name: "more", required: false },
  ]);
  it("are asked of the prompt it stands in, and count as used there", () => {
    expect(messages(chat("{{> tone}}"), [tone])).toEqual([
      "{{> tone}} needs the variable tone (text). Add it to the variables.",
    ]);
    expect(messages(chat("{{> tone}}", [{ name: "tone" }]), [tone])).toEqual([]);
    expect(messages(chat("{{> tone}}", [{ name: "tone", type: "number" }]), [tone])).toEqual([
      "{{> tone}} takes tone as text, but here it is of type number.",
    ]);
    const history = included("h", "{{history}}", [{ name: "history", type: "messages" }]);
    expect(messages(chat("{{> h}}", [{ name: "history", type: "messages" }]), [history])[0]).toContain(
      "cannot be passed on",
    );
  });
  const one = (more: object) => included("tone", "{{x}}", [{ name: "x", ...more }]);
  const here = (more: object) => messages(chat("{{> tone}}", [{ name: "x", ...more }]), [one({})]);
  it("have a value wherever they are required: an optional one without a default is none, and null is no default", () => {
    const needs = ["{{> tone}} needs the variable x (string). Add it to the variables."];
    expect(messages(chat("{{> tone}}"), [one({ default: null })])).toEqual(needs);
    expect(messages(chat("{{> tone}}"), [one({ default: "" })])).toEqual([]);
    const optional = [
      "{{> tone}} needs x, which is optional here and has no default. Make it required or give it one.",
    ];
    expect(here({ required: false })).toEqual(optional);
    expect(here({ required: false, default: null })).toEqual(optional);
    expect(here({ required: false, default: "d" })).toEqual([]);
    expect(here({ required: true, default: null })).toEqual([]);
    expect(
      messages(chat("{{> tone}}", [{ name: "x", required: false }]), [one({ required: false })]),
    ).toEqual([]);
  });
  it("take of an enum what they list, and of a text what an enum lists", () => {
    const list = (...options: string[]) => ({ type: "enum", options });
    const asked = (own: object) =>
      messages(chat("{{> tone}}", [{ name: "x", ...own }]), [one(list("a", "b"))]);
    expect(asked(list("b"))).toEqual([]);
    expect(asked(list("a", "c", "d"))).toEqual([
      "{{> tone}} takes x as one of a, b, but here it may also be c, d.",
    ]);
    expect(asked({ type: "text" })).toEqual(["{{> tone}} takes x as enum, but here it is of type text."]);
    expect(here(list("a"))).toEqual([]);
  });
  it("are asked through a prompt between that leaves them out", () => {
    const inner = included("inner", "{{unit}}", [{ name: "unit", type: "number", required: false }]);
    const middle = included("middle", "{{> inner}}", [], [inner]);
    const outer = (type: string) =>
      chat("{{> middle}}", [{ name: "unit", type }] as PromptContentInput["variables"]);
    expect(messages(outer("number"), [middle])).toEqual([]);
    expect(messages(outer("string"), [middle])).toEqual([
      "{{> middle}} takes unit as number, but here it is of type string.",
    ]);
    expect(messages(chat("{{> middle}}"), [middle])).toEqual([]);
    // A field of the middle's own list; nothing further out could give it.
    const items = included(
      "items",
      "{{#list}}{{> tone}}{{/list}}",
      [{ name: "list", type: "json" }],
      [one({})],
    );
    expect(messages(chat("{{> items}}", [{ name: "list", type: "json" }]), [items])).toEqual([]);
  });
  it("may be fields of the list it goes through, as names in a template may", () => {
    const list = chat("{{#list}}{{> tone}}{{/list}}", [{ name: "list", type: "json" }]);
    expect(messages(list, [one({})])).toEqual([]);
    expect(detectVariables(list, resolverOf([one({})])).map(({ name }) => name)).toEqual(["list"]);
  });
  it("that the editor adds leave the include its default, and suit all includes that take them", () => {
    const found = (...all: Included[]) =>
      detectVariables(chat(all.map(({ reference }) => `{{> ${reference}}}`).join("")), resolverOf(all));
    expect(found(one({ default: "EUR" }))).toEqual([{ name: "x", type: "string", required: false }]);
    const loose = included("loose", "{{x}}", [{ name: "x", required: false }]);
    const list = included("list", "{{x}}", [{ name: "x", type: "enum", options: ["a", "b"] }]);
    const other = included("other", "{{x}}", [{ name: "x", type: "enum", options: ["b", "c"] }]);
    for (const all of [
      [loose, list, other],
      [other, list, loose],
    ])
      expect(found(...all)).toEqual([{ name: "x", type: "enum", required: true, options: ["b"] }]);
    const own = detectVariables(chat("{{x}} {{> list}}"), resolverOf([list]));
    expect(own).toEqual([{ name: "x", type: "enum", required: true, options: ["a", "b"] }]);
  });
  it("hold there whatever passes here", () => {
    const value = fc.constantFrom(undefined, null, "", "a", "b", 1, true, [1], { k: 1 });
    const options = fc.subarray(["a", "b", "c"], { minLength: 1 });
    const variable = fc
      .record({
        type: fc.constantFrom("string", "text", "number", "boolean", "enum", "json"),
        required: fc.boolean(),
        default: value,
        options,
      })
      .map(({ options: listed, ...more }) => ({
        name: "x",
        ...more,
        ...(more.type === "enum" ? { options: listed } : {}),
      }))
      .filter((each) => PromptVariable.safeParse(each).success)
      .map((each) => PromptVariable.parse(each));
    let passed = 0;
    fc.assert(
      fc.property(variable, fc.option(variable, { nil: null }), value, (needed, declared, given) => {
        const tells = included("tone", "{{x}}");
        tells.variables = [needed];
        const content = { ...chat("{{> tone}}"), variables: declared ? [declared] : [] };
        fc.pre(templateProblems(content, resolverOf([tells])).every(({ severity }) => severity !== "error"));
        let values: Record<string, unknown>;
        try {
          values = coerceVariables(content.variables, { x: given });
        } catch {
          return;
        }
        passed += 1;
        const there = values["x"] ?? needed.default ?? null;
        if (there === null) expect(needed.required).toBe(false);
        else expect(fitsType(needed, there)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
    expect(passed).toBeGreaterThan(300);
  });
  it("are found beside the template's own, with their types", () => {
    expect(detectVariables(chat("{{a}} {{> tone}}"), resolverOf([tone]))).toMatchObject([
      { name: "a", type: "string" },
      { name: "tone", type: "text" },
      { name: "more", required: false },
    ]);
  });
  it("are not known before the server has said what it means", () => {
    expect(templateProblems(chat("{{> tone}}"))).toEqual([]);
    expect(
      templateProblems(chat("{{> tone}}"), () => ({ reference: "tone", problem: "No such." })),
    ).toMatchObject([{ place: "messages.0", from: 0, to: 10, severity: "error", message: "No such." }]);
  });
});
