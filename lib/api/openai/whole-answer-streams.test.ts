import { describe, expect, it, vi } from "vitest";
import { listConnections } from "#lib/models";
import { newId } from "#platform/ids";
import { ChunkWriter } from "./chat-stream.ts";
import { streamAnswer } from "./stream.ts";
import {
  type Json,
  type Answer,
  chunksOf,
  answering,
  streaming,
  delta,
  stop,
  useGateway,
} from "./whole-answer.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const { gateway, bodies, heard, post, whole, stored, headers } = useGateway();

describe("a caller's trace", () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

  it("holds the call under the caller's span, and the provider hears of it", async () => {
    gateway.behave = answering([{ message: { content: "It." }, finish_reason: "stop" }]);
    const { id } = (await (await post({}, { traceparent })).json()) as Answer;
    expect(await stored(id)).toMatchObject({ traceId });
    const trace = await (
      await gateway.api.request(`/api/v1/traces/${traceId}`, { headers: headers() })
    ).json();
    const root = (trace as { roots: Json[] }).roots[0];
    expect(root).toMatchObject({ name: "generate", parentSpanId: "00f067aa0ba902b7" });
    expect(heard.at(-1)?.["traceparent"]).toBe(`00-${traceId}-${String(root?.["spanId"])}-01`);
    gateway.behave = streaming(delta({ content: "It." }), stop);
    const [first] = chunksOf(await (await post({ stream: true }, { traceparent })).text());
    expect(await stored(first?.id ?? "")).toMatchObject({ traceId });
    // Nobody's trace is nobody's business.
    await (await post({ stream: true })).text();
    expect(heard.at(-1)).not.toHaveProperty("traceparent");
  });
});

describe("streams", () => {
  it("say that they are alive while a model is silent, and end as ever", async () => {
    gateway.behave = async (_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      await new Promise((done) => setTimeout(done, 300));
      response.end(`data: ${JSON.stringify(delta({ content: "It." }))}\n\ndata: ${JSON.stringify(stop)}\n\n`);
    };
    const { id: connectionId } = (await listConnections(gateway.tenant.ctx))[0] ?? { id: "" };
    const messages = [{ role: "user" as const, content: "Hi" }];
    const input = { source: "api" as const, targets: [{ connectionId, model: "m" }], messages };
    const options = { signal: new AbortController().signal, generationId: newId() };
    const request = { input, options };
    const { generationId } = options;
    const writer = new ChunkWriter({
      generationId,
      model: "m",
      created: 0,
      withUsage: false,
      isLegacy: false,
    });
    const response = await streamAnswer(gateway.tenant.ctx, request, writer, { keepAliveMs: 50 });
    const text = await response.text();
    expect(text.match(/^: keep-alive$/gm)?.length).toBeGreaterThan(1);
    expect(text.startsWith(": keep-alive\n\n")).toBe(true);
    expect(chunksOf(text).map(({ choices }) => choices[0]?.delta?.["content"])).toContain("It.");
    expect(text.trimEnd().endsWith("data: [DONE]")).toBe(true);
  });

  it("of a reader who left say no more, while the call is still being recorded", async () => {
    const closed = Promise.withResolvers<void>();
    gateway.behave = (_request, response) => {
      response.on("close", () => closed.resolve());
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    };
    const { id: connectionId } = (await listConnections(gateway.tenant.ctx))[0] ?? { id: "" };
    const messages = [{ role: "user" as const, content: "Hi" }];
    const input = { source: "api" as const, targets: [{ connectionId, model: "m" }], messages };
    const options = { signal: new AbortController().signal, generationId: newId() };
    const request = { input, options };
    const { generationId } = options;
    const writer = new ChunkWriter({
      generationId,
      model: "m",
      created: 0,
      withUsage: false,
      isLegacy: false,
    });
    const clear = vi.spyOn(globalThis, "clearInterval");
    const response = await streamAnswer(gateway.tenant.ctx, request, writer, { keepAliveMs: 20 });
    const before = clear.mock.calls.length;
    const reader = response.body?.getReader();
    await reader?.read();
    const left = reader?.cancel();
    expect(clear.mock.calls.length).toBeGreaterThan(before);
    await left;
    await closed.promise;
    clear.mockRestore();
  });

  it("say that they are not to be gathered", async () => {
    gateway.behave = streaming(delta({ content: "It." }), stop);
    const response = await post({ stream: true });
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    await response.text();
  });
});

describe("pictures", () => {
  const url = `data:image/png;base64,${Buffer.from("a dot").toString("base64")}`;
  const picture = { type: "image_url", image_url: { url } };

  it("reach the provider, and of them is stored what they were", async () => {
    gateway.behave = answering([{ message: { content: "A dot." }, finish_reason: "stop" }]);
    const content = [{ type: "text", text: "What is it?" }, picture];
    const { id } = await whole({ messages: [{ role: "user", content }] });
    expect(bodies.at(-1)).toMatchObject({ messages: [{ role: "user", content }] });
    const row = JSON.stringify(await stored(id));
    expect(row).toContain("What is it?");
    expect(row).toContain("image/png, 5 bytes");
    expect(row).not.toContain(url.slice(22));
  });
});
