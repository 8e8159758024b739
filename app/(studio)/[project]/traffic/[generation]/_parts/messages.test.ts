import { expect, it } from "vitest";
import { messagesOf } from "./messages.ts";

it("shows messages by their role, and their tool calls after the text", () => {
  expect(
    messagesOf([
      { role: "system", content: "Be brief." },
      { role: "assistant", content: "", toolCalls: [{ name: "look_up" }] },
    ]),
  ).toEqual([
    { role: "system", text: "Be brief." },
    { role: "assistant", text: `\n${JSON.stringify([{ name: "look_up" }], null, 2)}` },
  ]);
});

it("shows content in parts as JSON, and a text as the user's", () => {
  const parts = [{ type: "text", text: "Hello" }];
  expect(messagesOf([{ role: "user", content: parts }])).toEqual([
    { role: "user", text: JSON.stringify(parts, null, 2) },
  ]);
  expect(messagesOf("Hello")).toEqual([{ role: "user", text: "Hello" }]);
});

it.each([[{ prompt: "x" }], [null], [7]])("loses nothing of what is no list of messages: %j", (input) => {
  expect(messagesOf(input)).toEqual([{ role: "input", text: JSON.stringify(input, null, 2) }]);
});

it("loses nothing of a list that holds something else", () => {
  expect(messagesOf(["plain", { text: "no role" }])).toEqual([
    { role: "input", text: "plain" },
    { role: "input", text: JSON.stringify({ text: "no role" }, null, 2) },
  ]);
});
