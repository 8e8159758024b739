import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compileSchema } from "./json-schema.ts";

type Group = [about: string, schema: unknown, tests: [about: string, value: unknown, isValid: boolean][]];
const file = new URL("data/json-schema-2020-12.json", import.meta.url);
const suite = JSON.parse(readFileSync(file, "utf8")) as Record<string, Group[]>;

/** A stored schema is an object; what the suite gives as true or false says the same inside `allOf`. */
const asObject = (schema: unknown) =>
  typeof schema === "boolean" ? { allOf: [schema] } : (schema as Record<string, unknown>);

async function verdict(schema: unknown, value: unknown): Promise<boolean | string> {
  const compiled = await compileSchema(asObject(schema));
  if ("fault" in compiled) return compiled.fault;
  const outcome = compiled.validate(value);
  return "unchecked" in outcome ? outcome.unchecked : outcome.isValid;
}

describe("the official suite of draft 2020-12", () => {
  test("passes but for what lies outside of a schema", async () => {
    const refused: string[] = [];
    const wrong: string[] = [];
    let judged = 0;
    for (const [name, groups] of Object.entries(suite)) {
      for (const [about, schema, tests] of groups) {
        for (const [aboutTest, value, isValid] of tests) {
          const found = await verdict(schema, value);
          if (typeof found === "string")
            refused.push(`${name}: ${about}: ${found.replace(/ (?:http|").*/, "")}`);
          else if (found === isValid) judged += 1;
          else wrong.push(`${name}: ${about}: ${aboutTest}`);
        }
      }
    }
    // `format` is checked here; these tests ask that it be a mere note.
    expect(wrong.filter((line) => !line.endsWith("is only an annotation by default"))).toEqual([]);
    expect([wrong.length, judged]).toEqual([19, 1231]);
    expect([...new Set(refused.map((line) => line.split(":")[0]))]).toEqual([
      "dynamicRef",
      "refRemote",
      "vocabulary",
    ]);
    expect(refused).toHaveLength(49);
  });
});

describe("a schema", () => {
  const drafts = [
    "http://json-schema.org/draft-04/schema#",
    "http://json-schema.org/draft-06/schema",
    "http://json-schema.org/draft-07/schema#",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema",
    // As they are often written: the other scheme, with an empty fragment.
    "https://json-schema.org/draft-07/schema#",
    "http://json-schema.org/draft/2019-09/schema#",
    "http://json-schema.org/draft/2020-12/schema#",
  ];
  // EVAL-5.
  test.each(drafts)("of %s is judged by its own rules", async ($schema) => {
    const schema = { $schema, type: "object", required: ["queue"] };
    expect([await verdict(schema, { queue: 1 }), await verdict(schema, {})]).toEqual([true, false]);
    const limits = { $schema, minimum: 3, exclusiveMinimum: $schema.includes("draft-04") ? true : 3 };
    expect([await verdict(limits, 3), await verdict(limits, 4)]).toEqual([false, true]);
    const list = { $schema, items: [{ type: "string" }], additionalItems: false };
    expect(await verdict(list, ["a", 1])).toBe(
      $schema.includes("2020-12") ? '/items is not allowed by its draft ("type").' : false,
    );
  });

  test.each([
    ["email", "a@b.de", "not an email"],
    ["date", "2026-12-31", "31.12.2026"],
    ["date-time", "2026-11-27T10:00:00Z", "today"],
    ["uri", "https://a.b/c", "a b"],
    ["uuid", "0190a5ac-7a43-7000-8000-000000000001", "1"],
    ["ipv4", "10.0.0.1", "10.0.0.256"],
    ["ipv6", "::1", "1.2.3.4"],
    ["hostname", "mail.example.com", "-a.com"],
    ["idn-hostname", "müller.example", "a b"],
    ["idn-email", "jörg@müller.example", "jörg"],
  ])("of format %s accepts %s and refuses %s", async (format, good, bad) => {
    for (const $schema of drafts.slice(format.startsWith("idn") ? 2 : 0)) {
      const schema = { $schema, type: "string", format };
      expect([await verdict(schema, good), await verdict(schema, bad)]).toEqual([true, false]);
    }
  });

  test.each([
    [{ type: "intger" }, '/type is not allowed by its draft ("anyOf").'],
    [{ $schema: "http://json-schema.org/draft-03/schema#" }, "is not a draft that is known here"],
    [{ $ref: "https://example.com/other.json" }, "lies outside of it"],
    [{ $ref: "file:///etc/passwd" }, "lies outside of it"],
    [{ $ref: "#/$defs/none" }, "none"],
    [{ pattern: "(?=a)b" }, "look-ahead and look-behind are not supported"],
    [{ patternProperties: { "[": {} } }, "/patternProperties/[ is not allowed"],
    [{ $id: "https://json-schema.org/draft/2020-12/schema", $vocabulary: {} }, "$vocabulary"],
    [{ $ref: "#" }, "refers to itself without end"],
  ])("%j is refused with words", async (schema, words) => {
    const compiled = await compileSchema(schema);
    expect("fault" in compiled && compiled.fault).toContain(words);
    expect(await verdict({ type: "string" }, "still judged")).toBe(true);
  });

  test("sees own properties only", async () => {
    for (const name of ["toString", "constructor", "hasOwnProperty"]) {
      expect(await verdict({ required: [name] }, {})).toBe(false);
      expect(await verdict({ properties: { [name]: { type: "number" } } }, {})).toBe(true);
    }
    const proto = JSON.parse('{"__proto__": 1}') as unknown;
    expect(await verdict({ required: ["__proto__"] }, {})).toBe(false);
    expect(await verdict({ required: ["__proto__"] }, proto)).toBe(true);
    expect(await verdict({ additionalProperties: false }, proto)).toBe(false);
  });

  test("says what is broken and where", async () => {
    const schema = { properties: { id: { type: "string", pattern: "^[a-z]+$" } } };
    const compiled = await compileSchema(schema);
    expect("validate" in compiled && compiled.validate({ id: "A1" })).toEqual({
      isValid: false,
      reason: '/id breaks "pattern" "^[a-z]+$".',
    });
  });

  test("with the `$id` of another leaves that one alone", async () => {
    const $id = "https://example.com/answer";
    expect(await verdict({ $id, type: "string" }, "a")).toBe(true);
    expect(await verdict({ $id, type: "number" }, "a")).toBe(false);
    expect(await verdict({ $id, type: "string" }, "a")).toBe(true);
  });
});

describe("a schema that asks for too much", () => {
  /** Each level applies the next one twice: 2 to the power of `levels` in all. */
  const doubling = (levels: number, keyword = "allOf") =>
    Object.fromEntries(
      Array.from({ length: levels }, (_, level) => {
        const next = { $ref: `#/$defs/d${level + 1}` };
        return [`d${level}`, level === levels - 1 ? { type: "string" } : { [keyword]: [next, next] }];
      }),
    );

  test.each(["allOf", "anyOf", "oneOf"])("is refused at once when it is saved (%s)", async (keyword) => {
    const started = performance.now();
    expect(await verdict({ $ref: "#/$defs/d0", $defs: doubling(22, keyword) }, "a")).toMatch(
      /fewer references/,
    );
    expect(performance.now() - started).toBeLessThan(5_000);
  });
  test("is refused at once for patterns that take long to compile", async () => {
    const allOf = Array.from({ length: 1_100 }, (_, place) => ({ pattern: `(ab){999}${place}` }));
    const started = performance.now();
    expect(await verdict({ allOf }, "a")).toMatch(/too heavy together/);
    const patternProperties = Object.fromEntries(allOf.map(({ pattern }) => [`${pattern}x`, true]));
    expect(await verdict({ patternProperties }, {})).toMatch(/too heavy together/);
    expect(performance.now() - started).toBeLessThan(6_000);
    const plain = Array.from({ length: 300 }, (_, place) => ({ pattern: `^[a-z]{1,20}${place}?` }));
    expect(await verdict({ anyOf: plain }, "a")).toBe(true);
  });
  test("is given up when it is applied, and says so", async () => {
    const schema = { items: { $ref: "#/$defs/d0" }, $defs: doubling(22) };
    const started = performance.now();
    expect(await verdict(schema, ["a"])).toMatch(/takes too long/);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await verdict(schema, [])).toBe(true);
  });
  test("may be large and plain", async () => {
    const schema = { type: "array", items: { required: ["a"], properties: { a: { type: "number" } } } };
    const rows = Array.from({ length: 5_000 }, (_, a) => ({ a }));
    expect(await verdict(schema, rows)).toBe(true);
    expect(await verdict(schema, [...rows, {}])).toBe(false);
  });
  test("is not checked against what is nested too deeply, or too long for its pattern", async () => {
    const deep: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(await verdict({ type: "array" }, deep)).toMatch(/nested too deeply/);
    expect(await verdict({ pattern: "a.{1000}b" }, "a".repeat(40_000))).toMatch(/too heavy/);
    expect(await verdict({ pattern: "a.{1000}b" }, "a".repeat(2_000))).toBe(false);
  });
});
