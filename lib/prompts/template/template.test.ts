import fc from "fast-check";
import Mustache from "mustache";
import { describe, expect, it } from "vitest";
import { isAppError } from "#platform/errors";
import { PromptContent, type PromptContentInput } from "../schema.ts";
import { compilePrompt } from "./compile.ts";
import { detectVariables, templateProblems } from "./template.ts";
import { renderTemplate } from "./render.ts";
import { literally, scanTags } from "./tags.ts";

const chat = (content: string, variables: PromptContentInput["variables"] = []) =>
  PromptContent.parse({ kind: "chat", messages: [{ role: "user", content }], variables });
const messagesOf = (content: string, variables: PromptContentInput["variables"] = []) =>
  templateProblems(chat(content, variables)).map(({ message }) => message);
const x = [{ name: "x" }];

describe("template problems", () => {
  it("says where an unknown variable stands", () => {
    const [problem] = templateProblems(chat("Hello {{name}}"));
    expect(problem).toMatchObject({ place: "messages.0", from: 6, to: 14, severity: "error" });
    expect(problem?.message).toContain("There is no variable name");
  });
  it("warns of an unused variable and does not stop at it", () => {
    expect(templateProblems(chat("Hello", x))).toMatchObject([{ place: "variables.0", severity: "warning" }]);
  });
  it.each([
    ["{{x", "not closed"],
    ["{{#x}} a", "section x is not closed"],
    ["{{/x}} {{x}}", "never opened"],
    ["{{#x}}{{#y}}{{/x}}{{/y}}", "open section is y"],
    ["{{> Shared Format}} {{x}}", "names no prompt"],
    ["{{=<%=}} {{x}}", "delimiters"],
    ["{{=a b c=}} {{x}}", "delimiters"],
    ["{{x | upper}} {{x}}", "{{=<% %>=}}{{x | upper}}<%={{ }}=%>"],
    ["\\{{y}} {{x}}", "to keep it as text"],
    ["{{}} {{x}}", "empty"],
    ["{{a b}} {{x}}", "not a variable's name"],
    ["{{.}} {{x}}", "only inside a section"],
    ["{{x.y}}", "has no parts"],
    ["{{__proto__}} {{x}}", "reserved"],
    ["{{{x}}", "not closed"],
  ])("refuses %s", (text, message) => {
    expect(
      messagesOf(
        text,
        [...x, { name: "y" }].filter(({ name }) => text.includes(name) && !text.startsWith("\\")),
      ).join("\n"),
    ).toContain(message);
  });
  it("tells every mistake of a text, not only the first", () => {
    expect(messagesOf("{{a}} {{b}} {{#c}}")).toHaveLength(4);
  });
  it("accepts sections, inverted sections, unescaped tags, comments and fields of json", () => {
    const variables: PromptContentInput["variables"] = [
      { name: "items", type: "json" },
      { name: "on", type: "boolean" },
      { name: "raw" },
    ];
    expect(
      messagesOf(
        "{{! note }}{{#items}}{{.}} {{title}}{{/items}}{{^on}}off{{/on}}{{{raw}}}{{&raw}}{{items.0.title}}",
        variables,
      ),
    ).toEqual([]);
  });
  it("wants a messages variable alone in its message", () => {
    const variables: PromptContentInput["variables"] = [{ name: "history", type: "messages" }];
    expect(messagesOf(" {{history}} ", variables)).toEqual([]);
    expect(messagesOf("Before {{history}}", variables)).toHaveLength(1);
  });
  it("reads tags as mustache does: what it finds in order, mustache parses", () => {
    const piece = fc.constantFrom(
      "{{",
      "}}",
      "{",
      "}",
      "x",
      " ",
      "\n",
      "#",
      "/",
      "^",
      "&",
      "{{x}}",
      "{{#x}}",
      "{{/x}}",
      "{{=<% %>=}}",
      "<%={{ }}=%>",
      "<%x%>",
      "=",
      "<%",
      "%>",
      "text",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        if (templateProblems(chat(text, x)).some(({ severity }) => severity === "error")) return;
        expect(() => new Mustache.Writer().parse(text)).not.toThrow();
        expect(scanTags(text).unclosed).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("braces that are text", () => {
  it.each([
    "Write a Jinja line such as Hello {{ user.name }}",
    "Use ${{ secrets.TOKEN }} in the workflow",
    "Say \\{{name}} literally",
    "{{ x | upper }}<%",
    "{% raw %}{{ }}{% endraw %} <% ERB %> <~ ~>",
    "{{#if a}}b{{else}}c{{/if}} {{{",
  ])("stay as they are between other delimiters: %s", (text) => {
    const content = chat(`${literally(text)} {{x}}`, x);
    expect(templateProblems(content)).toEqual([]);
    expect(detectVariables(chat(literally(text)))).toEqual([]);
    expect(compilePrompt(content, { x: "1" }).messages).toEqual([{ role: "user", content: `${text} 1` }]);
  });
  it("and a tag between other delimiters is still a tag", () => {
    const content = chat("{{=<% %>=}}\n{{ user.name }} <%x%>", x);
    expect(templateProblems(content)).toEqual([]);
    expect(compilePrompt(content, { x: "1" }).messages).toEqual([
      { role: "user", content: "{{ user.name }} 1" },
    ]);
  });
  it("holds for any text", () => {
    const text = fc.string({ unit: fc.constantFrom("{", "}", "<", "%", ">", "~", "=", "a", " ", "$") });
    fc.assert(
      fc.property(text, (inner) => {
        const piece = `a${inner}b`;
        expect(renderTemplate(literally(piece), {})).toBe(piece);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("names in any language", () => {
  const variables: PromptContentInput["variables"] = [{ name: "größe" }, { name: "用户" }];
  it("are variables", () => {
    const content = chat("Hallo {{größe}} {{用户}} {{=<% %>=}}<% größe %>", variables);
    expect(templateProblems(content)).toEqual([]);
    expect(detectVariables(chat("Hallo {{größe}} {{用户}}")).map(({ name }) => name)).toEqual([
      "größe",
      "用户",
    ]);
    expect(compilePrompt(content, { größe: "L", 用户: "王" }).messages[0]?.content).toBe("Hallo L 王 L");
  });
  it("are one name in both spellings of Unicode", () => {
    const decomposed = "größe".normalize("NFD");
    const content = chat(`{{${decomposed}}} {{größe}}`, [{ name: decomposed }]);
    expect(content.variables[0]?.name).toBe("größe");
    expect(templateProblems(content)).toEqual([]);
    expect(compilePrompt(content, { [decomposed]: "L" }).messages[0]?.content).toBe("L L");
  });
  it.each(["9a", "-a", "a b", "a.b", "", "😀"])("do not include %j", (name) => {
    expect(PromptContent.safeParse({ kind: "text", text: "", variables: [{ name }] }).success).toBe(false);
  });
});

describe("variables of a template", () => {
  it("are found in order with a guessed type", () => {
    expect(
      detectVariables(chat("{{b}} {{a.c}} {{#list}}{{.}}{{/list}} {{#flag}}yes {{b}}{{/flag}}")).map(
        ({ name, type }) => [name, type],
      ),
    ).toEqual([
      ["b", "string"],
      ["a", "json"],
      ["list", "json"],
      ["flag", "boolean"],
    ]);
  });
  it("leave the fields of a list to the data", () => {
    expect(
      detectVariables(chat("{{#rows}}{{title}}{{/rows}}", [{ name: "rows", type: "json" }])).map(
        ({ name }) => name,
      ),
    ).toEqual(["rows"]);
  });
});

describe("render", () => {
  it("gives a text without tags back unchanged", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        (text) => text.includes("{{") || renderTemplate(text, {}) === text,
      ),
    );
  });
  it("agrees with mustache, but for HTML escaping", () => {
    const view = {
      a: "<b>&",
      n: 0,
      list: ["x", "y"],
      on: true,
      off: false,
      deep: { er: [{ k: 1 }, { k: 2 }] },
    };
    const template =
      "{{a}}{{{a}}}{{&a}}{{n}}\n{{#list}}\n- {{.}}\n{{/list}}\n{{#on}}on{{/on}}{{#off}}off{{/off}}{{^off}}none{{/off}}{{#deep.er}}{{k}}{{a}}{{/deep.er}}{{missing}}";
    expect(renderTemplate(template, view)).toBe(Mustache.render(template, view, {}, { escape: String }));
  });
  it("reaches no prototype, whatever the name", () => {
    const name = fc.constantFrom(
      "__proto__",
      "constructor",
      "prototype",
      "toString",
      "hasOwnProperty",
      "length",
    );
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        expect(renderTemplate(`[{{${names.join(".")}}}]`, { a: { b: "text" } })).toBe("[]");
        expect(renderTemplate(`[{{a.${names.join(".")}}}]`, { a: { b: "text" } })).toBe("[]");
      }),
    );
  });
  it("stops a template that grows without end", () => {
    const many = Array.from({ length: 3_000 }, () => 1);
    expect(() => renderTemplate("{{#a}}{{#a}}{{#a}}x{{/a}}{{/a}}{{/a}}", { a: many })).toThrow(/larger than/);
    expect(() => renderTemplate("{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}", { a: many })).toThrow(/larger than/);
  });
});

describe("compilePrompt", () => {
  it("turns a text prompt into one user message", () => {
    expect(
      compilePrompt(PromptContent.parse({ kind: "text", text: "Hi {{x}}", variables: x }), { x: "<you>" }),
    ).toEqual({
      kind: "text",
      text: "Hi <you>",
      messages: [{ role: "user", content: "Hi <you>" }],
    });
  });
  it("puts a list of messages in the place of its variable", () => {
    const history = [
      { role: "user", content: "a {{x}}" },
      { role: "assistant", content: "b" },
    ];
    const content = PromptContent.parse({
      kind: "chat",
      messages: [
        { role: "system", content: "s" },
        { role: "user", content: "{{history}}" },
        { role: "user", content: "{{q}}" },
      ],
      variables: [{ name: "history", type: "messages", required: false }, { name: "q" }],
    });
    expect(compilePrompt(content, { history, q: "?" }).messages).toEqual([
      { role: "system", content: "s" },
      ...history,
      { role: "user", content: "?" },
    ]);
    expect(compilePrompt(content, { history: JSON.stringify(history), q: "?" }).messages).toHaveLength(4);
    expect(compilePrompt(content, { q: "?" }).messages).toHaveLength(2);
  });
  it("reads what a form holds as the variable's type", () => {
    const variables: PromptContentInput["variables"] = [
      { name: "n", type: "number" },
      { name: "b", type: "boolean" },
      { name: "e", type: "enum", options: ["red", "blue"] },
      { name: "j", type: "json" },
      { name: "d", default: "given" },
    ];
    const text = "{{n}} {{#b}}yes{{/b}}{{^b}}no{{/b}} {{e}} {{j.a}} {{d}}";
    expect(
      compilePrompt(chat(text, variables), { n: " 4.50 ", b: "false", e: "red", j: '{"a":[1]}' }).messages[0]
        ?.content,
    ).toBe("4.5 no red [1] given");
  });
  it.each([
    [{ name: "v" }, undefined, "missing", "a text"],
    [{ name: "v" }, { a: 1 }, "wrong_type", "a text"],
    [{ name: "v", type: "number" as const }, "many", "wrong_type", "a number"],
    [{ name: "v", type: "number" as const }, "", "missing", "a number"],
    [{ name: "v", type: "boolean" as const }, "perhaps", "wrong_type", "true or false"],
    [{ name: "v", type: "enum" as const, options: ["a", "b"] }, "c", "wrong_type", "one of a, b"],
    [{ name: "v", type: "json" as const }, "{broken", "wrong_type", "a JSON value"],
    [
      { name: "v", type: "messages" as const },
      [{ role: "robot", content: "" }],
      "wrong_type",
      "a list of messages, each with role and content",
    ],
  ])("refuses %j filled with %j", (variable, value, problem, expected) => {
    const error = thrownBy(() => compilePrompt(chat("{{v}}", [variable]), { v: value }));
    expect(error).toMatchObject({ code: "invalid_input", details: { variable: "v", problem, expected } });
    expect(isAppError(error)).toBe(true);
  });
  it("names every bad variable at once and ignores those nobody declared", () => {
    const error = thrownBy(() => compilePrompt(chat("{{a}}{{b}}", [{ name: "a" }, { name: "b" }]), { c: 1 }));
    expect(error).toMatchObject({ details: { issues: [{ variable: "a" }, { variable: "b" }] } });
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
