import { expect, test } from "vitest";
import { sampleOf } from "./sample-of.ts";

const generation = {
  output: "",
  input: [{ role: "user", content: "q" }],
  latencyMs: 12,
  costUsd: null,
  toolCalls: [{ id: "1", name: "find", arguments: "{}" }],
  settings: null,
  finishReason: "tool_calls",
  refusal: null,
};
const item = { reference: "r", inputs: { q: 1 }, metadata: { from: "a" } };

test("a case's sample has what its call gave", () => {
  expect(sampleOf(generation, item)).toMatchObject({
    ...item,
    toolCalls: generation.toolCalls,
    finishReason: "tool_calls",
    latencyMs: 12,
    messages: [{ role: "user", content: "q" }],
  });
  expect(sampleOf({ ...generation, input: "not a chat" }, item).messages).toEqual([]);
  expect(sampleOf({ ...generation, toolCalls: null }, item).toolCalls).toEqual([]);
});

test("the tools offered are the functions among the call's", () => {
  const parameters = { type: "object" };
  const tools = [
    { type: "function", function: { name: "find", parameters } },
    { type: "function", function: { name: "bare" } },
    { type: "web_search" },
    { type: "function", function: { name: "odd", parameters: [] } },
  ];
  expect(sampleOf({ ...generation, settings: { tools } }, item).tools).toEqual([
    { name: "find", parameters },
    { name: "bare", parameters: {} },
  ]);
  expect(sampleOf(generation, item).tools).toEqual([]);
});
