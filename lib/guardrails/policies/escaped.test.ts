import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PolicyRules } from "../schema.ts";
import { compilePolicy } from "./compile.ts";
import { judgeEscaped } from "./escaped.ts";
import { judgeValue } from "./storage.ts";

const policies = [
  compilePolicy({
    id: "0b8f9c0e-0000-4000-8000-000000000001",
    name: "House rules",
    version: {
      number: 1,
      rules: PolicyRules.parse({
        pii: [{ type: "EMAIL_ADDRESS", output: "redact" }],
        blocklist: [{ term: "bomb", stages: ["output"], action: "block" }],
        patterns: [{ name: "project", pattern: "\\bZephyr\\b", stages: ["output"], action: "redact" }],
      }),
    },
  }),
];
const judged = async (text: string) => {
  const { value, results } = await judgeValue(policies, { arguments: text }, { stage: "output" });
  return { text: value.arguments, isBlocked: results.some(({ action }) => action === "block") };
};
/** Every character of a text as an escape of JSON. */
const escape = (text: string) =>
  [...text].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");

describe("arguments of a call", () => {
  it.each([
    ["spelled in escapes", `{"note":"${escape("bomb")}"}`],
    ["behind the sign of a new line", '{"note":"make a\\nbomb"}'],
    ["behind a tab", '{"note":"\\tbomb"}'],
    ["half escaped", '{"note":"b\\u006fmb"}'],
    ["in a list in an object", '{"a":[{"b":["\\nbomb"]}]}'],
    ["as a name", '{"\\u0062omb":1}'],
    ["in JSON within a string", JSON.stringify({ body: JSON.stringify({ t: "x\nbomb" }) })],
    ["in a text that broke off", '{"note":"x\\nbomb and'],
    ["in a text that broke off in an escape", '{"note":"\\nbomb \\'],
  ])("are blocked for a word %s", async (_how, text) => {
    expect((await judged(text)).isBlocked).toBe(true);
  });

  it("are redacted for what they mean, and stay JSON", async () => {
    const { text } = await judged(
      '{"to":"a\\u0040b.org","say":"\\"Zephyr\\"\\nis on","n": 12345678901234567890}',
    );
    expect(text).toBe(
      '{"to":"<EMAIL_ADDRESS>","say":"\\"<PATTERN_PROJECT>\\"\\nis on","n": 12345678901234567890}',
    );
  });

  it("come back byte for byte where nothing is found", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 4 }), async (json) => {
        const text = json.replaceAll("a", "\\u0061");
        fc.pre(!/bomb|Zephyr|@/i.test(text));
        expect((await judged(text)).text).toBe(text);
      }),
      { numRuns: 200 },
    );
    const odd = '{"x" : "\\u00e4\\/ \\ud83d\\ude00 \\q"  , "y":1.0}';
    expect((await judged(odd)).text).toBe(odd);
  });

  it("are found in, wherever the word is escaped", async () => {
    const escapes = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(escapes, fc.string(), async (which, before) => {
        const word = [..."Zephyr"].map((sign, at) => (which[at] ? escape(sign) : sign)).join("");
        const text = `{"a":${JSON.stringify(`${before}\n`).slice(0, -1)}${word}"}`;
        expect(JSON.parse((await judged(text)).text)).toEqual({
          a: expect.stringMatching(/<PATTERN_PROJECT>$/) as string,
        });
      }),
    );
  });
});

it("strings of megabytes are read like short ones", async () => {
  const text = `{"rows":"${"a@b.org\\n".repeat(1_600_000)}"}`;
  const seen: number[] = [];
  const { texts } = await judgeEscaped([text], async (given) => {
    seen.push(...given.map(({ length }) => length));
    return given.map((one) => ({ action: "pass", text: one, findings: [], reason: null }));
  });
  expect(seen).toEqual([12_800_000]);
  expect(texts[0] === text).toBe(true);
});
