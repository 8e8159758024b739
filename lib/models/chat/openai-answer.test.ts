import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerBuilder } from "./openai-answer.ts";

const streamed = (...deltas: object[]) => {
  const builder = new AnswerBuilder();
  for (const delta of deltas) builder.add({ choices: [{ delta }] });
  return builder;
};
const callOf = (builder: AnswerBuilder) =>
  builder.toolCalls.map(({ name, arguments: given }) => [name, given]);
const piece = (given: object) => ({ tool_calls: [given] });

describe("tool calls in pieces", () => {
  const bonn = '{"city":"Bonn"}';
  const cet = '{"tz":"CET"}';

  it.each([
    [
      "a known number with another id (TOOL-1)",
      [
        piece({ index: 0, id: "c1", function: { name: "weather", arguments: bonn } }),
        piece({ index: 0, id: "c2", function: { name: "clock", arguments: cet } }),
      ],
    ],
    [
      "no numbers",
      [
        piece({ id: "c1", function: { name: "weather", arguments: bonn } }),
        piece({ id: "c2", function: { name: "clock", arguments: cet } }),
      ],
    ],
    [
      "no numbers, in fragments",
      [
        piece({ id: "c1", function: { name: "weather", arguments: "" } }),
        piece({ function: { arguments: '{"city":' } }),
        piece({ function: { arguments: '"Bonn"}' } }),
        piece({ id: "c2", function: { name: "clock", arguments: '{"tz":' } }),
        piece({ id: "c2", function: { arguments: '"CET"}' } }),
      ],
    ],
    [
      "neither numbers nor ids",
      [
        piece({ function: { name: "weather", arguments: bonn } }),
        piece({ function: { name: "clock", arguments: cet } }),
      ],
    ],
    [
      "one number for all, and no ids (Gemini)",
      [
        piece({ index: 0, id: "", function: { name: "weather", arguments: bonn } }),
        piece({ index: 0, id: "", function: { name: "clock", arguments: cet } }),
      ],
    ],
    [
      "interleaved numbers",
      [
        {
          tool_calls: [
            { index: 0, id: "c1", function: { name: "weather" } },
            { index: 1, id: "c2", function: { name: "clock" } },
          ],
        },
        piece({ index: 1, function: { arguments: '{"tz":' } }),
        piece({ index: 0, function: { arguments: '{"city":' } }),
        piece({ index: 1, function: { arguments: '"CET"}' } }),
        piece({ index: 0, function: { arguments: '"Bonn"}' } }),
      ],
    ],
    [
      "a new id with every piece",
      [
        piece({ index: 0, id: "x1", function: { name: "weather", arguments: '{"city":' } }),
        piece({ index: 0, id: "x2", function: { name: "weather", arguments: '"Bonn"}' } }),
        piece({ index: 1, id: "x3", function: { name: "clock", arguments: cet } }),
      ],
    ],
    [
      "arguments as objects",
      [
        piece({ index: 0, id: "c1", function: { name: "weather", arguments: { city: "Bonn" } } }),
        piece({ index: 1, id: "c2", function: { name: "clock", arguments: { tz: "CET" } } }),
      ],
    ],
  ])("%s: two calls", (_, deltas) => {
    const builder = streamed(...deltas);
    expect(callOf(builder)).toEqual([
      ["weather", bonn],
      ["clock", cet],
    ]);
    const ids = builder.toolCalls.map((call) => call.id);
    expect(ids.every(Boolean) && new Set(ids).size === 2).toBe(true);
  });

  it("takes the older function_call, in pieces and whole", () => {
    const builder = streamed(
      { function_call: { name: "weather", arguments: "" } },
      { function_call: { arguments: '{"city":' } },
      { function_call: { arguments: '"Bonn"}' } },
    );
    expect(callOf(builder)).toEqual([["weather", bonn]]);
    const whole = new AnswerBuilder();
    whole.add({
      choices: [
        {
          message: { content: null, function_call: { name: "weather", arguments: bonn } },
          finish_reason: "function_call",
        },
      ],
    });
    expect(callOf(whole)).toEqual([["weather", bonn]]);
    expect(whole.finishReason).toBe("tool_calls");
  });

  it("takes a whole answer's calls one by one, whatever their numbers, and empty arguments as an empty object", () => {
    const builder = new AnswerBuilder();
    const calls = [
      { id: "a", index: 0, function: { name: "weather", arguments: bonn } },
      { id: "b", index: 0, function: { name: "now", arguments: "" } },
      { id: "c", function: { name: "then" } },
    ];
    builder.add({ choices: [{ message: { tool_calls: calls }, finish_reason: "stop" }] });
    expect(callOf(builder)).toEqual([
      ["weather", bonn],
      ["now", "{}"],
      ["then", "{}"],
    ]);
    expect(builder.finishReason).toBe("tool_calls");
  });
});

describe("text, thinking and refusals", () => {
  it.each([
    [
      "a list of parts",
      {
        content: [
          { type: "text", text: "Ans" },
          { type: "text", text: "wer" },
        ],
      },
      "Answer",
      "",
    ],
    [
      "thinking among the parts (Mistral)",
      {
        content: [
          { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
          { type: "text", text: "Answer" },
        ],
      },
      "Answer",
      "hm",
    ],
    ["one part without a list", { content: { type: "text", text: "Answer" } }, "Answer", ""],
    ["reasoning_content", { content: "Answer", reasoning_content: "hm" }, "Answer", "hm"],
    [
      "reasoning said twice (OpenRouter)",
      { content: "Answer", reasoning: "hm", reasoning_details: [{ type: "reasoning.text", text: "hm" }] },
      "Answer",
      "hm",
    ],
    ["parts we do not know", { content: [{ type: "reference", ids: [1] }, "Answer", null, 7] }, "Answer", ""],
  ])("reads %s", (_, part, text, reasoning) => {
    for (const builder of [streamed(part), streamed()]) {
      if (builder.text === "" && builder.reasoning === "") builder.add({ choices: [{ message: part }] });
      expect([builder.text, builder.reasoning]).toEqual([text, reasoning]);
    }
  });

  it("keeps a refusal apart, from its member and from parts", () => {
    expect(streamed({ refusal: "I can't " }, { refusal: "help." }).refusal).toBe("I can't help.");
    expect(streamed({ content: [{ type: "refusal", refusal: "No." }] })).toMatchObject({
      refusal: "No.",
      text: "",
    });
  });
});

describe("usage in odd places", () => {
  const usage = { prompt_tokens: 9, completion_tokens: 2 };
  it.each([
    ["at the top", { choices: [], usage }],
    ["in the choice (Moonshot)", { choices: [{ delta: {}, usage }] }],
    ["under x_groq", { choices: [], x_groq: { usage } }],
    ["in the message", { choices: [{ message: { content: "" }, usage: null }], message: { usage } }],
  ])("%s", (_, chunk) => {
    const builder = streamed({ content: "Hi" });
    builder.add(chunk);
    builder.add({ choices: [{ delta: {}, finish_reason: "stop" }], usage: null });
    expect(builder.counts).toMatchObject({ inputTokens: 9, outputTokens: 2 });
  });
});

it("never loses an answer to one odd member", () => {
  const members = [
    "refusal",
    "tool_calls",
    "function_call",
    "reasoning_content",
    "audio",
    "annotations",
    "role",
  ];
  const odd = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.integer()), fc.object());
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...members), odd), odd, odd, (delta, usage, reason) => {
      const builder = new AnswerBuilder();
      builder.add({
        model: 7,
        choices: [{ delta: { ...delta, content: "Hel" }, finish_reason: reason }],
        usage,
      });
      builder.add({ choices: [{ delta: { content: "lo" }, finish_reason: "stop" }] });
      expect(builder.text).toBe("Hello");
    }),
  );
});
