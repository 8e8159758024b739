import { describe, expect, it } from "vitest";
import { PolicyRules, type Stage } from "../schema.ts";
import { compilePolicy } from "./compile.ts";
import { encodedText } from "./encoded.ts";
import { judgeValue, redactValue } from "./storage.ts";

const policies = [
  compilePolicy({
    id: "0b8f9c0e-0000-4000-8000-000000000001",
    name: "House rules",
    version: {
      number: 1,
      rules: PolicyRules.parse({
        pii: [{ type: "EMAIL_ADDRESS", input: "redact", output: "redact", stored: "redact" }],
        blocklist: [{ term: "bomb", stages: ["input", "output"], action: "block" }],
      }),
    },
  }),
];
const judged = async <Value>(value: Value, stage: Stage = "input") => {
  const { value: after, results } = await judgeValue(policies, value, { stage });
  return { value: after, isBlocked: results.some(({ action }) => action === "block") };
};

describe("JSON in a string", () => {
  const result = '{"text":"line\\njane.doe\\u0040example.org"}';

  it.each(["output", "input", "content", "text"])("is judged by what it means under %s", async (key) => {
    const { value } = await judged({ [key]: result });
    expect(JSON.parse(value[key] ?? "")).toEqual({ text: "line\n<EMAIL_ADDRESS>" });
    expect((await judged({ [key]: '["\\u0062omb"]' })).isBlocked).toBe(true);
    expect((await judged({ [key]: '"\\u0062omb"' })).isBlocked).toBe(true);
    const odd = '{"x" : "\\u00e4\\/"}';
    expect((await judged({ [key]: odd })).value[key]).toBe(odd);
  });

  it("stays JSON where it is stored", async () => {
    const { value } = await redactValue(policies, [{ role: "tool", content: result }]);
    expect(JSON.parse(value[0]?.content ?? "")).toEqual({ text: "line\n<EMAIL_ADDRESS>" });
  });
});

describe("the name of a member", () => {
  it("refuses a call by any rule", async () => {
    for (const value of [
      { metadata: { "bomb here": "x" } },
      { metadata: { bomb: "x" } },
      { metadata: { "jane.doe@example.org": "x" } },
      { tools: [{ parameters: { properties: { bomb: { type: "string" } } } }] },
      { odd: [{ "a bomb": 1 }] },
    ])
      expect(await judged(value)).toMatchObject({ isBlocked: true });
  });

  it("is a word of a protocol's anywhere else", async () => {
    expect((await judged({ bomb: "x", extra: { bomb: 1 } })).isBlocked).toBe(false);
  });

  it("gives way where it is answered or stored, and no two become one", async () => {
    const value = { metadata: { "a@b.org": 1, "c@d.org": 2, "<EMAIL_ADDRESS>": 3, plain: 4 } };
    const after = {
      metadata: { "<EMAIL_ADDRESS> (2)": 1, "<EMAIL_ADDRESS> (3)": 2, "<EMAIL_ADDRESS>": 3, plain: 4 },
    };
    const stored = await redactValue(policies, value);
    expect(stored.value).toEqual(after);
    expect(stored.findings).toHaveLength(2);
    expect((await judged(value, "output")).value).toEqual(after);
    expect((await redactValue(policies, value, { names: "kept" })).value).toEqual(value);
  });
});

describe("a file of text", () => {
  const encode = (text: string) => Buffer.from(text).toString("base64");

  it.each(["application/json", "text/csv", "application/yaml", "image/png"])(
    "is judged as one: %s",
    async (kind) => {
      const file = (text: string) => ({ file_data: `data:${kind};base64,${encode(text)}` });
      expect((await judged(file('{"a":"jane.doe@example.org"}'))).value).toEqual(
        file('{"a":"<EMAIL_ADDRESS>"}'),
      );
      expect((await judged(file('{"a":"jane.doe\\u0040example.org"}'))).value).toEqual(
        file('{"a":"<EMAIL_ADDRESS>"}'),
      );
      expect((await judged(file("name\nbomb"))).isBlocked).toBe(true);
      expect((await judged(file("schön"))).value).toEqual(file("schön"));
    },
  );

  it("is judged without an address too, where files stand", async () => {
    expect((await judged({ file_data: encode("a bomb") })).isBlocked).toBe(true);
    expect((await judged({ text: encode("a bomb") })).isBlocked).toBe(false);
    expect((await judged({ text: encode("a bomb ".repeat(400)) })).isBlocked).toBe(true);
  });

  it("is no picture", () => {
    const png =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    expect(encodedText(`data:image/png;base64,${png}`)).toBeNull();
    expect(encodedText(png, "data")).toBeNull();
    expect(encodedText(`data:image/png;base64,${encode("anna@example.org")}`)?.text).toBe("anna@example.org");
  });
});
