import { tool } from "@langchain/core/tools";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { getTrace } from "#lib/observability";
import { generateWithTools } from "./tool-loop.ts";
import type { LoopbackHandler } from "./loopback.testing.ts";
import { type LoopbackTenant, loopbackTenant } from "./loopback-tenant.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let loop: LoopbackTenant;
let tenant: LoopbackTenant["tenant"];

beforeAll(async () => {
  loop = await loopbackTenant();
  ({ tenant } = loop);
});
beforeEach(() => {
  loop.seen.calls = 0;
  loop.seen.bodies.length = 0;
});
afterAll(() => loop.close());

type Call = { name: string; arguments: string };
/** Asks for these tools one after the other, all of a step at once, then answers. */
const asksFor =
  (...steps: Call[][]): LoopbackHandler =>
  ({ call }, response) => {
    const calls = steps[call - 1];
    const message = calls
      ? {
          role: "assistant",
          content: null,
          tool_calls: calls.map((each, at) => ({ id: `c${call}-${at}`, type: "function", function: each })),
        }
      : { role: "assistant", content: "Done" };
    const choices = [{ message, finish_reason: calls ? "tool_calls" : "stop" }];
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ model: "m", choices, usage: { prompt_tokens: 10, completion_tokens: 2 } }));
  };

const add = tool(({ a, b }) => String(a + b), {
  name: "add",
  description: "Adds two numbers",
  schema: z.object({ a: z.number(), b: z.number() }),
});
const broken = tool(
  (): string => {
    throw new Error("the index is down");
  },
  { name: "search", description: "Searches", schema: z.object({}) },
);
const run = (maxSteps?: number) =>
  generateWithTools(
    tenant.ctx,
    { source: "test", targets: [loop.target], messages: [{ role: "user", content: "1 + 2 + 3?" }] },
    { tools: [add, broken], maxSteps },
  );

it("runs the tools a model asks for and gives it what they gave, in one trace of one generation a call", async () => {
  loop.behave = asksFor(
    [{ name: "add", arguments: '{"a":1,"b":2}' }],
    [{ name: "add", arguments: '{"a":3,"b":3}' }],
  );
  const { ended, generation, generations } = await run();
  expect(ended).toBe("answered");
  expect(generation.output).toBe("Done");
  expect(generations).toHaveLength(3);
  expect(loop.seen.bodies.at(-1)?.["messages"]).toMatchObject([
    { role: "user" },
    { role: "assistant", tool_calls: [{ id: "c1-0", function: { name: "add" } }] },
    { role: "tool", tool_call_id: "c1-0", content: "3" },
    { role: "assistant", tool_calls: [{ id: "c2-0" }] },
    { role: "tool", tool_call_id: "c2-0", content: "6" },
  ]);
  expect(loop.seen.bodies[0]?.["tools"]).toMatchObject([
    { function: { name: "add" } },
    { function: { name: "search" } },
  ]);
  const trace = await getTrace(tenant.ctx, { traceId: generation.traceId });
  expect(trace.generationIds).toHaveLength(3);
  const names = trace.roots
    .flatMap((root) => root.children.flatMap((step) => step.children))
    .flatMap((step) => step.children.map(({ name }) => name));
  expect(names).toEqual(["execute_tool add", "execute_tool add"]);
});

it("stops at the step limit without running what was asked for last", async () => {
  const ask = [{ name: "add", arguments: '{"a":1,"b":2}' }];
  loop.behave = asksFor(ask, ask, ask, ask);
  const { ended, generation, generations } = await run(2);
  expect(ended).toBe("step_limit");
  expect(generations).toHaveLength(2);
  expect(loop.seen.calls).toBe(2);
  expect(generation.toolCalls).toMatchObject([{ name: "add" }]);
});

it("tells the model of a tool that fails, that does not exist, and of arguments that cannot be read", async () => {
  loop.behave = asksFor([
    { name: "search", arguments: "{}" },
    { name: "nothing", arguments: "{}" },
    { name: "add", arguments: "not json" },
    { name: "add", arguments: '{"a":"one"}' },
  ]);
  expect((await run()).ended).toBe("answered");
  const sent = loop.seen.bodies.at(-1)?.["messages"] as { role: string; content: string }[];
  const results = sent.filter(({ role }) => role === "tool").map(({ content }) => content);
  expect(results).toEqual([
    "Error: the index is down",
    'Error: there is no tool "nothing". Use one of: add, search.',
    "Error: the arguments are not a JSON object.",
    expect.stringMatching(/^Error: .*schema/),
  ]);
});

it("ends where a call fails", async () => {
  loop.behave = (_request, response) => void response.writeHead(401).end("{}");
  const { ended, generation } = await run();
  expect(ended).toBe("failed");
  expect(generation.errorCode).toBe("upstream_failed");
});
