import { readUIMessageStream } from "ai";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { addModel, closePools, createConnection } from "#lib/models";
import { flushGenerations, getGeneration, getTrace } from "#lib/observability";
import { createPrompt } from "#lib/prompts";
import { archiveRoute, createRoute } from "#lib/routes";
import type { Context } from "#lib/identity";
import { newId } from "#platform/ids";
import { forget } from "#platform/runtime";
import { stepLimit } from "./constants.ts";
import {
  getConversation,
  listConversations,
  removeConversation,
  resumeTurn,
  sendTurn,
  stopTurn,
} from "./index.ts";
import { openProvider } from "./provider.testing.ts";
import type { PlaygroundChunk, PlaygroundData, PlaygroundMessage, SendTurnInput } from "./schema.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let provider: Awaited<ReturnType<typeof openProvider>>;
let target: { connectionId: string; model: string };

beforeAll(async () => {
  tenant = await createTenant();
  provider = await openProvider();
  const admin = await tenant.as("admin");
  const { id: connectionId } = await createConnection(admin, {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: provider.url,
  });
  await addModel(admin, {
    connectionId,
    name: "m",
    inputPrice: 1,
    outputPrice: 10,
    activeParametersBillions: 7,
    totalParametersBillions: 7,
  });
  target = { connectionId, model: "m" };
});
beforeEach(() => {
  provider.play((stream) => stream.text("Hello").end());
  provider.seen.bodies.length = 0;
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  provider.close();
});

const content = {
  kind: "chat",
  messages: [
    { role: "system", content: "Sort tickets." },
    { role: "user", content: "{{ticket}}" },
  ],
  variables: [{ name: "ticket", type: "text", required: true }],
  settings: {},
};
const variables = { ticket: "The invoice shows two fees" };
const runPart = {
  type: "data-run" as const,
  data: { versionNumber: null, variables, exampleId: null },
};

const userTurn = (...parts: PlaygroundMessage["parts"]): PlaygroundMessage => ({
  id: newId(),
  role: "user",
  parts,
});
const says = (text: string) => userTurn({ type: "text", text });

function asked(conversationId: string, messages: PlaygroundMessage[]): SendTurnInput {
  return { conversationId, pane: "1", target, content, variables, messages: messages as never };
}

/** The message a browser makes of a stream. */
async function shown(
  stream: ReadableStream<PlaygroundChunk>,
  message?: PlaygroundMessage,
): Promise<PlaygroundMessage> {
  let last: PlaygroundMessage | undefined;
  const states = readUIMessageStream<PlaygroundMessage>({
    stream,
    ...(message ? { message: structuredClone(message) } : {}),
    onError: (error) => {
      throw error;
    },
  });
  for await (const state of states) last = state;
  if (!last) throw new Error("the stream said nothing");
  return last;
}

function textIn({ parts }: PlaygroundMessage): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

function dataIn<Name extends keyof PlaygroundData>(
  { parts }: PlaygroundMessage,
  name: Name,
): PlaygroundData[Name] | undefined {
  const part = parts.findLast(({ type }) => type === `data-${name}`);
  return part && "data" in part ? (part.data as PlaygroundData[Name]) : undefined;
}

/** Sends and reads to the end. */
async function answer(ctx: Context, conversationId: string, messages: PlaygroundMessage[]) {
  const last = messages.at(-1);
  const stream = await sendTurn(ctx, asked(conversationId, messages));
  return shown(stream, last?.role === "assistant" ? last : undefined);
}

describe("a turn", () => {
  it("is answered in parts: thinking, text and its figures under the generation's id", async () => {
    provider.play((stream) => stream.thinking("Two fees.").text("bill").text("ing").end());
    const message = await answer(tenant.ctx, newId(), [userTurn(runPart)]);
    expect(textIn(message)).toBe("billing");
    expect(message.parts.find((part) => part.type === "reasoning")).toMatchObject({ text: "Two fees." });
    const generation = dataIn(message, "generation");
    expect(generation).toMatchObject({ model: "m", connectionName: "loop", status: "succeeded" });
    expect(dataIn(message, "tokens")).toMatchObject({ input: 100, output: 20, isEstimated: false });
    expect(dataIn(message, "cost")?.usd).toBeCloseTo((100 * 1 + 20 * 10) / 1e6, 10);
    expect(dataIn(message, "carbon")?.grams).toBeGreaterThan(0);
    expect(dataIn(message, "latency")?.totalMs).toBeGreaterThanOrEqual(0);
    await flushGenerations();
    const stored = await getGeneration(tenant.ctx, { generationId: generation?.id ?? "" });
    expect(stored).toMatchObject({ source: "playground", output: "billing" });
  });

  it("follows the prompt and what was said before", async () => {
    const conversationId = newId();
    const run = userTurn(runPart);
    const first = await answer(tenant.ctx, conversationId, [run]);
    await answer(tenant.ctx, conversationId, [run, first, says("And in German?")]);
    expect(provider.seen.bodies[1]?.messages).toEqual([
      { role: "system", content: "Sort tickets." },
      { role: "user", content: variables.ticket },
      { role: "assistant", content: "Hello" },
      { role: "user", content: "And in German?" },
    ]);
  });

  it("shows the model an image", async () => {
    const url = "data:image/png;base64,iVBORw0KGgo=";
    await answer(tenant.ctx, newId(), [
      userTurn({ type: "file", mediaType: "image/png", url }, { type: "text", text: "What is this?" }),
    ]);
    expect(provider.seen.bodies[0]?.messages.at(-1)).toEqual({
      role: "user",
      content: [
        { type: "text", text: "What is this?" },
        { type: "image_url", image_url: { url } },
      ],
    });
  });

  it("tells what went wrong in its message, so that it is still there later", async () => {
    provider.play((stream) => stream.refuse(400, "no such model"));
    const conversationId = newId();
    const message = await answer(tenant.ctx, conversationId, [userTurn(runPart)]);
    expect(dataIn(message, "trouble")?.message).toContain("no such model");
    const kept = await getConversation(tenant.ctx, { conversationId });
    expect(dataIn(kept.panes[0]?.messages.at(-1) as PlaygroundMessage, "trouble")).toBeDefined();
  });

  it("keeps no pane when the prompt could not be filled in", async () => {
    const conversationId = newId();
    await expect(
      sendTurn(tenant.ctx, { ...asked(conversationId, [userTurn(runPart)]), variables: {} }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(getConversation(tenant.ctx, { conversationId })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a tool call", () => {
  const asking = (id: string) =>
    provider.play((stream) => stream.tool(id, "lookUp", { order: 7 }).end("tool_calls"));

  function withOutput(message: PlaygroundMessage, output: unknown): PlaygroundMessage {
    return {
      ...message,
      parts: message.parts.map((part) =>
        part.type === "dynamic-tool" && part.state === "input-available"
          ? { ...part, state: "output-available" as const, output }
          : part,
      ),
    };
  }

  it("waits for its result, and the same message goes on with it", async () => {
    const conversationId = newId();
    asking("call_1");
    const run = userTurn(runPart);
    const first = await answer(tenant.ctx, conversationId, [run]);
    expect(first.parts.find((part) => part.type === "dynamic-tool")).toMatchObject({
      toolName: "lookUp",
      toolCallId: "call_1",
      state: "input-available",
      input: { order: 7 },
    });
    provider.play((stream) => stream.text("Order 7 was sent").end());
    const second = await answer(tenant.ctx, conversationId, [run, withOutput(first, { sent: true })]);
    expect(second.id).toBe(first.id);
    expect(textIn(second)).toBe("Order 7 was sent");
    expect(provider.seen.bodies[1]?.messages.slice(-2)).toMatchObject([
      { role: "assistant", tool_calls: [{ id: "call_1" }] },
      { role: "tool", tool_call_id: "call_1", content: '{"sent":true}' },
    ]);
    const kept = await getConversation(tenant.ctx, { conversationId });
    expect(kept.panes[0]?.messages.at(-1)?.parts.filter(({ type }) => type === "step-start")).toHaveLength(2);
  });

  it("is read with its earlier steps by one who comes back while it goes on", async () => {
    const conversationId = newId();
    asking("call_1");
    const run = userTurn(runPart);
    const first = await answer(tenant.ctx, conversationId, [run]);
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    provider.play(async (stream) => {
      stream.text("Sent");
      await gate;
      stream.end();
    });
    const reader = await sendTurn(
      tenant.ctx,
      asked(conversationId, [run, withOutput(first, { sent: true })]),
    );
    const back = await resumeTurn(tenant.ctx, { conversationId, pane: "1" });
    letGo();
    await reader.cancel();
    const message = await shown(back);
    expect(message.parts.find((part) => part.type === "dynamic-tool")).toMatchObject({
      toolCallId: "call_1",
      state: "output-available",
    });
    expect(textIn(message)).toBe("Sent");
  });

  it("is answered at most as often as the step limit says", async () => {
    const conversationId = newId();
    const run = userTurn(runPart);
    let message: PlaygroundMessage | null = null;
    for (let step = 1; step <= stepLimit; step += 1) {
      asking(`call_${step}`);
      message = withOutput(await answer(tenant.ctx, conversationId, message ? [run, message] : [run]), 1);
    }
    await expect(
      sendTurn(tenant.ctx, asked(conversationId, [run, message as PlaygroundMessage])),
    ).rejects.toMatchObject({ code: "invalid_input" });
    expect(provider.seen.bodies).toHaveLength(stepLimit);
  });
});

describe("an answer that is coming", () => {
  /** A provider that says the first word at once and the rest when it is let go. */
  function patient() {
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    provider.play(async (stream) => {
      stream.text("first");
      await gate;
      stream.text(" second").end();
    });
    return letGo;
  }

  async function untilText(stream: ReadableStream<PlaygroundChunk>): Promise<void> {
    // A loop would cancel the stream at its end, and a cancelled branch waits for the other one.
    const reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) throw new Error("there was no text");
      if (value.type === "text-delta") return reader.releaseLock();
    }
  }

  it("goes on when its reader leaves, and is read from its beginning by one who comes back", async () => {
    const letGo = patient();
    const conversationId = newId();
    const reader = await sendTurn(tenant.ctx, asked(conversationId, [userTurn(runPart)]));
    await untilText(reader);
    await reader.cancel();
    expect((await getConversation(tenant.ctx, { conversationId })).panes[0]?.isRunning).toBe(true);
    const back = await resumeTurn(tenant.ctx, { conversationId, pane: "1" });
    letGo();
    const message = await shown(back);
    expect(textIn(message)).toBe("first second");
    const kept = await getConversation(tenant.ctx, { conversationId });
    expect(kept.panes[0]?.isRunning).toBe(false);
    expect(kept.panes[0]?.messages.at(-1)).toMatchObject({ id: message.id });
    expect(provider.seen.bodies).toHaveLength(1);
  });

  it("is followed from its row by another process", async () => {
    const letGo = patient();
    const conversationId = newId();
    const [mine, rest] = (
      await sendTurn(tenant.ctx, asked(conversationId, [userTurn(runPart)]), { keepEveryMs: 5 })
    ).tee();
    await untilText(mine);
    forget("playground.live");
    const whole = shown(rest);
    let looks = 0;
    const sleep = async () => {
      looks += 1;
      letGo();
      await whole;
    };
    const back = await resumeTurn(tenant.ctx, { conversationId, pane: "1" }, { sleep });
    expect(textIn(await shown(back))).toBe("first second");
    expect(looks).toBe(1);
  });

  it("shows what was recorded when its process is gone", async () => {
    patient();
    const conversationId = newId();
    const reader = await sendTurn(tenant.ctx, asked(conversationId, [userTurn(runPart)]), { keepEveryMs: 5 });
    await untilText(reader);
    await vi.waitFor(async () => {
      const { panes } = await getConversation(tenant.ctx, { conversationId });
      expect(panes[0]?.messages.at(-1)?.role).toBe("assistant");
      expect(textIn(panes[0]?.messages.at(-1) as PlaygroundMessage)).toBe("first");
    });
    // The process dies: nobody renews the lease any more.
    const later = { ...tenant.ctx, clock: { now: () => new Date(tenant.clock.now().getTime() + 20_000) } };
    forget("playground.live");
    const { panes } = await getConversation(later, { conversationId });
    expect(panes[0]?.isRunning).toBe(false);
    expect(textIn(await shown(await resumeTurn(later, { conversationId, pane: "1" })))).toBe("first");
    await expect(stopTurn(later, { conversationId, pane: "1" })).resolves.toEqual({ isStopped: false });
  });

  it("is stopped down to the provider, and what had come is kept as cancelled", async () => {
    patient();
    const conversationId = newId();
    const aborted = provider.seen.aborted;
    const [mine, rest] = (await sendTurn(tenant.ctx, asked(conversationId, [userTurn(runPart)]))).tee();
    await untilText(mine);
    await expect(sendTurn(tenant.ctx, asked(conversationId, [userTurn(runPart)]))).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(stopTurn(tenant.ctx, { conversationId, pane: "1" })).resolves.toEqual({ isStopped: true });
    const message = await shown(rest);
    expect(textIn(message)).toBe("first");
    expect(dataIn(message, "generation")?.status).toBe("cancelled");
    expect(dataIn(message, "trouble")).toBeUndefined();
    await vi.waitFor(() => expect(provider.seen.aborted).toBe(aborted + 1));
  });

  it("is stopped by another process through its row", async () => {
    patient();
    const conversationId = newId();
    const [mine, rest] = (
      await sendTurn(tenant.ctx, asked(conversationId, [userTurn(runPart)]), { keepEveryMs: 5 })
    ).tee();
    await untilText(mine);
    forget("playground.live");
    await expect(stopTurn(tenant.ctx, { conversationId, pane: "1" })).resolves.toEqual({ isStopped: true });
    expect(dataIn(await shown(rest), "generation")?.status).toBe("cancelled");
  });
});

describe("a conversation", () => {
  it("belongs to its owner only", async () => {
    const conversationId = newId();
    await answer(tenant.ctx, conversationId, [userTurn(runPart)]);
    const other = await tenant.as("engineer");
    await expect(getConversation(other, { conversationId })).rejects.toMatchObject({ code: "not_found" });
    await expect(resumeTurn(other, { conversationId, pane: "1" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(stopTurn(other, { conversationId, pane: "1" })).rejects.toMatchObject({ code: "not_found" });
    await expect(removeConversation(other, { conversationId })).rejects.toMatchObject({ code: "not_found" });
    await expect(sendTurn(other, asked(conversationId, [userTurn(runPart)]))).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await listConversations(other)).toEqual([]);
  });

  it("is refused to whoever may not call models", async () => {
    const viewer = await tenant.as("viewer");
    await expect(sendTurn(viewer, asked(newId(), [userTurn(runPart)]))).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("is answered through a route as a version may be served, and is found again with it", async () => {
    const admin = await tenant.as("admin");
    const { id: routeId, name } = await createRoute(admin, {
      name: "talk",
      definition: { targets: [target] },
    });
    const conversationId = newId();
    const turn = {
      ...asked(conversationId, [says("Hi route")]),
      target: { routeId, version: "newest" as const },
    };
    await shown(await sendTurn(tenant.ctx, turn));
    const by = { routeId, version: 1, name };
    const { panes } = await getConversation(tenant.ctx, { conversationId });
    expect(panes[0]).toMatchObject({ target: by });
    const message = panes[0]?.messages.at(-1) as PlaygroundMessage;
    const { id: generationId } = dataIn(message, "generation") as { id: string };
    const { traceId } = await getGeneration(tenant.ctx, { generationId });
    expect((await getTrace(tenant.ctx, { traceId })).roots[0]?.attributes).toMatchObject({
      "valueloop.route.name": name,
      "valueloop.route.version": 1,
    });
    const listed = await listConversations(tenant.ctx, { promptId: null });
    expect(listed.find(({ id }) => id === conversationId)?.panes).toMatchObject([{ target: by }]);
    await archiveRoute(admin, { routeId });
    await expect(sendTurn(tenant.ctx, turn)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is listed by its first words, of its prompt, and removed with a record of it", async () => {
    const ctx = await tenant.as("engineer");
    const prompt = await createPrompt(ctx, { path: "chat/listed", content: content as never });
    const [ofPrompt, ofScratch] = [newId(), newId()];
    const stream = await sendTurn(ctx, {
      ...asked(ofPrompt, [userTurn(runPart)]),
      promptId: prompt.id,
    });
    await shown(stream);
    await answer(ctx, ofScratch, [says("Hi there")]);
    expect(await listConversations(ctx, { promptId: prompt.id })).toMatchObject([
      { id: ofPrompt, title: variables.ticket, turns: 1, panes: [{ pane: "1", target }] },
    ]);
    expect(await listConversations(ctx, { promptId: null })).toMatchObject([
      { id: ofScratch, title: "Hi there" },
    ]);
    await removeConversation(ctx, { conversationId: ofPrompt });
    expect(await listConversations(ctx, { promptId: prompt.id })).toEqual([]);
  });

  it("is kept without personal data where a policy says so", async () => {
    const own = await createTenant();
    const admin = await own.as("admin");
    await savePolicy(admin, {
      name: "stored",
      rules: { pii: [{ type: "EMAIL_ADDRESS", stored: "redact" }] },
    });
    const { id: connectionId } = await createConnection(admin, {
      name: "loop",
      kind: "openai_compatible",
      baseUrl: provider.url,
      models: ["m"],
    });
    provider.play((stream) => stream.text("I wrote to ada@example.com").end());
    const conversationId = newId();
    const turn = says("Write to ada@example.com");
    const run = { ...runPart, data: { ...runPart.data, variables: { ticket: "From ada@example.com" } } };
    const stream = await sendTurn(own.ctx, {
      ...asked(conversationId, [userTurn(run), turn]),
      target: { connectionId, model: "m" },
    });
    expect(textIn(await shown(stream))).toContain("ada@example.com");
    const kept = JSON.stringify(await getConversation(own.ctx, { conversationId }));
    expect(kept).not.toContain("ada@example.com");
    expect(JSON.stringify(await listConversations(own.ctx))).not.toContain("ada@example.com");
    expect(kept).toContain(turn.id);
  });
});
