import { describe, expect, it, vi } from "vitest";
import {
  type Json,
  chunksOf,
  top,
  usage,
  answering,
  streaming,
  delta,
  stop,
  spelled,
  citation,
  useGateway,
} from "./whole-answer.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const { gateway, post, whole, streamed, stored } = useGateway();

describe("every member of an answer reaches the caller and the record", () => {
  it("of an answer in one piece", async () => {
    const logprobs = spelled("It", ".");
    const message = { role: "assistant", content: "It.", annotations: [citation], odd: { x: 1 } };
    gateway.behave = answering([{ index: 0, message, logprobs, finish_reason: "stop" }], {
      citations: ["https://a.example"],
      usage: { ...usage, completion_tokens_details: { accepted_prediction_tokens: 1 } },
    });
    const answer = await whole();
    expect(answer).toMatchObject({
      ...top,
      citations: ["https://a.example"],
      choices: [{ message, logprobs }],
      usage: { ...usage, completion_tokens_details: { accepted_prediction_tokens: 1 } },
    });
    expect(await stored(answer.id)).toMatchObject({
      model: "m",
      answerMembers: {
        model: top.model,
        answer: { system_fingerprint: "fp_1", citations: ["https://a.example"] },
        choice: { logprobs },
        message: { annotations: [citation], odd: { x: 1 } },
      },
    });
  });

  it("of a stream, its names from the first chunk on", async () => {
    gateway.behave = streaming(
      delta({ role: "assistant", content: "It" }, { logprobs: spelled("It") }),
      delta({ content: ".", annotations: [citation] }, { logprobs: spelled(".") }),
      stop,
    );
    const chunks = await streamed();
    for (const chunk of chunks) expect(chunk).toMatchObject(top);
    const said = chunks.flatMap(({ choices }) => choices);
    expect(said.flatMap((choice) => choice.delta?.["annotations"] ?? [])).toEqual([citation]);
    expect(said.flatMap((choice) => choice["logprobs"] ?? [])).toEqual([spelled("It", ".")]);
    expect(await stored(chunks[0]?.id ?? "")).toMatchObject({
      answerMembers: { choice: { logprobs: spelled("It", ".") } },
    });
  });

  it("of every choice of several", async () => {
    const both = ["One.", "Two."];
    gateway.behave = answering(
      both.map((content, index) => ({
        index,
        message: { content },
        finish_reason: index ? "length" : "stop",
      })),
    );
    const answer = await whole({ n: 2 });
    expect(answer.choices).toMatchObject([
      { index: 0, message: { content: "One." }, finish_reason: "stop" },
      { index: 1, message: { content: "Two." }, finish_reason: "length" },
    ]);
    expect(await stored(answer.id)).toMatchObject({
      output: "One.",
      answerMembers: { choices: [{ index: 1, output: "Two." }] },
    });
    gateway.behave = streaming(
      { choices: [{ index: 1, delta: { content: "Tw" } }] },
      { choices: [{ index: 0, delta: { content: "One." } }] },
      { choices: [{ index: 1, delta: { content: "o." }, finish_reason: "length" }] },
      stop,
    );
    const texts = ["", ""];
    const ends: unknown[] = [];
    for (const { choices } of await streamed({ n: 2 }))
      for (const { index, delta: piece, finish_reason: reason } of choices) {
        if (typeof piece?.["content"] === "string") texts[Number(index)] += piece["content"];
        if (reason !== null) ends.push([index, reason]);
      }
    expect(texts).toEqual(both);
    expect(ends).toEqual([
      [0, "stop"],
      [1, "length"],
    ]);
  });

  it("an only choice is the answer, whatever its number", async () => {
    gateway.behave = answering([{ index: 3, message: { content: "It." }, finish_reason: "stop" }]);
    expect((await whole()).choices).toMatchObject([{ index: 0, message: { content: "It." } }]);
  });
});

describe("thinking", () => {
  it.each(["reasoning", "thinking"])(
    "keeps the name %s that a provider gives it, beside the usual one",
    async (name) => {
      gateway.behave = answering([{ message: { content: "It.", [name]: "hm" }, finish_reason: "stop" }]);
      expect((await whole()).choices[0]?.message).toMatchObject({ [name]: "hm", reasoning_content: "hm" });
      gateway.behave = streaming(
        delta({ [name]: "h" }),
        delta({ [name]: "m" }),
        delta({ content: "It." }),
        stop,
      );
      const said = (await streamed()).flatMap(({ choices }) => choices.map((choice) => choice.delta ?? {}));
      for (const member of [name, "reasoning_content"])
        expect(said.flatMap((part) => part[member] ?? [])).toEqual(["h", "m"]);
    },
  );
});

describe("calls of tools", () => {
  it("come in the pieces in which the provider sends them, while it still sends", async () => {
    const { promise: more, resolve: sendMore } = Promise.withResolvers<void>();
    gateway.behave = async (_request, response) => {
      const send = (value: Json) => response.write(`data: ${JSON.stringify(delta(value))}\n\n`);
      response.writeHead(200, { "content-type": "text/event-stream" });
      send({ tool_calls: [{ index: 0, id: "c1", function: { name: "weather", arguments: "" } }] });
      await more;
      for (const given of ['{"city":', '"Bonn"}'])
        send({ tool_calls: [{ index: 0, function: { arguments: given } }] });
      response.write(`data: ${JSON.stringify(delta({}, { finish_reason: "tool_calls" }))}\n\n`);
      response.end("data: [DONE]\n\n");
    };
    const { body } = await post({ stream: true });
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes("weather")) text += (await reader?.read())?.value ?? "";
    sendMore();
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) text += read.value;
    const chunks = chunksOf(text);
    const pieces = chunks.flatMap(({ choices }) => (choices[0]?.delta?.["tool_calls"] as Json[]) ?? []);
    expect(pieces).toEqual([
      { index: 0, id: "c1", type: "function", function: { name: "weather", arguments: "" } },
      { index: 0, function: { arguments: '{"city":' } },
      { index: 0, function: { arguments: '"Bonn"}' } },
    ]);
    expect(await stored(chunks[0]?.id ?? "")).toMatchObject({
      toolCalls: [{ id: "c1", name: "weather", arguments: '{"city":"Bonn"}' }],
    });
  });

  it("keep what a provider wants back with them, there and back", async () => {
    const extra_content = { google: { thought_signature: "abc" } };
    const call = { id: "c1", type: "function", function: { name: "f", arguments: "{}" }, extra_content };
    gateway.behave = answering([
      { message: { content: null, tool_calls: [call] }, finish_reason: "tool_calls" },
    ]);
    expect((await whole()).choices[0]?.message?.["tool_calls"]).toEqual([call]);
    gateway.behave = streaming(delta({ tool_calls: [{ index: 0, ...call }] }), stop);
    const [piece] = (await streamed()).flatMap(({ choices }) => choices[0]?.delta?.["tool_calls"] ?? []);
    expect(piece).toEqual({ index: 0, ...call });
  });
});
