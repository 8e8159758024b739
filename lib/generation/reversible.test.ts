import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { savePolicy } from "#lib/guardrails";
import { awaitStored, getGeneration } from "#lib/observability";
import { generate, streamGeneration } from "./index.ts";
import { type LoopbackHandler, startStream } from "./loopback.testing.ts";
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
      placeholder: "restored",
      pii: [{ type: "EMAIL_ADDRESS", input: "redact", output: "redact", stored: "redact" }],
      patterns: [
        { name: "Quoted", pattern: '"[a-z ]+" Ltd', action: "redact", stages: ["input"] },
        { name: "Other firm", pattern: "Zenith", action: "redact", stages: ["output"] },
      ],
    },
  });
  const messages: GenerateInput["messages"] = [
    { role: "system", content: "Be brief. Write <EMAIL_ADDRESS_3> where none is known." },
    { role: "user", content: 'Mail jane@example.org and "quick fox" Ltd.' },
    { role: "user", content: "Then omar@example.org, then jane@example.org again." },
  ];
  input = { source: "api", targets: [loop.target], messages };
});
afterAll(() => loop.close());

const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const answer = {
  reasoning: "First <EMAIL_ADDRESS_5>.",
  text: "Dear <EMAIL_ADDRESS_4>, <EMAIL_ADDRESS_5> and <EMAIL_ADDRESS_3>: ask eve@example.org.",
  call: { firm: "<PATTERN_QUOTED_1>", to: "<EMAIL_ADDRESS_4>" },
};
/** A model that answers with the placeholders it read, in pieces of so many characters. */
const answering =
  (size: number): LoopbackHandler =>
  ({ json }, response) => {
    const called = { name: "mail", arguments: JSON.stringify(answer.call) };
    if (!json["stream"]) {
      const message = {
        content: answer.text,
        reasoning_content: answer.reasoning,
        tool_calls: [{ id: "c1", type: "function", function: called }],
      };
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ choices: [{ message }] }));
      return;
    }
    const pieces = (text: string) => text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
    const delta = (value: object) => response.write(event({ choices: [{ delta: value }] }));
    startStream(response);
    for (const piece of pieces(answer.reasoning)) delta({ reasoning_content: piece });
    for (const piece of pieces(answer.text)) delta({ content: piece });
    delta({
      tool_calls: [{ index: 0, id: "c1", type: "function", function: { name: "mail", arguments: "" } }],
    });
    for (const piece of pieces(called.arguments))
      delta({ tool_calls: [{ index: 0, function: { arguments: piece } }] });
    response.end(`${event({ choices: [{ delta: {}, finish_reason: "stop" }] })}data: [DONE]\n\n`);
  };

const given = {
  reasoning: "First omar@example.org.",
  text: "Dear jane@example.org, omar@example.org and <EMAIL_ADDRESS_3>: ask <EMAIL_ADDRESS_6>.",
  call: { firm: '"quick fox" Ltd', to: "jane@example.org" },
};

describe("what a policy takes out and gives back", () => {
  it("the model reads by placeholders, one for each text through all messages", async () => {
    loop.behave = answering(1_000);
    await generate(tenant.ctx, input);
    const sent = JSON.stringify(loop.seen.bodies.at(-1));
    expect(sent).toContain("Mail <EMAIL_ADDRESS_4> and <PATTERN_QUOTED_1>.");
    expect(sent).toContain("Then <EMAIL_ADDRESS_5>, then <EMAIL_ADDRESS_4> again.");
    expect(sent).not.toContain("@example.org");
  });

  it("the caller reads again, and nothing of it is stored", async () => {
    loop.behave = answering(1_000);
    const said = await generate(tenant.ctx, input);
    expect(said).toMatchObject({ output: given.text, reasoning: given.reasoning });
    expect(JSON.parse(said.toolCalls?.[0]?.arguments ?? "")).toEqual(given.call);
    await awaitStored(said.id);
    const kept = await getGeneration(tenant.ctx, { generationId: said.id });
    expect(JSON.stringify(kept)).not.toMatch(/jane@|omar@|quick fox|eve@/);
    expect(kept.output).toContain("Dear <EMAIL_ADDRESS_4>");
    expect(said.storedOutput).toBe(kept.output);
  });

  it.each([1, 2, 5, 1_000])("also in a stream, in pieces of %i", async (size) => {
    loop.behave = answering(size);
    let [text, reasoning, args] = ["", "", ""];
    let last: GenerationEvent | undefined;
    for await (const told of streamGeneration(tenant.ctx, input)) {
      last = told;
      if (told.type === "delta") text += told.text;
      if (told.type === "reasoning") reasoning += told.text;
      if (told.type === "call") args += told.arguments;
    }
    if (last?.type !== "done") throw new Error(JSON.stringify(last));
    expect({ text, reasoning, call: JSON.parse(args) as unknown }).toEqual(given);
    expect(last.generation.output).toBe(given.text);
    await awaitStored(last.generation.id);
    const kept = await getGeneration(tenant.ctx, { generationId: last.generation.id });
    expect(JSON.stringify(kept)).not.toMatch(/jane@|omar@|quick fox|eve@/);
  });

  it("texts that are judged on a thread take part", async () => {
    loop.behave = answering(1_000);
    const long = `${"The parcel came. ".repeat(700)}Mail jane@example.org.`;
    const said = await generate(tenant.ctx, { ...input, messages: [{ role: "user", content: long }] });
    expect(JSON.stringify(loop.seen.bodies.at(-1))).toContain("Mail <EMAIL_ADDRESS_1>.");
    expect(said.output).toContain("Dear <EMAIL_ADDRESS_4>");
  });
});
