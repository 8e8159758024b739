import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { inFolder, runConfig } from "../../folder.testing.ts";
import { readConfig } from "../read.ts";

let leave = () => {};
afterEach(() => leave());

function given(files: Record<string, string>) {
  const made = inFolder(files);
  leave = made.leave;
  return made;
}

async function outputs(): Promise<(string | null)[]> {
  return (await runConfig()).cases.map(({ output }) => output);
}

describe("prompts and variables", () => {
  it("makes a case of every combination of lists, and fills variables that name others", async () => {
    given({
      "promptfooconfig.yaml": `
prompts: ['{{greeting}}, {{name}}']
providers: [echo]
tests:
  - vars: { greeting: [Hi, Bye], name: ['{{who}} A', B], who: Dr }
`,
    });
    expect(await outputs()).toEqual(["Hi, Dr A", "Hi, B", "Bye, Dr A", "Bye, B"]);
  });

  it("reads prompts from files, several of one file, chats from JSON, and files as values", async () => {
    given({
      "two.txt": "One {{x}}\n---\nTwo {{x}}",
      "chat.json": '[{"role":"system","content":"Be {{x}}"},{"role":"user","content":"Go"}]',
      "value.txt": 'brief "now"\n',
      "promptfooconfig.yaml": `
prompts: [file://two.txt, { id: file://chat.json, label: chat }]
providers: [echo]
tests: [{ vars: { x: file://value.txt } }]
`,
    });
    expect(await outputs()).toEqual([
      'One brief "now"',
      'Two brief "now"',
      '[{"role":"system","content":"Be brief \\"now\\""},{"role":"user","content":"Go"}]',
    ]);
  });

  it("gives a template nothing of the program, and takes a text of a data file that only looks like one as it is", async () => {
    given({
      "cases.csv": 'x\n"{{ range.constructor(""return process"")() }}"\n"{{ broken"\n',
      "promptfooconfig.yaml": "prompts: ['got {{x}}']\nproviders: [echo]\ntests: file://cases.csv\n",
    });
    const found = await outputs();
    expect(found.join()).not.toContain("[object");
    expect(found[1]).toBe("got {{ broken");
  });

  it("reads for a file of tests nothing outside the configuration's folder, also not by a link", async () => {
    const { folder } = given({
      "own.txt": "of the folder",
      "cases.csv":
        "x,__expected\nfile://own.txt,\nfile:///proc/self/environ,\nfile://../../etc/hostname,\nfile://link.txt,contains: file:///etc/hostname\n",
      "cases.jsonl":
        '{"vars":"file:///etc/vars.yaml"}\n{"vars":{"x":"file://../*"},"assert":[{"type":"javascript","value":"file:///etc/a.js"}]}\n',
      "cases.yaml": "- vars: { x: file:///etc/hostname }\n",
      "promptfooconfig.yaml":
        "prompts: ['{{x}}']\nproviders: [echo]\ntests: [file://cases.csv, file://cases.jsonl, file://cases.yaml]\n",
    });
    symlinkSync("/etc/hostname", join(folder, "link.txt"));
    const { problems, tests } = await readConfig(undefined);
    expect(
      problems.map(({ file, line, message }) => `${file}:${line} ${/may name only/.test(message)}`),
    ).toEqual([
      "cases.csv:3 true",
      "cases.csv:4 true",
      "cases.csv:5 true",
      "cases.csv:5 true",
      "cases.jsonl:1 true",
      "cases.jsonl:2 true",
      "cases.jsonl:2 true",
      "cases.yaml:1 true",
    ]);
    expect(tests.map(({ variables }) => variables["x"])).toEqual([
      "of the folder",
      "",
      "",
      "",
      undefined,
      "",
      "",
    ]);
  });

  it("reads what a configuration itself names, also by a way that leads above its folder", async () => {
    const { folder } = given({ "value.txt": "found" });
    mkdirSync("below");
    writeFileSync(
      "below/promptfooconfig.yaml",
      "prompts: ['{{x}}']\nproviders: [echo]\ntests: [{ vars: { x: file://../value.txt } }]\n",
    );
    process.chdir(join(folder, "below"));
    expect(await outputs()).toEqual(["found"]);
  });

  it("asks a provider only what it takes, and takes prefix and suffix of a test", async () => {
    given({
      "promptfooconfig.yaml": `
prompts: [{ raw: A, label: first }, { raw: B, label: second }]
providers: [{ id: echo, label: one, prompts: [second] }, { id: echo, label: two }]
tests: [{ options: { prefix: '<', suffix: '>' } }]
`,
    });
    const { cases, columns } = await runConfig();
    expect(cases.map(({ column, output }) => [columns[column]?.provider, output])).toEqual([
      ["two", "<A>"],
      ["one", "<B>"],
      ["two", "<B>"],
    ]);
  });
});

describe("tests", () => {
  it("reads CSV with expectations, thresholds, metrics and metadata, each case with its line", async () => {
    given({
      "cases.csv":
        "topic,__expected1,__expected2,__description,__metric,__metadata:team\nparcel,contains: parcel,not-contains: refund,first,Topic,ops\nfee,fee please,,second,,\n",
      "promptfooconfig.yaml": "prompts: ['{{topic}}']\nproviders: [echo]\ntests: file://cases.csv\n",
    });
    const { cases } = await runConfig();
    expect(
      cases.map(({ description, isPassed, line, file }) => [description, isPassed, `${file}:${line}`]),
    ).toEqual([
      ["first", true, "cases.csv:2"],
      ["second", false, "cases.csv:3"],
    ]);
    expect(cases[0]?.checks.map(({ name, type }) => [name, type])).toEqual([
      ["Topic", "contains"],
      ["Topic", "not-contains"],
    ]);
    expect(cases[0]?.metadata).toEqual({ team: "ops" });
    expect(cases[1]?.checks[0]?.type).toBe("equals");
  });

  it("reads JSONL and YAML files, alone and in a list", async () => {
    given({
      "a.jsonl": '{"vars":{"x":"1"}}\n\n{"vars":{"x":"2"}}\n',
      "b.yaml": "- vars: { x: '3' }\n",
      "promptfooconfig.yaml":
        "prompts: ['{{x}}']\nproviders: [echo]\ntests: [file://a.jsonl, file://b.yaml, { vars: { x: '4' } }]\n",
    });
    expect(await outputs()).toEqual(["1", "2", "3", "4"]);
  });

  it("gives every test what defaultTest says, and takes a shared assertion by its name", async () => {
    given({
      "promptfooconfig.yaml": `
prompts: ['{{x}} {{y}}']
providers: [echo]
assertionTemplates: { short: { type: javascript, value: 'output.length < context.vars.most' } }
defaultTest:
  vars: { y: base, most: 10 }
  assert: [{ $ref: '#/assertionTemplates/short' }]
tests: [{ vars: { x: ab } }, { vars: { x: ab, y: 'rather long' }, assert: [{ type: contains, value: ab }] }]
`,
    });
    const { cases } = await runConfig();
    expect(
      cases.map(({ isPassed, checks }) => [isPassed, checks.map(({ isPassed: passed }) => passed)]),
    ).toEqual([
      [true, [true]],
      [false, [false, true]],
    ]);
  });

  it("multiplies the sets of a scenario with its tests", async () => {
    given({
      "promptfooconfig.yaml": `
prompts: ['{{lang}}: {{text}}']
providers: [echo]
scenarios:
  - config: [{ vars: { lang: fr } }, { vars: { lang: de } }]
    tests: [{ vars: { text: one } }, { vars: { text: two } }]
`,
    });
    expect(await outputs()).toEqual(["fr: one", "fr: two", "de: one", "de: two"]);
  });
});

describe("assertions", () => {
  const one = async (assert: string, output = "The fee is 3 euros.") => {
    leave();
    given({
      "promptfooconfig.yaml": `prompts: ['{{x}}']\nproviders: [echo]\ntests:\n  - vars: { x: ${JSON.stringify(output)} }\n    assert: ${assert}\n`,
    });
    const [only] = (await runConfig()).cases;
    return only?.isPassed ?? null;
  };

  it.each([
    ["[{ type: equals, value: The fee is 3 euros. }]", true],
    ["[{ type: equals, value: the fee is 3 euros. }]", false],
    ["[{ type: not-equals, value: other }]", true],
    ["[{ type: icontains, value: FEE }]", true],
    ["[{ type: contains, value: FEE }]", false],
    ["[{ type: contains-any, value: [x, euros] }]", true],
    ["[{ type: contains-all, value: [x, euros] }]", false],
    ["[{ type: not-contains-all, value: [x, euros] }]", true],
    ["[{ type: icontains-all, value: 'the, EUROS' }]", true],
    ["[{ type: starts-with, value: The }]", true],
    ["[{ type: regex, value: '\\d euros' }]", true],
    ["[{ type: is-json }]", false],
    ["[{ type: word-count, value: { min: 4, max: 6 } }]", true],
    ["[{ type: word-count, value: 3 }]", false],
    ["[{ type: is-refusal }]", false],
    ["[{ type: latency, threshold: 1000 }]", true],
    ["[{ type: rouge-n, value: The fee is 3 euros, threshold: 0.9 }]", true],
    ["[{ type: javascript, value: output.includes('fee') }]", true],
    ["[{ type: javascript, value: '0.4', threshold: 0.5 }]", false],
    [
      "[{ type: javascript, value: 'return { pass: output.length > 3, score: 0.5, reason: context.vars.x }' }]",
      true,
    ],
    ["[{ type: contains, value: 'THE', transform: output.toUpperCase() }]", true],
  ])("%s is %s", async (assert, wanted) => {
    expect(await one(assert)).toBe(wanted);
  });

  it("reads JSON by a schema, anywhere or as the whole", async () => {
    const schema = "{ type: object, required: [a] }";
    expect(await one(`[{ type: is-json, value: ${schema} }]`, '{"a":1}')).toBe(true);
    expect(await one(`[{ type: is-json, value: ${schema} }]`, '{"b":1}')).toBe(false);
    expect(await one(`[{ type: is-json }]`, 'so: {"a":1}')).toBe(false);
    expect(await one(`[{ type: contains-json, value: ${schema} }]`, 'so: {"a":1}')).toBe(true);
  });

  it("lets a weighted mean decide where a test or a set has a threshold", async () => {
    const two = "{ type: contains, value: fee, weight: 3 }, { type: contains, value: nothing }";
    expect(await one(`[${two}]`)).toBe(false);
    expect(await one(`[{ type: assert-set, threshold: 0.75, assert: [${two}] }]`)).toBe(true);
    expect(await one(`[{ type: assert-set, threshold: 0.76, assert: [${two}] }]`)).toBe(false);
    expect(await one(`[{ type: assert-set, assert: [${two}] }]`)).toBe(false);
    expect(await one("[{ type: contains, value: nothing, weight: 0 }]")).toBe(true);
  });

  it("counts what could not be judged neither as passed nor as failed", async () => {
    expect(await one("[{ type: javascript, value: output.nothing.there }]")).toBe(null);
    expect(await one("[{ type: javascript, value: 'while(true){}' }]")).toBe(null);
    expect(await one("[{ type: javascript, value: 'require(\"fs\")' }]")).toBe(null);
    expect(
      await one("[{ type: javascript, value: output.nothing.there }, { type: contains, value: nothing }]"),
    ).toBe(false);
  });
});

describe("what is not done", () => {
  it("names every such thing with its line, all at once", async () => {
    given({
      "promptfooconfig.yaml": `prompts:
  - one
providers:
  - bedrock:model
  - id: openai:gpt-4o
    config: { mcp: {} }
redteam: {}
tests:
  - vars: { a: file://missing.txt }
    assert:
      - type: python
        value: x
      - type: regex
        value: (?=a)
`,
    });
    const { problems } = await readConfig(undefined);
    expect(problems.map(({ line, message }) => `${line} ${message.slice(0, 40).trim()}`).toSorted()).toEqual([
      '11 the assertion "python" is not done here:',
      '13 "regex": the pattern is not valid: look-',
      '4 the provider "bedrock:model" is not one',
      '5 the setting "mcp" of the provider "opena',
      '7 "redteam" is not done here.',
      "9 there is no file missing.txt.",
    ]);
  });

  it("says where YAML breaks, and that a program is no configuration", async () => {
    given({ "promptfooconfig.yaml": "prompts: [a\ntests: {}\n", "promptfooconfig.js": "" });
    await expect(readConfig(undefined)).rejects.toThrow(/promptfooconfig\.yaml:\d: This is not YAML/);
    await expect(readConfig("promptfooconfig.js")).rejects.toThrow(/is a program/);
    await expect(readConfig("none.yaml")).rejects.toThrow(/There is no such file/);
  });
});
