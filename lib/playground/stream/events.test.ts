import { createUIMessageStream, readUIMessageStream } from "ai";
import { expect, it } from "vitest";
import type { GenerationEvent, LiveGeneration } from "#schema/generation";
import type { PlaygroundMessage } from "../schema.ts";
import { writeGeneration } from "./events.ts";

const start: GenerationEvent = {
  type: "start",
  generationId: "g",
  model: "m",
  connectionName: "c",
  isSimulated: false,
};
const delta = (text: string): GenerationEvent => ({ type: "delta", text });
/** The members of a generation that a message is made of. */
const done = (output: string, more: Partial<LiveGeneration> = {}): GenerationEvent => ({
  type: "done",
  generation: {
    output,
    status: "succeeded",
    finishReason: "stop",
    refusal: null,
    reasoning: null,
    toolCalls: null,
    inputTokens: 1,
    outputTokens: 1,
    reasoningTokens: null,
    isUsageEstimated: false,
    latencyMs: 5,
    timeToFirstTokenMs: 1,
    costUsd: null,
    carbonGrams: null,
    carbonGramsLow: null,
    carbonGramsHigh: null,
    guardrails: null,
    ...more,
  } as LiveGeneration,
});

async function shown(...events: GenerationEvent[]): Promise<PlaygroundMessage> {
  async function* each() {
    yield* events;
  }
  const stream = createUIMessageStream<PlaygroundMessage>({
    execute: ({ writer }) => writeGeneration(writer, "a", each()),
  });
  let last: PlaygroundMessage | undefined;
  for await (const state of readUIMessageStream<PlaygroundMessage>({ stream })) last = state;
  if (!last) throw new Error("nothing was written");
  return last;
}

const texts = ({ parts }: PlaygroundMessage) =>
  parts.flatMap((part) =>
    part.type === "text" || part.type === "reasoning" ? [[part.type, part.text]] : [],
  );

it("a fallback takes back what the first target said", async () => {
  expect(
    texts(await shown(start, delta("From the first"), start, delta("Another"), done("Another"))),
  ).toEqual([["text", "Another"]]);
});

it("an answer that came in one piece is shown", async () => {
  expect(texts(await shown(start, done("Whole")))).toEqual([["text", "Whole"]]);
});

it("an answer put right at its end replaces what was streamed, its thinking stays", async () => {
  const right = done("<EMAIL>", { reasoning: "Hm." });
  expect(texts(await shown(start, { type: "reasoning", text: "Hm." }, delta("ada@"), right))).toEqual([
    ["reasoning", "Hm."],
    ["text", "<EMAIL>"],
  ]);
});

it("a tool call whose arguments are no JSON says so", async () => {
  const message = await shown(start, done("", { toolCalls: [{ id: "c", name: "t", arguments: "{a" }] }));
  expect(message.parts.find(({ type }) => type === "dynamic-tool")).toMatchObject({ state: "output-error" });
});
