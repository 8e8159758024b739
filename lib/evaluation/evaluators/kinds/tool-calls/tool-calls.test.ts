import { expect, test } from "vitest";
import { steadyDependencies } from "../../golden.testing.ts";
import { Evaluator } from "../../schema.ts";
import { faultOf, score } from "../../score.ts";
import type { Sample } from "../../text.ts";

const made = (config: object, kind = "tool_calls") => Evaluator.parse({ key: "k", name: "K", kind, config });
const call = (name: string, given: object | string = {}) => ({
  name,
  arguments: typeof given === "string" ? given : JSON.stringify(given),
});
const judged = (config: object, parts: Partial<Sample>, kind?: string) =>
  score(
    made(config, kind),
    { output: "", reference: null, inputs: {}, latencyMs: null, costUsd: null, ...parts },
    steadyDependencies,
  );
const [find, refund, mail] = [call("find", { id: 7 }), call("refund", { id: 7, eur: 3 }), call("mail")];

test.each([
  [{ calls: ["find", "refund"] }, [refund, mail, find], 1],
  [{ calls: ["find", "refund"] }, [find], 0],
  [{ calls: ["find", "find"] }, [find], 0],
  [{ calls: ["find", "find"] }, [find, mail, find], 1],
  [{ calls: ["find", "refund"], match: "any" }, [refund], 1],
  [{ calls: ["find", "refund"], match: "any" }, [mail], 0],
  [{ calls: ["find", "refund"], match: "exactly" }, [refund, find], 1],
  [{ calls: ["find", "refund"], match: "exactly" }, [refund, find, mail], 0],
  [{ calls: ["find", "refund"], match: "exactly" }, [find, find], 0],
  [{ calls: ["find", "refund"], match: "in_order" }, [find, mail, refund], 1],
  [{ calls: ["find", "refund"], match: "in_order" }, [refund, find], 0],
  [{ calls: ["find", "find"], match: "in_order" }, [find], 0],
  [{ calls: ["find", "refund"], match: "exactly_in_order" }, [find, refund], 1],
  [{ calls: ["find", "refund"], match: "exactly_in_order" }, [find, mail, refund], 0],
  [{ calls: ["find", "refund"], match: "exactly_in_order" }, [refund, find], 0],
  [{ calls: ["find"], match: "none" }, [mail], 1],
  [{ calls: ["find"], match: "none" }, [mail, find], 0],
  [{ match: "none" }, [], 1],
  [{ match: "none" }, [mail], 0],
  [{ min: 1, max: 2 }, [], 0],
  [{ min: 1, max: 2 }, [mail, mail], 1],
  [{ min: 1, max: 2 }, [mail, mail, mail], 0],
  [{ calls: ["find"], max: 1 }, [find, mail], 0],
])("%j of the calls %j gives %s", async (config, toolCalls, value) => {
  expect((await judged(config, { toolCalls })).value).toBe(value);
});

test.each([
  [["find"], 1],
  [[{ name: "refund", arguments: { id: 7 } }], 1],
  [[{ name: "refund", arguments: { id: 8 } }], 0],
  [[{ name: "refund", arguments: '{"eur": 3.0}' }], 1],
  [[{ name: "find", arguments: { note: null } }], 0],
  ["refund", 1],
  ['[{"name":"refund"}, "find"]', 1],
  [{ name: "mail" }, 0],
  [null, null],
  [[{ tool: "find" }], null],
])("the reference %j names the calls: %s", async (reference, value) => {
  expect((await judged({}, { toolCalls: [find, refund], reference })).value).toBe(value);
});

test("where only numbers or schemas are asked, the reference is another evaluator's", async () => {
  const parts = { toolCalls: [find], reference: "The fee is 3 euros." };
  expect((await judged({ max: 1 }, parts)).value).toBe(1);
  expect((await judged({ match: "none" }, parts)).value).toBe(0);
  const wanted = { reference: { calls: ["refund"], answer: "x" }, toolCalls: [find] };
  expect((await judged({ max: 1, referenceField: "calls" }, wanted)).value).toBe(0);
});

test("of wanted calls that overlap each has a call of its own", async () => {
  const reference = [
    { name: "find", arguments: {} },
    { name: "find", arguments: { id: 7 } },
  ];
  const other = call("find", { id: 8 });
  for (const toolCalls of [
    [find, other],
    [other, find],
  ])
    expect((await judged({ match: "exactly" }, { toolCalls, reference })).value).toBe(1);
  expect((await judged({ match: "exactly" }, { toolCalls: [other, other], reference })).value).toBe(0);
});

test("arguments are held against the schema under the tool's name, in each of its calls", async () => {
  const config = { arguments: { refund: { properties: { eur: { maximum: 5 } }, required: ["id"] } } };
  expect((await judged(config, { toolCalls: [find, refund] })).value).toBe(1);
  const late = await judged(config, { toolCalls: [refund, call("refund", { id: 1, eur: 9 })] });
  expect([late.value, late.reasoning]).toEqual([0, expect.stringContaining("refund")]);
  expect((await judged(config, { toolCalls: [call("refund", "{id: 7}")] })).reasoning).toContain("not JSON");
  expect(await faultOf(made({ arguments: { find: { type: "nonsense" } } }))).toMatchObject({
    field: "arguments",
  });
  expect(await faultOf(made(config))).toBeNull();
});

test("arguments are held against the tool's own schema, and a tool nobody offered fails", async () => {
  const tools: Sample["tools"] = [{ name: "find", parameters: { required: ["id"], maxProperties: 1 } }];
  const of = async (toolCalls: Sample["toolCalls"], offered: Sample["tools"] = tools) =>
    (await judged({ ownSchema: true }, { toolCalls, tools: offered })).value;
  expect(await of([call("find", { id: 7, more: 1 })])).toBe(0);
  expect(await of([mail])).toBe(0);
  expect(await of([])).toBe(1);
  expect(await of([find])).toBe(1);
  expect((await judged({ ownSchema: true }, { toolCalls: [find] })).value).toBeNull();
});

test("a pasted answer may be a list of calls in JSON, and is not judged where it is none", async () => {
  const config = { calls: ["find"] };
  expect((await judged(config, { output: '[{"name":"find","arguments":{"id":7}}]' })).value).toBe(1);
  const openAi = { tool_calls: [{ id: "1", type: "function", function: find }] };
  expect((await judged(config, { output: JSON.stringify(openAi) })).value).toBe(1);
  expect((await judged(config, { output: "[]" })).value).toBe(0);
  for (const output of ["find", "[1]", "{}"]) expect((await judged(config, { output })).value).toBeNull();
});

test.each([
  [["find", "refund"], [find, refund], 1],
  [["find", "refund"], [find], 2 / 3],
  [["find", "refund"], [find, refund, mail], 0.8],
  [["find"], [refund], 0],
  [["find"], [find, find], 1],
])("the selection of %j by %j has F1 %s", async (calls, toolCalls, value) => {
  expect((await judged({ calls }, { toolCalls }, "tool_selection")).value).toBeCloseTo(value, 12);
});

test("to call nothing where nothing is wanted is a right selection", async () => {
  expect((await judged({}, { toolCalls: [], reference: [] }, "tool_selection")).value).toBe(1);
  expect((await judged({}, { toolCalls: [] }, "tool_selection")).value).toBeNull();
});
