import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { savePolicy } from "#lib/guardrails";
import { awaitStored, getGeneration } from "#lib/observability";
import { generate, streamGeneration } from "./index.ts";
import { answerWith, type LoopbackHandler, startStream } from "./loopback.testing.ts";
import { type LoopbackTenant, loopbackTenant } from "./loopback-tenant.testing.ts";
import type { GenerateInput, GenerationEvent } from "./schema.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let loop: LoopbackTenant;
let tenant: LoopbackTenant["tenant"];
let input: GenerateInput;

beforeAll(async () => {
  loop = await loopbackTenant();
  ({ tenant } = loop);
  await savePolicy(loop.admin, {
    name: "House rules",
    rules: {
      pii: [{ type: "EMAIL_ADDRESS", input: "redact", output: "redact", stored: "redact" }],
      blocklist: [
        { term: "bomb", stages: ["input", "output"], action: "block" },
        { term: "function", stages: ["input"], action: "block" },
        { term: "auto", stages: ["input"], action: "block" },
      ],
    },
  });
  const messages = [{ role: "user" as const, content: "Do it." }];
  input = { source: "api", targets: [loop.target], messages };
});
afterAll(() => loop.close());

const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
/** A model that calls two tools, in pieces of so many characters, the second call's first. */
const calling =
  (first: string, size: number): LoopbackHandler =>
  ({ json }, response) => {
    const calls = [
      { id: "c1", name: "mail", arguments: first },
      { id: "c2", name: "clock", arguments: '{"tz":"C\\u0045T"}' },
    ];
    const whole = calls.map(({ id, ...called }) => ({ id, type: "function", function: called }));
    if (!json["stream"]) {
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ choices: [{ message: { content: null, tool_calls: whole } }] }));
      return;
    }
    const delta = (index: number, call: object) =>
      event({ choices: [{ delta: { tool_calls: [{ index, ...call }] } }] });
    startStream(response);
    for (const index of [1, 0])
      response.write(
        delta(index, { ...whole[index], function: { name: calls[index]?.name, arguments: "" } }),
      );
    for (const [index, call] of calls.entries())
      for (let at = 0; at < call.arguments.length; at += size)
        response.write(delta(index, { function: { arguments: call.arguments.slice(at, at + size) } }));
    response.end(`${event({ choices: [{ delta: {}, finish_reason: "tool_calls" }] })}data: [DONE]\n\n`);
  };

async function streamed(): Promise<{ calls: Record<string, string>; last: GenerationEvent }> {
  const [calls, ids]: [Record<string, string>, Map<number, string>] = [{}, new Map()];
  let last: GenerationEvent | undefined;
  for await (const event of streamGeneration(tenant.ctx, input)) {
    last = event;
    if (event.type !== "call") continue;
    if (event.id !== undefined) ids.set(event.index, event.id);
    const id = ids.get(event.index) ?? "";
    calls[id] = (calls[id] ?? "") + event.arguments;
  }
  if (!last) throw new Error("nothing was said");
  return { calls, last };
}

const address = '{"to":"a\\u0040b.org","note":"x\\ny"}';
const redacted = '{"to":"<EMAIL_ADDRESS>","note":"x\\ny"}';

describe("a call of a tool", () => {
  it.each([1, 2, 3, 7, 1_000])("is told by what it means, in pieces of %i as in one", async (size) => {
    loop.behave = calling(address, size);
    const whole = await generate(tenant.ctx, input);
    expect(whole.toolCalls?.map((call) => call.arguments)).toEqual([redacted, '{"tz":"C\\u0045T"}']);
    const { calls, last } = await streamed();
    expect(calls).toEqual({ c1: redacted, c2: '{"tz":"C\\u0045T"}' });
    if (last.type !== "done") throw new Error(last.type);
    await awaitStored(last.generation.id);
    const kept = await getGeneration(tenant.ctx, { generationId: last.generation.id });
    expect(kept.toolCalls?.[0]?.arguments).toBe(redacted);
  });

  it.each([1, 4, 1_000])(
    "with a blocked word behind an escape tells none of it, in pieces of %i",
    async (size) => {
      loop.behave = calling('{"note":"make\\nbomb"}', size);
      expect(await generate(tenant.ctx, input)).toMatchObject({ errorCode: "guardrail_blocked" });
      const { calls, last } = await streamed();
      expect(last).toMatchObject({ type: "error", code: "guardrail_blocked" });
      expect(Object.values(calls).join("")).toBe("");
    },
  );

  it("in the history is judged by what it means as well", async () => {
    loop.behave = answerWith("Fine.");
    const messages: GenerateInput["messages"] = [
      {
        role: "assistant",
        content: "",
        toolCalls: [{ id: "c1", name: "mail", arguments: '{"a":"\\u0062omb"}' }],
      },
    ];
    expect(await generate(tenant.ctx, { ...input, messages })).toMatchObject({
      errorCode: "guardrail_blocked",
    });
    const legacy = { function_call: { name: "mail", arguments: '{"a":"x\\nbomb"}' } };
    const older: GenerateInput["messages"] = [{ role: "assistant", content: "", asSent: legacy }];
    expect(await generate(tenant.ctx, { ...input, messages: older })).toMatchObject({
      errorCode: "guardrail_blocked",
    });
  });
});

it("words of the protocol are not judged as texts", async () => {
  loop.behave = answerWith("Fine.");
  const tools = [{ type: "function", function: { name: "f", parameters: { type: "object" } } }];
  const said = await generate(tenant.ctx, { ...input, tools, toolChoice: "auto" });
  expect(said.status).toBe("succeeded");
  const named = await generate(tenant.ctx, {
    ...input,
    tools,
    toolChoice: { type: "function", function: { name: "f" } },
  });
  expect(named.status).toBe("succeeded");
  expect(await generate(tenant.ctx, { ...input, extra: { type: "a bomb" } })).toMatchObject({
    errorCode: "guardrail_blocked",
  });
});

describe("a message of parts that a policy changes", () => {
  const part = (text: string, more: object = {}) => ({ type: "text", text, ...more });
  const cached = { cache_control: { type: "ephemeral" } };

  async function sent(content: { type: string; text: string }[]) {
    loop.behave = answerWith("Fine.");
    const text = content.map((one) => one.text).join("");
    await generate(tenant.ctx, {
      ...input,
      messages: [{ role: "user", content: text, asSent: { content } }],
    });
    const messages = loop.seen.bodies.at(-1)?.["messages"] as { content: unknown }[] | undefined;
    return messages?.[0]?.content;
  }

  it("keeps the parts that did not change, and the members of the one that did", async () => {
    expect(await sent([part("Rules. ", cached), part("Mail a@b.org. ", { tag: 1 }), part("Bye.")])).toEqual([
      part("Rules. ", cached),
      part("Mail <EMAIL_ADDRESS>. ", { tag: 1 }),
      part("Bye."),
    ]);
  });

  it("makes one of those that hold what was taken out, with the members of both", async () => {
    expect(await sent([part("Mail a@", cached), part("b.org.", { tag: 1 }), part(" Bye.")])).toEqual([
      part("Mail <EMAIL_ADDRESS>.", { ...cached, tag: 1 }),
      part(" Bye."),
    ]);
  });
});

it("an estimate counts the text of every choice", async () => {
  const text = "one two three four five six seven eight nine ten";
  const choices = [0, 1, 2].map((index) => ({ index, message: { content: text }, finish_reason: "stop" }));
  loop.behave = (_, response) =>
    void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ choices }));
  const one = await generate(tenant.ctx, input);
  const three = await generate(tenant.ctx, { ...input, extra: { n: 3 } });
  expect(three.outputTokens).toBe(3 * (one.outputTokens ?? 0));
  expect(three.isUsageEstimated).toBe(true);
});
