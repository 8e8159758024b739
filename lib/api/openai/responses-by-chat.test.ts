import { describe, expect, it, vi } from "vitest";
import { call, usage, thought, part, useResponses } from "./responses.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const { place, chatAnswering, streamed } = useResponses();

describe.each(["chat/m"])("a server that has chat only (%s)", (model) => {
  it("is asked by chat, with tools, forms, pictures and calls in chat's shape", async () => {
    await place.open.client.responses.create({
      model,
      instructions: "Be brief.",
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "Hi" },
            { type: "input_image", image_url: "data:image/png;base64,iVBORw0KGgo=", detail: "low" },
          ],
        },
        thought as never,
        { ...call, status: "completed" } as never,
        { ...call, call_id: "c2", id: "fc_2", status: "completed" } as never,
        { type: "function_call_output", call_id: "c1", output: "sent" },
        { role: "developer", content: "Go on." },
      ],
      tools: [{ type: "function", name: "mail", parameters: { type: "object" }, strict: true }],
      tool_choice: { type: "function", name: "mail" },
      reasoning: { effort: "low" },
      text: {
        verbosity: "low",
        format: { type: "json_schema", name: "n", schema: { type: "object" }, strict: true },
      },
      max_output_tokens: 50,
      parallel_tool_calls: false,
    });
    const called = { type: "function", function: { name: "mail", arguments: '{"to":"x"}' } };
    expect(place.open.asked.at(-1)?.path).toBe("chat/completions");
    expect(place.open.asked.at(-1)?.body).toEqual({
      model: "m",
      messages: [
        { role: "system", content: "Be brief." },
        {
          role: "user",
          content: [
            { type: "text", text: "Hi" },
            { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=", detail: "low" } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [
            { id: "c1", ...called },
            { id: "c2", ...called },
          ],
        },
        { role: "tool", tool_call_id: "c1", content: "sent" },
        { role: "system", content: "Go on." },
      ],
      tools: [{ type: "function", function: { name: "mail", parameters: { type: "object" }, strict: true } }],
      tool_choice: { type: "function", function: { name: "mail" } },
      reasoning_effort: "low",
      verbosity: "low",
      response_format: {
        type: "json_schema",
        json_schema: { name: "n", schema: { type: "object" }, strict: true },
      },
      max_tokens: 50,
      parallel_tool_calls: false,
    });
  });

  it("answers in one piece and as events alike", async () => {
    const response = await place.open.client.responses.create({ model, input: "Hi" });
    const { response: other, types } = await streamed({ model, input: "Hi" });
    for (const one of [response, other]) {
      expect(one).toMatchObject({
        object: "response",
        status: "completed",
        model: "m-2026",
        output_text: "It is so.",
        output: [
          { type: "reasoning", summary: [{ type: "summary_text", text: "Hm." }] },
          { type: "message", role: "assistant", status: "completed", content: [part("It is so.")] },
        ],
        usage,
        store: false,
      });
    }
    expect(types.slice(0, 2)).toEqual(["response.created", "response.in_progress"]);
    expect(types.at(-1)).toBe("response.completed");
  });

  it("calls tools and refuses, in both ways", async () => {
    const calls = [{ id: "c1", type: "function", function: { name: "mail", arguments: '{"to":"x"}' } }];
    chatAnswering({ content: null, tool_calls: calls }, "tool_calls");
    const whole = await place.open.client.responses.create({ model, input: "Hi" });
    for (const { output } of [whole, (await streamed({ model, input: "Hi" })).response])
      expect(output).toMatchObject([
        { type: "function_call", call_id: "c1", name: "mail", arguments: '{"to":"x"}' },
      ]);
    chatAnswering({ content: null, refusal: "I will not." });
    const refused = await place.open.client.responses.create({ model, input: "Hi" });
    for (const { output } of [refused, (await streamed({ model, input: "Hi" })).response])
      expect(output).toMatchObject([
        { type: "message", content: [{ type: "refusal", refusal: "I will not." }] },
      ]);
    chatAnswering({ content: "It" }, "length");
    expect((await place.open.client.responses.create({ model, input: "Hi" })).incomplete_details).toEqual({
      reason: "max_output_tokens",
    });
  });

  it("parses structured output by the client's own helper", async () => {
    chatAnswering({ content: '{"a":1}' });
    const format = { type: "json_schema" as const, name: "n", schema: { type: "object" }, strict: true };
    const parsed = await place.open.client.responses.parse({ model, input: "Hi", text: { format } });
    expect(parsed.output_text).toBe('{"a":1}');
  });

  it("refuses with words what chat has no place for", async () => {
    for (const [asked, word] of [
      [{ previous_response_id: "resp_1" }, "previous_response_id"],
      [{ conversation: "conv_1" }, "conversation"],
      [{ tools: [{ type: "web_search" }] }, "web_search"],
      [{ input: [{ type: "item_reference", id: "x" }] }, "item_reference"],
      [{ background: true }, "background"],
      [{ input: [{ type: "function_call", name: "x" }] }, "input.0"],
      [{ input: [] }, "input"],
      [{ text: { format: { type: "xml" } } }, "text.format"],
    ] as const) {
      const refused = await place.open.post("/responses", { model, input: "Hi", ...asked });
      const { error } = (await refused.json()) as { error: { message: string } };
      expect([word, refused.status]).toEqual([word, 400]);
      expect(error.message).toContain(word);
    }
  });
});
