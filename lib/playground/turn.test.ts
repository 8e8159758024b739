import { describe, expect, it, vi } from "vitest";
import { flushGenerations, getGeneration } from "#lib/observability";
import { newId } from "#platform/ids";
import { stepLimit } from "./constants.ts";
import { getConversation, resumeTurn, sendTurn } from "./index.ts";
import {
  answer,
  asked,
  dataIn,
  usePlayground,
  runPart,
  says,
  shown,
  textIn,
  userTurn,
  variables,
} from "./playground.testing.ts";
import type { PlaygroundMessage } from "./schema.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const playground = usePlayground();

describe("a turn", () => {
  it("is answered in parts: thinking, text and its figures under the generation's id", async () => {
    playground.provider.play((stream) => stream.thinking("Two fees.").text("bill").text("ing").end());
    const message = await answer(playground, playground.tenant.ctx, newId(), [userTurn(runPart)]);
    expect(textIn(message)).toBe("billing");
    expect(message.parts.find((part) => part.type === "reasoning")).toMatchObject({ text: "Two fees." });
    const generation = dataIn(message, "generation");
    expect(generation).toMatchObject({ model: "m", connectionName: "loop", status: "succeeded" });
    expect(dataIn(message, "tokens")).toMatchObject({ input: 100, output: 20, isEstimated: false });
    expect(dataIn(message, "cost")?.usd).toBeCloseTo((100 * 1 + 20 * 10) / 1e6, 10);
    expect(dataIn(message, "carbon")?.grams).toBeGreaterThan(0);
    expect(dataIn(message, "latency")?.totalMs).toBeGreaterThanOrEqual(0);
    await flushGenerations();
    const stored = await getGeneration(playground.tenant.ctx, { generationId: generation?.id ?? "" });
    expect(stored).toMatchObject({ source: "playground", output: "billing" });
  });

  it("follows the prompt and what was said before", async () => {
    const conversationId = newId();
    const run = userTurn(runPart);
    const first = await answer(playground, playground.tenant.ctx, conversationId, [run]);
    await answer(playground, playground.tenant.ctx, conversationId, [run, first, says("And in German?")]);
    expect(playground.provider.seen.bodies[1]?.messages).toEqual([
      { role: "system", content: "Sort tickets." },
      { role: "user", content: variables.ticket },
      { role: "assistant", content: "Hello" },
      { role: "user", content: "And in German?" },
    ]);
  });

  it("shows the model an image", async () => {
    const url = "data:image/png;base64,iVBORw0KGgo=";
    await answer(playground, playground.tenant.ctx, newId(), [
      userTurn({ type: "file", mediaType: "image/png", url }, { type: "text", text: "What is this?" }),
    ]);
    expect(playground.provider.seen.bodies[0]?.messages.at(-1)).toEqual({
      role: "user",
      content: [
        { type: "text", text: "What is this?" },
        { type: "image_url", image_url: { url } },
      ],
    });
  });

  it("tells what went wrong in its message, so that it is still there later", async () => {
    playground.provider.play((stream) => stream.refuse(400, "no such model"));
    const conversationId = newId();
    const message = await answer(playground, playground.tenant.ctx, conversationId, [userTurn(runPart)]);
    expect(dataIn(message, "problem")?.message).toContain("no such model");
    const kept = await getConversation(playground.tenant.ctx, { conversationId });
    expect(dataIn(kept.panes[0]?.messages.at(-1) as PlaygroundMessage, "problem")).toBeDefined();
  });

  it("keeps no pane when the prompt could not be filled in", async () => {
    const conversationId = newId();
    await expect(
      sendTurn(playground.tenant.ctx, {
        ...asked(playground, conversationId, [userTurn(runPart)]),
        variables: {},
      }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(getConversation(playground.tenant.ctx, { conversationId })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("a tool call", () => {
  const asking = (id: string) =>
    playground.provider.play((stream) => stream.tool(id, "lookUp", { order: 7 }).end("tool_calls"));

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
    const first = await answer(playground, playground.tenant.ctx, conversationId, [run]);
    expect(first.parts.find((part) => part.type === "dynamic-tool")).toMatchObject({
      toolName: "lookUp",
      toolCallId: "call_1",
      state: "input-available",
      input: { order: 7 },
    });
    playground.provider.play((stream) => stream.text("Order 7 was sent").end());
    const second = await answer(playground, playground.tenant.ctx, conversationId, [
      run,
      withOutput(first, { sent: true }),
    ]);
    expect(second.id).toBe(first.id);
    expect(textIn(second)).toBe("Order 7 was sent");
    expect(playground.provider.seen.bodies[1]?.messages.slice(-2)).toMatchObject([
      { role: "assistant", tool_calls: [{ id: "call_1" }] },
      { role: "tool", tool_call_id: "call_1", content: '{"sent":true}' },
    ]);
    const kept = await getConversation(playground.tenant.ctx, { conversationId });
    expect(kept.panes[0]?.messages.at(-1)?.parts.filter(({ type }) => type === "step-start")).toHaveLength(2);
  });

  it("is read with its earlier steps by one who comes back while it goes on", async () => {
    const conversationId = newId();
    asking("call_1");
    const run = userTurn(runPart);
    const first = await answer(playground, playground.tenant.ctx, conversationId, [run]);
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    playground.provider.play(async (stream) => {
      stream.text("Sent");
      await gate;
      stream.end();
    });
    const reader = await sendTurn(
      playground.tenant.ctx,
      asked(playground, conversationId, [run, withOutput(first, { sent: true })]),
    );
    const back = await resumeTurn(playground.tenant.ctx, { conversationId, pane: "1" });
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
      message = withOutput(
        await answer(playground, playground.tenant.ctx, conversationId, message ? [run, message] : [run]),
        1,
      );
    }
    await expect(
      sendTurn(playground.tenant.ctx, asked(playground, conversationId, [run, message as PlaygroundMessage])),
    ).rejects.toMatchObject({ code: "invalid_input" });
    expect(playground.provider.seen.bodies).toHaveLength(stepLimit);
  });
});
