import { expect, it } from "vitest";
import { RouteDefinition } from "./definition.ts";
import { readRouteYaml, routeYaml } from "./yaml.ts";

const connectionId = "0198a000-0000-7000-8000-000000000000";
const definition = RouteDefinition.parse({
  targets: [
    { connectionId, model: "big", name: "big", concurrency: 4 },
    { connectionId, model: "small", name: "small", order: 1 },
  ],
  fallbackOn: ["rate_limit", "time_out"],
  choice: {
    by: "condition",
    // oxlint-disable-next-line unicorn/no-thenable -- Portkey's word; it is a text
    conditions: [{ query: { "metadata.plan": { $in: ["paid", "yes: # no"] } }, then: "big" }],
    default: "small",
  },
  breaker: {},
  timeoutMs: 9_000,
});

it("says a definition whole: what is written is read as the same", () => {
  const text = routeYaml(definition, ({ model }) => `acme\n/${model}`);
  expect(text).toContain(`connectionId: ${connectionId} # acme /big`);
  expect(readRouteYaml(text)).toEqual({ definition, problems: [] });
});

const base = `targets:
  - connectionId: ${connectionId}
    model: big
`;
it.each([
  ["a value of the wrong kind", `${base}retries:\n  attempts: many\n`, 5, "retries.attempts"],
  ["a value out of bounds", `${base}    weight: 0\n`, 4, "targets.0.weight"],
  ["a failure that there is not", `${base}fallbackOn:\n  - rate_limit\n  - rain\n`, 6, "fallbackOn.1"],
  [
    "a condition that is none",
    `${base}    name: big\nchoice:\n  by: condition\n  default: big\n  conditions:\n    - then: big\n      query: { plan: paid }\n`,
    10,
    "no member of the metadata",
  ],
  [
    "a target that nobody named",
    `${base}choice:\n  by: condition\n  conditions: [{ query: { metadata.a: 1 }, then: big }]\n  default: big\n`,
    6,
    'No target is called "big"',
  ],
  [
    "a member that a route has not",
    `${base}fallback_on: [any]\n`,
    4,
    "fallback_on: a route has no such member",
  ],
  ["the same one inside", `${base}    wieght: 3\n`, 4, "targets.0.wieght"],
  ["a list in a member's place", `${base}retries:\n  - 1\n`, 4, "retries"],
  ["what is missing", "timeoutMs: 5\n", 1, "targets"],
  ["YAML that is none", `${base}retries: { attempts: 3\nlimits: {}\n`, 5, ""],
  ["a tab", `${base}\tmodel: x\n`, 4, ""],
  ["nothing", "", 1, ""],
  ["a list", "- 1\n", 1, ""],
])("says the line of %s", (_, text, line, words) => {
  const { definition: read, problems } = readRouteYaml(text);
  expect(read).toBeNull();
  expect(problems.map((problem) => problem.line)).toContain(line);
  expect(problems.map(({ message }) => message).join("\n")).toContain(words);
});

it("says what is wrong and what is unknown at once, in the order of the lines", () => {
  const { problems } = readRouteYaml(`${base}fallback_on: [any]\nretries:\n  attempts: many\n`);
  expect(problems.map(({ line }) => line)).toEqual([4, 6]);
});

it("is not blown up by aliases", () => {
  const levels = Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`);
  const { definition: read, problems } = readRouteYaml(`a0: &a0 [x]\n${levels.join("\n")}\n`);
  expect(read).toBeNull();
  expect(problems[0]?.message).toContain("too often by aliases");
});

it("of a text that is written to harm its reader says what is wrong, whatever it is", () => {
  for (const [text, words] of [
    ["targets: *nobody\n", "Unresolved alias"],
    ["targets: &a [*a]\n", "nested too deep"],
    ["[".repeat(20_000), ""],
    [`a: ${"{b: ".repeat(8_000)}1${"}".repeat(8_000)}`, ""],
    [`${base}    weight: 1e999\n`, "targets.0.weight"],
    [`${base}    weight: 99999999999999999999\n`, "targets.0.weight"],
    [`${base}    model: small\n`, "unique"],
    [`${base}__proto__:\n  breaker: {}\n`, "__proto__"],
    [`${base}constructor: 1\nretries: 1\n`, "constructor: a route has no such member"],
    [`x: &x { attempts: 9 }\n${base}retries:\n  <<: *x\n`, "<<"],
    [`${base}---\n${base}`, "multiple documents"],
  ] as const) {
    const { definition: read, problems } = readRouteYaml(text);
    expect(read, text.slice(0, 80)).toBeNull();
    expect(problems.map(({ message }) => message).join("\n")).toContain(words);
  }
});
