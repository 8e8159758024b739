import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { inFolder } from "../folder.testing.ts";
import { loopbackModel } from "../loopback.testing.ts";
import { evalCommand } from "./command.ts";

let leave = () => {};
let out = "";
let errors = "";
beforeEach(() => {
  out = "";
  errors = "";
  vi.stubEnv("GITHUB_ACTIONS", "");
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  leave();
  leave = () => {};
});

const evaluate = (...args: string[]) => evalCommand(args, new AbortController().signal);

function given(files: Record<string, string>): void {
  leave();
  leave = inFolder(files).leave;
}

/** Cases of which the first `good` answer as they should; a case is a number. */
function numbers(good: number, all = 30): string {
  const tests = Array.from(
    { length: all },
    (_, at) => `  - vars: { n: '${at}', said: '${at < good ? "right" : "wrong"}' }`,
  );
  return `prompts: ['{{said}}']\nproviders: [echo]\ndefaultTest: { assert: [{ type: equals, value: right }] }\ntests:\n${tests.join("\n")}\n`;
}

describe("what a run ends with", () => {
  it("is 0 where every case passed and 100 where one failed, with the reason and the interval", async () => {
    given({ "promptfooconfig.yaml": numbers(30) });
    expect(await evaluate()).toBe(0);
    expect(out).toContain("30 of 30 cases passed.");
    given({ "promptfooconfig.yaml": numbers(29) });
    expect(await evaluate()).toBe(100);
    expect(out).toContain('equals: Expected "right", got "wrong".');
    // Clopper and Pearson's exact interval of 29 of 30.
    expect(out).toMatch(/Passed\s+96\.7 %\s+82\.8 to 99\.9 %/);
  });

  it("is 102 where a case could not be judged and none failed", async () => {
    given({
      "promptfooconfig.yaml":
        "prompts: [a]\nproviders: [echo]\ntests: [{ assert: [{ type: javascript, value: nothing.there }] }]\n",
    });
    expect(await evaluate()).toBe(102);
    expect(out).toContain("1 could not be judged");
  });

  it("is an error before any call for what is not done, and goes on without it when told", async () => {
    given({
      "promptfooconfig.yaml":
        "prompts: [a]\nproviders: [echo]\ntests: [{ assert: [{ type: python, value: x }, { type: contains, value: a }] }]\n",
    });
    await expect(evaluate()).rejects.toThrow(
      'promptfooconfig.yaml:3: the assertion "python" is not done here',
    );
    expect(await evaluate("--skip-unsupported")).toBe(0);
    expect(errors).toContain("left out: promptfooconfig.yaml:3");
    await expect(evaluate("--repeat", "0")).rejects.toThrow("--repeat is a whole number from 1 to 1000");
    await expect(evaluate("--nonsense")).rejects.toThrow("--nonsense");
  });
});

describe("a model", () => {
  it("is asked with its key and settings, again after 429, and its failure is an error of the case", async () => {
    const model = await loopbackModel(({ messages }, count) =>
      count === 1
        ? { status: 429 }
        : messages[0]?.content === "bad"
          ? { status: 400, body: { error: "no" } }
          : { content: "fine" },
    );
    vi.stubEnv("OPENAI_BASE_URL", model.url);
    vi.stubEnv("OPENAI_API_KEY", "test-key");
    given({
      "promptfooconfig.yaml": `
prompts: ['{{x}}']
providers: [{ id: openai:chat:gpt-test, config: { temperature: 0.2 } }]
evaluateOptions: { maxConcurrency: 1 }
defaultTest: { assert: [{ type: equals, value: fine }] }
tests: [{ vars: { x: good } }, { vars: { x: bad } }]
`,
    });
    expect(await evaluate()).toBe(100);
    await model.close();
    expect(model.asked).toHaveLength(3);
    expect(model.asked[1]).toMatchObject({ model: "gpt-test", temperature: 0.2, key: "Bearer test-key" });
    expect(out).toContain("1 of 2 cases passed, 1 got no answer");
    expect(out).toContain("HTTP 400");
    expect(out + errors).not.toContain("test-key");
  });

  it("judges by a rubric, and says which key is missing", async () => {
    const model = await loopbackModel(({ messages }) => ({
      content:
        messages.length > 1 || messages[0]?.content.includes("rubric")
          ? '{"reasoning":"ok","score":2}'
          : "an answer",
    }));
    vi.stubEnv("OPENAI_BASE_URL", model.url);
    vi.stubEnv("OPENAI_API_KEY", "");
    const config =
      "prompts: [a]\nproviders: [echo]\ntests: [{ assert: [{ type: llm-rubric, value: Is it kind? }] }]\n";
    given({ "promptfooconfig.yaml": config });
    expect(await evaluate()).toBe(102);
    expect(out).toContain("OPENAI_API_KEY");
    vi.stubEnv("OPENAI_API_KEY", "k");
    expect(await evaluate()).toBe(100);
    await model.close();
    // 2 of 1 to 5 is a quarter of the scale.
    expect(out).toMatch(/llm-rubric\s+25 %/);
  });
});

describe("a baseline", () => {
  it("must be results of this program, and share cases with the run", async () => {
    given({ "promptfooconfig.yaml": numbers(30) });
    await evaluate("--save", "before.json");
    await expect(evaluate("--baseline", "promptfooconfig.yaml")).rejects.toThrow("These are no results");
    writeFileSync("promptfooconfig.yaml", numbers(0, 2).replaceAll("n: '", "n: 'x"));
    await expect(evaluate("--baseline", "before.json")).rejects.toThrow("no case in common");
  });

  it("says worse, with the exact test over the same cases", async () => {
    const config = (prompt: string) =>
      `prompts: ['${prompt}']\nproviders: [echo]\ndefaultTest: { assert: [{ type: equals, value: '{{n}}' }] }\ntests:\n${Array.from({ length: 20 }, (_, at) => `  - vars: { n: 'n${at}' }`).join("\n")}\n`;
    given({ "promptfooconfig.yaml": config("{{n}}") });
    await evaluate("--save", "before.json");
    writeFileSync("promptfooconfig.yaml", config("{{n}}!"));
    out = "";
    expect(await evaluate("--baseline", "before.json")).toBe(100);
    expect(out).toContain("This run is worse on");
    expect(out).toContain("McNemar exact");
    expect(out).toContain("adjusted over 2 tests");
  });
});

describe("reports", () => {
  const hostile = `prompts: ['{{x}}']
providers: [echo]
tests:
  - description: '</title><script>alert(1)</script>'
    vars: { x: "<script>alert(1)</script> ]]> \\u0000\\u001b[2J\\n::error::injected" }
    assert: [{ type: equals, value: other }]
`;

  it("hold nothing that a model's answer could run: HTML, XML, terminal, GitHub's commands", async () => {
    given({ "promptfooconfig.yaml": hostile });
    expect(await evaluate("--html", "out/report.html", "--junit", "out/junit.xml", "--github")).toBe(100);
    const html = readFileSync("out/report.html", "utf8");
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    const xml = readFileSync("out/junit.xml", "utf8");
    expect(xml).toContain('tests="1" failures="1" errors="0"');
    expect(xml).not.toContain("\u001b");
    expect(xml).not.toContain("\u0000");
    const { SaxesParser } = await import("saxes");
    expect(() => new SaxesParser().write(xml).close()).not.toThrow();
    expect(out).not.toContain("\u001b");
    expect(out.split("\n").filter((line) => line.startsWith("::"))).toEqual([
      expect.stringMatching(/^::error file=promptfooconfig\.yaml,line=4,title=[^,:]*::equals: [^\n]*$/),
    ]);
  });

  it("as JSON is one document on standard output", async () => {
    given({ "promptfooconfig.yaml": numbers(1, 1) });
    expect(await evaluate("--json")).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      format: "valueloop-eval/1",
      gate: { code: 0 },
      cases: [{ isPassed: true }],
    });
    expect(existsSync("out")).toBe(false);
  });

  it("take only the cases that hold a text, and as many samples as asked", async () => {
    given({ "promptfooconfig.yaml": numbers(2, 3) });
    expect(await evaluate("--filter", "right", "--repeat", "3", "--json")).toBe(0);
    const { cases } = JSON.parse(out) as { cases: { sample: number }[] };
    expect(cases.map(({ sample }) => sample)).toEqual([1, 2, 3, 1, 2, 3]);
    await expect(evaluate("--filter", "nowhere")).rejects.toThrow('No case holds "nowhere"');
  });
});

describe("Valueloop's own format", () => {
  const own = (threshold: number, count: number) => `valueloop: 1
name: triage
prompts: ['{{said}}']
providers: [echo]
suite:
  primaryMetric: right
  evaluators:
    - { key: right, name: Right, kind: exact, config: {}, threshold: ${threshold} }
    - { key: quick, name: Quick, kind: latency, config: {} }
examples:
${Array.from({ length: count }, (_, at) => `  - inputs: { said: 'a${at}' }\n    reference: 'a${at === 0 ? "!" : at}'`).join("\n")}
`;

  it("lets the suite's demands decide: met, not met, and not shown by so few cases", async () => {
    given({ "valueloop.yaml": own(0.5, 20) });
    expect(await evaluate()).toBe(0);
    expect(out).toContain("meets every demand of triage");
    writeFileSync("valueloop.yaml", own(0.9, 5));
    expect(await evaluate()).toBe(102);
    writeFileSync("valueloop.yaml", own(0.999, 2));
    // Not even the upper end of the exact interval of 1 in 2, 98.7 %, reaches it.
    expect(await evaluate()).toBe(100);
    writeFileSync("valueloop.yaml", own(0.5, 1).replace("a!", "b"));
    expect(await evaluate()).toBe(102);
  });

  it("names what is wrong in the suite and the examples by their lines", async () => {
    given({
      "valueloop.yaml":
        "valueloop: 1\nprompts: [a]\nproviders: [echo]\nsuite:\n  primaryMetric: x\n  evaluators:\n    - { key: x, name: X, kind: nothing, config: {} }\nexamples:\n  - { input: {} }\n",
    });
    await expect(evaluate()).rejects.toThrow(/valueloop\.yaml:7: [\s\S]*valueloop\.yaml:9: /);
  });
});
