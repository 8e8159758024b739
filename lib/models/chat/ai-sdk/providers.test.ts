import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { AiSdkKind } from "../../constants.ts";
import { key } from "./recorded.testing.ts";
import { ask, hello, open, providers } from "./providers.testing.ts";
import { openWire } from "./wire.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  // No package may fall back on what the studio's own environment holds.
  for (const name of ["AZURE_API_KEY", "AWS_BEARER_TOKEN_BEDROCK", "MISTRAL_API_KEY", "GROQ_API_KEY"])
    process.env[name] = "key-of-the-studio";
});

let wire: Awaited<ReturnType<typeof openWire>>;
beforeAll(async () => {
  wire = await openWire();
});
beforeEach(() => {
  wire.seen.length = 0;
});
afterAll(() => wire.close());

const kinds = Object.keys(providers) as AiSdkKind[];
const look = {
  type: "function",
  function: {
    name: "look",
    description: "Looks",
    parameters: { type: "object", properties: { a: { type: "number" } }, required: ["a"] },
  },
};

describe.each(kinds)("a connection to %s", (kind) => {
  const provider = providers[kind];

  it("is asked at its address with its own key, and answers with text, thinking and tokens", async () => {
    const { text, thinking, end, seen } = await ask(wire, kind, provider.answers.text);
    expect(seen?.path).toBe(provider.path);
    expect(provider.auth(seen?.headers ?? {})).toEqual(provider.authIs);
    expect(JSON.stringify(seen?.headers)).not.toContain("key-of-the-studio");
    expect(JSON.stringify(seen?.body)).toContain("Say hello.");
    expect({ text, thinking }).toEqual({ text: "Hello", thinking: provider.thinking });
    expect(end.finishReason).toBe("stop");
    expect(end.usage).toMatchObject({ isEstimated: false, ...provider.usage });
  });

  it("calls tools, and is told their results", async () => {
    const { end, seen } = await ask(wire, kind, provider.answers.tool, {
      ...hello,
      tools: [look],
      toolChoice: "auto",
    });
    expect(JSON.stringify(seen?.body)).toContain('"look"');
    expect(end.finishReason).toBe("tool_calls");
    expect(end.toolCalls).toMatchObject([{ name: "look", arguments: '{"a":1}' }]);
    const [call] = end.toolCalls;
    if (!call) throw new Error("no call");
    const { seen: second } = await ask(wire, kind, provider.answers.text, {
      ...hello,
      tools: [look],
      messages: [
        ...hello.messages,
        { role: "assistant", content: "", toolCalls: [call] },
        { role: "tool", content: "found-it", toolCallId: call.id },
      ],
    });
    expect(JSON.stringify(second?.body)).toContain("found-it");
  });

  it("says when an answer was cut at the limit", async () => {
    const { end } = await ask(wire, kind, provider.answers.cut, { ...hello, maxTokens: 7 });
    expect(end.finishReason).toBe("length");
    expect(JSON.stringify(wire.seen.at(-1)?.body)).toContain("7");
  });

  it("is asked for JSON by schema", async () => {
    const responseSchema = {
      type: "object",
      properties: { colour_of_the_sky: { type: "string" } },
      required: ["colour_of_the_sky"],
      additionalProperties: false,
    };
    await ask(wire, kind, provider.answers.text, { ...hello, responseSchema });
    expect(JSON.stringify(wire.seen.at(-1)?.body)).toContain("colour_of_the_sky");
  });

  it.each([
    [400, "invalid_input"],
    [401, "upstream_failed"],
    [429, "rate_limited"],
    [503, "upstream_failed"],
  ])("tells a %s as %s, without its key", async (status, code) => {
    wire.play((response) =>
      response
        .writeHead(status, { "content-type": "application/json", "retry-after": "7" })
        .end(JSON.stringify(provider.refusal)),
    );
    const failure = await (await open(wire, kind)).answer(hello).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, details: { status, retryAfterMs: 7_000 } });
    expect(String(failure)).not.toContain(key);
    expect(String(failure)).toContain("Bad request with");
    expect(wire.seen).toHaveLength(1);
  });

  it("is not a lost answer when the stream breaks off", async () => {
    wire.play((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: {");
      setImmediate(() => response.destroy());
    });
    await expect((await open(wire, kind)).answer(hello)).rejects.toMatchObject({ code: "upstream_failed" });
  });

  it("is stopped down to the socket", async () => {
    const stop = new AbortController();
    const closed = new Promise<void>((resolve) => {
      wire.play((response) => {
        response.on("close", () => resolve());
        stop.abort();
      });
    });
    await expect((await open(wire, kind)).answer(hello, { signal: stop.signal })).rejects.toMatchObject({
      code: "cancelled",
    });
    await closed;
  });
});
