import { describe, expect, it, vi } from "vitest";
import type { ChatEvent } from "./schema.ts";
import { anthropicTransport } from "./anthropic.ts";
import { googleTransport } from "./google.ts";
import { anthropicStream, collect, hello, provider, target } from "./packaged.testing.ts";
import { filesOf, sourcesOf } from "./sources-and-files.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const textOf = (events: ChatEvent[]) =>
  events.map((event) => (event.type === "delta" ? event.text : "")).join("");

describe("Anthropic", () => {
  it("streams text, counts cached tokens into the input, and gets the settings in its own form", async () => {
    const { baseUrl, seen } = await provider((response) =>
      response.writeHead(200, { "content-type": "text/event-stream" }).end(anthropicStream),
    );
    const events = await collect(await anthropicTransport(target("anthropic", baseUrl)));
    expect(textOf(events)).toBe("Hello");
    expect(events.at(-1)).toMatchObject({
      type: "end",
      finishReason: "stop",
      usage: { inputTokens: 30, cachedInputTokens: 5, outputTokens: 15, isEstimated: false },
    });
    expect(seen[0]).toMatchObject({
      url: "/v1/messages",
      headers: { "x-api-key": "key-12345678" },
      json: {
        model: "some-model",
        max_tokens: 20,
        temperature: 0,
        stop_sequences: ["END"],
        system: "Be short.",
        stream: true,
      },
    });
  });

  it("counts what it wrote to a cache and for how long, and the last total of each count", async () => {
    const usage = {
      input_tokens: 50,
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 2000,
      cache_creation: { ephemeral_5m_input_tokens: 1500, ephemeral_1h_input_tokens: 500 },
      output_tokens: 1,
    };
    const events = anthropicStream
      .replace(/"usage":\{"input_tokens":25[^}]*\}/, `"usage":${JSON.stringify(usage)}`)
      .replace('"usage":{"output_tokens":15}', '"usage":{"input_tokens":70,"output_tokens":160}');
    const { baseUrl } = await provider((response) =>
      response.writeHead(200, { "content-type": "text/event-stream" }).end(events),
    );
    const end = (await collect(await anthropicTransport(target("anthropic", baseUrl)))).at(-1);
    expect(end).toMatchObject({
      usage: {
        inputTokens: 2070,
        cachedInputTokens: 0,
        cacheWriteTokens: 2000,
        cacheWriteHourTokens: 500,
        outputTokens: 160,
        isEstimated: false,
      },
    });
  });

  it("passes the choice of a tool on in its own form", async () => {
    const { baseUrl, seen } = await provider((response) =>
      response.writeHead(200, { "content-type": "text/event-stream" }).end(anthropicStream),
    );
    const tools = [
      { type: "function", function: { name: "f", parameters: { type: "object", properties: {} } } },
    ];
    for (const toolChoice of ["required", { type: "function", function: { name: "f" } }])
      await collect(await anthropicTransport(target("anthropic", baseUrl)), { ...hello, tools, toolChoice });
    expect(seen.map(({ json }) => json["tool_choice"])).toEqual([
      { type: "any" },
      { type: "tool", name: "f" },
    ]);
  });

  it("brings the pages and documents that a text cites", async () => {
    const citations = [
      {
        type: "web_search_result_location",
        url: "https://a.org/",
        title: "A",
        encrypted_index: "x",
        cited_text: "Hello",
      },
      {
        type: "char_location",
        cited_text: "Hello",
        document_index: 0,
        document_title: "Terms",
        start_char_index: 0,
        end_char_index: 5,
      },
    ];
    const cited = citations
      .map((citation) => ({
        type: "content_block_delta",
        index: 0,
        delta: { type: "citations_delta", citation },
      }))
      .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      .join("");
    const { baseUrl } = await provider((response) =>
      response
        .writeHead(200, { "content-type": "text/event-stream" })
        .end(anthropicStream.replace("event: content_block_stop", `${cited}event: content_block_stop`)),
    );
    const events = await collect(await anthropicTransport(target("anthropic", baseUrl)));
    expect(textOf(events)).toBe("Hello");
    const end = events.at(-1);
    expect(end?.type === "end" ? sourcesOf(end.members ?? null) : null).toEqual([
      { kind: "url", url: "https://a.org/", title: "A" },
      { kind: "document", title: "Terms", mediaType: "text/plain", fileName: null },
    ]);
  });

  it("refused or limited: fails with the same codes as every provider, without trying again itself", async () => {
    const refused = await provider((response) =>
      response
        .writeHead(401, { "content-type": "application/json" })
        .end('{"type":"error","error":{"type":"authentication_error","message":"no"}}'),
    );
    await expect(
      collect(await anthropicTransport(target("anthropic", refused.baseUrl))),
    ).rejects.toMatchObject({ code: "upstream_failed", details: { status: 401, isRetryable: false } });
    const limited = await provider((response) =>
      response.writeHead(429, { "retry-after": "7", "content-type": "application/json" }).end("{}"),
    );
    await expect(
      collect(await anthropicTransport(target("anthropic", limited.baseUrl))),
    ).rejects.toMatchObject({ code: "rate_limited", details: { retryAfterMs: 7000 } });
    expect(limited.seen).toHaveLength(1);
  });

  it("stops when asked to", async () => {
    const { baseUrl } = await provider(
      (response) =>
        void response
          .writeHead(200, { "content-type": "text/event-stream" })
          .write(anthropicStream.split("event: content_block_stop")[0]),
    );
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 100);
    await expect(
      collect(await anthropicTransport(target("anthropic", baseUrl)), hello, controller.signal),
    ).rejects.toMatchObject({ code: "cancelled" });
  });
});

const googleStream = [
  {
    candidates: [{ content: { role: "model", parts: [{ text: "Hel" }] }, index: 0 }],
    usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 },
  },
  {
    candidates: [{ content: { role: "model", parts: [{ text: "lo" }] }, finishReason: "STOP", index: 0 }],
    usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 3, totalTokenCount: 12 },
  },
]
  .map((part) => `data: ${JSON.stringify(part)}\r\n\r\n`)
  .join("");

describe("Google", () => {
  it("streams text with its usage, and gets the settings in its own form", async () => {
    const { baseUrl, seen } = await provider((response) =>
      response.writeHead(200, { "content-type": "text/event-stream" }).end(googleStream),
    );
    const events = await collect(await googleTransport(target("google", baseUrl)));
    expect(textOf(events)).toBe("Hello");
    expect(events.at(-1)).toMatchObject({
      type: "end",
      finishReason: "stop",
      usage: { inputTokens: 9, outputTokens: 3, isEstimated: false },
    });
    expect(seen[0]?.url).toContain("some-model:streamGenerateContent");
    expect(seen[0]?.json).toMatchObject({
      generationConfig: { temperature: 0, maxOutputTokens: 20, stopSequences: ["END"] },
    });
  });

  it("counts thinking, which is billed as output, and input of tools and caches", async () => {
    const usageMetadata = {
      promptTokenCount: 100,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 900,
      toolUsePromptTokenCount: 30,
      cachedContentTokenCount: 40,
      totalTokenCount: 1050,
    };
    const pieces = [
      {
        candidates: [{ content: { role: "model", parts: [{ text: "Hi" }] }, index: 0 }],
        usageMetadata: { promptTokenCount: 100, thoughtsTokenCount: 450, totalTokenCount: 550 },
      },
      { candidates: [{ content: { parts: [] }, finishReason: "STOP", index: 0 }], usageMetadata },
    ];
    const { baseUrl } = await provider((response) =>
      response
        .writeHead(200, { "content-type": "text/event-stream" })
        .end(pieces.map((piece) => `data: ${JSON.stringify(piece)}\r\n\r\n`).join("")),
    );
    const end = (await collect(await googleTransport(target("google", baseUrl)))).at(-1);
    expect(end).toMatchObject({
      usage: {
        inputTokens: 130,
        cachedInputTokens: 40,
        outputTokens: 920,
        reasoningTokens: 900,
        isEstimated: false,
      },
    });
  });

  it("brings pictures it made and pages it searched", async () => {
    const pieces = [
      {
        candidates: [
          {
            content: {
              role: "model",
              parts: [{ text: "Here." }, { inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } }],
            },
            index: 0,
          },
        ],
      },
      {
        candidates: [
          {
            content: { role: "model", parts: [{ text: "" }] },
            finishReason: "STOP",
            index: 0,
            groundingMetadata: { groundingChunks: [{ web: { uri: "https://a.org/", title: "A" } }] },
          },
        ],
        usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 3, totalTokenCount: 12 },
      },
    ];
    const { baseUrl } = await provider((response) =>
      response
        .writeHead(200, { "content-type": "text/event-stream" })
        .end(pieces.map((piece) => `data: ${JSON.stringify(piece)}\r\n\r\n`).join("")),
    );
    const events = await collect(await googleTransport(target("google", baseUrl)));
    expect(textOf(events)).toBe("Here.");
    const end = events.at(-1);
    const members = (end?.type === "end" && end.members) || null;
    expect(sourcesOf(members)).toEqual([{ kind: "url", url: "https://a.org/", title: "A" }]);
    expect(filesOf(members)).toEqual([
      { mediaType: "image/png", url: "data:image/png;base64,iVBORw0KGgo=", fileName: null },
    ]);
  });

  it("refused: fails with the same code as every provider", async () => {
    const refused = await provider((response) =>
      response
        .writeHead(403, { "content-type": "application/json" })
        .end('{"error":{"code":403,"message":"no"}}'),
    );
    await expect(collect(await googleTransport(target("google", refused.baseUrl)))).rejects.toMatchObject({
      code: "upstream_failed",
      details: { status: 403 },
    });
  });
});
