import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { ChatModel } from "./chat-model.ts";
import { openAiTransport } from "./openai.ts";
import type { UpstreamTimeouts } from "./transport.ts";
import { chunk, collect, type Handler, hello, modelAt, provider, startStream } from "./openai.testing.ts";

describe("a provider that fails", () => {
  const failing = async (handler: Handler, timeouts: Partial<UpstreamTimeouts> = {}) =>
    collect(modelAt(await provider(handler), timeouts));

  it("refused: says the key is wrong and never repeats it", async () => {
    const body = '{"error":{"message":"Incorrect API key provided: sk-secret-1234567890"}}';
    const error = await failing((_, response) => void response.writeHead(401).end(body)).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("refused the key"),
      details: { status: 401, isRetryable: false },
    });
    expect(String(error)).not.toContain("secret");
  });

  it("429: gives the time to wait from Retry-After in seconds or as a date", async () => {
    const answer = (value: string) =>
      failing((_, response) => void response.writeHead(429, { "retry-after": value }).end("{}"));
    const details = { status: 429, isRetryable: true };
    await expect(answer("3")).rejects.toMatchObject({
      code: "rate_limited",
      details: { ...details, retryAfterMs: 3000 },
    });
    await expect(answer("Mon, 23 Nov 2026 09:00:05 GMT")).rejects.toMatchObject({
      details: { ...details, retryAfterMs: 5000 },
    });
    for (const [said, ms] of [
      ["-5", 0],
      ["0.5", 500],
      ["Mon, 23 Nov 2026 08:00:00 GMT", 0],
      // A day at most: what is longer, or no number any more, would be told to clients as it is.
      ["1e999", null],
      ["9".repeat(400), 86_400_000],
      ["Fri, 31 Dec 9999 23:59:59 GMT", 86_400_000],
      ["soon", null],
      ["in 5 minutes", null],
      ["0x10", null],
      ["NaN", null],
    ] as const)
      await expect(answer(said), said).rejects.toMatchObject({ details: { ...details, retryAfterMs: ms } });
  });

  it("429: reads the finer retry-after-ms of OpenAI and Azure, and the first of several", async () => {
    const answer = (headers: Record<string, string | string[]>) =>
      failing((_, response) => void response.writeHead(429, headers).end("{}"));
    await expect(answer({ "retry-after": "1", "retry-after-ms": "250" })).rejects.toMatchObject({
      details: { retryAfterMs: 250 },
    });
    await expect(answer({ "retry-after": ["2", "9"] })).rejects.toMatchObject({
      details: { retryAfterMs: 2_000 },
    });
    await expect(answer({ "retry-after": "3", "retry-after-ms": "soon" })).rejects.toMatchObject({
      details: { retryAfterMs: 3_000 },
    });
  });

  it("5xx: may be tried again", async () => {
    await expect(failing((_, response) => void response.writeHead(503).end("<html>"))).rejects.toMatchObject({
      code: "upstream_failed",
      details: { status: 503, isRetryable: true },
    });
  });

  it("redirects: is not followed", async () => {
    await expect(
      failing((_, response) => void response.writeHead(302, { location: "http://169.254.169.254/" }).end()),
    ).rejects.toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("redirects"),
    });
  });

  it("nobody listens: says so", async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    await expect(collect(modelAt(`http://127.0.0.1:${port}/v1`))).rejects.toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("nothing listens"),
    });
  });

  it("never begins to answer: times out", async () => {
    await expect(failing(() => undefined, { headersMs: 60 })).rejects.toMatchObject({
      code: "upstream_timeout",
    });
  });

  it("thinks before its first byte longer than it may be silent later: waits for it", async () => {
    const model = modelAt(
      await provider((_, response) => {
        startStream(response).flushHeaders();
        setTimeout(() => response.end(`${chunk("a")}data: [DONE]\n\n`), 300);
      }),
      { idleMs: 60 },
    );
    expect((await Array.fromAsync(model.converse(hello))).map(({ type }) => type)).toContain("end");
  });

  it("goes silent in the middle: times out", async () => {
    await expect(
      failing((_, response) => void startStream(response).write(chunk("a")), { idleMs: 60 }),
    ).rejects.toMatchObject({
      code: "upstream_timeout",
      message: expect.stringContaining("middle"),
    });
  });

  it("may be silent for as long as the call says", async () => {
    const model = modelAt(
      await provider((_, response) => {
        startStream(response).write(chunk("a"));
        setTimeout(() => response.end("data: [DONE]\n\n"), 300);
      }),
      { idleMs: 60 },
    );
    const ended = await collect(model, { ...hello, idleTimeoutMs: 10_000 });
    expect(ended.at(-1)?.type).toBe("end");
    await expect(collect(model, { ...hello, idleTimeoutMs: 50 })).rejects.toMatchObject({
      code: "upstream_timeout",
    });
  });

  it("drops the socket mid-stream: fails after the deltas that came", async () => {
    const model = modelAt(
      await provider((_, response) => {
        startStream(response).write(chunk("a"), () => response.socket?.destroy());
      }),
    );
    const texts: string[] = [];
    const reading = (async () => {
      for await (const event of model.converse(hello)) if (event.type === "delta") texts.push(event.text);
    })();
    await expect(reading).rejects.toMatchObject({ code: "upstream_failed", details: { isRetryable: true } });
    expect(texts).toEqual(["a"]);
  });

  it("ends without an end: fails", async () => {
    await expect(failing((_, response) => void startStream(response).end(chunk("a")))).rejects.toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("broke off"),
    });
  });

  it("sends something that is no JSON: fails", async () => {
    await expect(
      failing((_, response) => void startStream(response).end("data: {oops\n\n")),
    ).rejects.toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("cannot be read"),
    });
    await expect(
      failing((_, response) => void startStream(response).end("<html>hello</html>")),
    ).rejects.toMatchObject({ code: "upstream_failed" });
  });

  it("streams an error: fails with its words", async () => {
    const body = 'data: {"error":{"message":"the engine is overloaded","code":503}}\n\n';
    await expect(failing((_, response) => void startStream(response).end(body))).rejects.toMatchObject({
      code: "upstream_failed",
      message: expect.stringContaining("overloaded"),
    });
  });

  it("is a private address that is not allowed: is never called", async () => {
    const transport = openAiTransport({
      name: "Loop",
      baseUrl: "http://127.0.0.1:9/v1",
      apiKey: null,
      model: "m",
      allowPrivate: false,
    });
    const model = new ChatModel({ name: "Loop", model: "m", transport, isSimulated: false, isLocal: false });
    await expect(collect(model)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("VALUELOOP_ALLOW_PRIVATE_URLS"),
    });
  });
});

describe("stopping", () => {
  it("closes the provider's socket when the signal fires", async () => {
    const closed = Promise.withResolvers<void>();
    const url = await provider((_, response) => {
      response.on("close", closed.resolve);
      startStream(response).write(chunk("a"));
    });
    const controller = new AbortController();
    const reading = (async () => {
      for await (const event of modelAt(url).converse(hello, { signal: controller.signal }))
        if (event.type === "delta") controller.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
    await closed.promise;
  });

  it("closes the provider's socket when the reader leaves", async () => {
    const closed = Promise.withResolvers<void>();
    const url = await provider((_, response) => {
      response.on("close", closed.resolve);
      startStream(response).write(chunk("a"));
    });
    for await (const _ of modelAt(url).converse(hello)) break;
    await closed.promise;
  });

  it("does not call at all when already stopped", async () => {
    let calls = 0;
    const url = await provider(() => void (calls += 1));
    await expect(collect(modelAt(url), hello, AbortSignal.abort())).rejects.toMatchObject({
      code: "cancelled",
    });
    expect(calls).toBe(0);
  });
});
