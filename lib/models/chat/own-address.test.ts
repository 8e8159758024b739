import { afterEach, describe, expect, it } from "vitest";
import type { AppError } from "#platform/errors";
import type { ChatEvent, ChatRequest } from "./schema.ts";
import { atOwnAddress, addressKey } from "./own-address.ts";
import { errorOfStatus } from "./upstream-error.ts";

let made = 0;
const asked: string[] = [];
afterEach(() => {
  asked.length = 0;
});
const hello: ChatRequest = { messages: [{ role: "user", content: "Hi" }] };
const text = (said: string): ChatEvent => ({ type: "delta", text: said });

/** A server whose own address says some events and then fails, and whose chat answers. */
function server(failure: AppError | null, before: ChatEvent[] = []) {
  made += 1;
  return atOwnAddress({
    own: {
      async *stream() {
        asked.push("own");
        yield* before;
        if (failure) throw failure;
      },
    },
    chat: {
      async *stream() {
        asked.push("chat");
        yield text("chat's");
      },
    },
    key: `test ${made}`,
    isLackingSaid: (message) => message.includes("This is a chat model"),
  });
}

const refusal = (status: number, said = "", error: Record<string, string | null> | null = null) =>
  errorOfStatus("Loop", { status, said, error });

describe("an address counts as lacking", () => {
  it.each([
    ["404 without an error object", refusal(404, "Not Found")],
    ["405", refusal(405)],
    ["501", refusal(501, "no", { type: "x" })],
    [
      "Groq's",
      refusal(404, "Unknown request URL: POST /x.", { code: "unknown_url", type: "invalid_request_error" }),
    ],
    [
      "OpenAI's",
      refusal(404, "Invalid URL (POST /v1/responses)", { code: null, type: "invalid_request_error" }),
    ],
    ["llama.cpp's", refusal(404, "File Not Found", { type: "not_found_error" })],
    ["a chat model at /completions", refusal(404, "This is a chat model and not", { code: null })],
  ])("by %s, and is not asked again", async (_, failure) => {
    const transport = server(failure);
    await Array.fromAsync(transport.stream(hello, undefined));
    await Array.fromAsync(transport.stream(hello, undefined));
    expect(asked).toEqual(["own", "chat", "chat"]);
  });

  it.each([
    [
      "an item that is missing",
      refusal(404, "Item with id 'rs_1' not found.", {
        type: "invalid_request_error",
        param: "input",
        code: null,
      }),
    ],
    ["a model that is missing", refusal(404, "no", { code: "model_not_found" })],
    ["words of a caller's", refusal(404, "Item 'It said: File Not Found", { type: "invalid_request_error" })],
  ])("never by %s", async (_, failure) => {
    const transport = server(failure);
    for (const at of [0, 1]) {
      expect(at).toBe(asked.length);
      await expect(Array.fromAsync(transport.stream(hello, undefined))).rejects.toBe(failure);
      await expect(transport.complete?.(hello, undefined)).rejects.toBe(failure);
      asked.pop();
    }
    expect(asked).not.toContain("chat");
  });

  it("never once it has answered: the text would come twice, and be billed twice", async () => {
    const failure = refusal(404, "gone");
    const events: ChatEvent[] = [];
    const read = async () => {
      for await (const event of server(failure, [text("own's")]).stream(hello, undefined)) events.push(event);
    };
    await expect(read()).rejects.toBe(failure);
    expect([events, asked]).toEqual([[text("own's")], ["own"]]);
  });
});

it("what one project's connection lacks says nothing of another's", () => {
  const target = { name: "a", baseUrl: "https://x.org/v1", apiKey: null, model: "m" };
  const keys = [
    { ...target, queueKey: "p1" },
    { ...target, queueKey: "p2" },
    { ...target, queueKey: "p1", name: "b" },
    { ...target, queueKey: "p1", model: "n" },
  ].map(addressKey);
  expect(new Set(keys).size).toBe(4);
});
