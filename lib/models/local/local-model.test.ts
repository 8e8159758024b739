import { existsSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { localPaths } from "#lib/downloads";
import { ChatModel } from "../chat/chat-model.ts";
import type { ChatRequest } from "../chat/schema.ts";
import { localModelName } from "../constants.ts";
import { localEngine } from "./engine.ts";
import { localPrompt, localTransport } from "./transport.ts";

const isHere = existsSync(localPaths().marker);
if (!isHere)
  process.stderr.write(
    "The local model is not in the data folder, so its tests are skipped: run `node scripts/local-model.ts`.\n",
  );

async function localModel(queueKey = "project"): Promise<ChatModel> {
  const transport = await localTransport({
    name: "local",
    kind: "local",
    baseUrl: null,
    apiKey: null,
    model: localModelName,
    options: {},
    queueKey,
  });
  return new ChatModel({
    name: "local",
    model: localModelName,
    transport,
    isSimulated: false,
    isLocal: true,
  });
}
const ask = (content: string, settings: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [{ role: "user", content }],
  ...settings,
});

afterAll(async () => {
  if (isHere) await localEngine().close();
});

describe("the prompt of a base model", () => {
  it("is the messages' contents, one under the other, without roles", () => {
    expect(localPrompt([{ role: "user", content: "One" }])).toBe("One");
    expect(
      localPrompt([
        { role: "system", content: "Sort tickets." },
        { role: "user", content: "Ticket: x\nCategory:" },
      ]),
    ).toBe("Sort tickets.\n\nTicket: x\nCategory:");
  });
});

describe.skipIf(!isHere)("the local model", { timeout: 300_000 }, () => {
  it("gives real tokens, counted by its own tokenizer, the same each time without a temperature", async () => {
    const model = await localModel();
    const first = await model.answer(ask("The capital of France is", { maxTokens: 12 }));
    expect(first.text.toLowerCase()).toContain("france");
    expect(first.usage).toMatchObject({ outputTokens: 12, isEstimated: false });
    expect(first.usage.inputTokens).toBeGreaterThan(4);
    expect(first.finishReason).toBe("length");
    expect(first.computeMs).toBeGreaterThan(0);
    expect((await model.answer(ask("The capital of France is", { maxTokens: 12 }))).text).toBe(first.text);
    const rate = (first.usage.outputTokens / Number(first.computeMs)) * 1000;
    process.stderr.write(`local model: ${rate.toFixed(1)} tokens/s\n`);
  });

  it("stops at a stop string and leaves it out", async () => {
    const { text, finishReason } = await (
      await localModel()
    ).answer(ask("Count: one, two, three, four,", { stop: [","], maxTokens: 20 }));
    expect(text).not.toContain(",");
    expect(finishReason).toBe("stop");
  });

  it("answers within the grammar of a schema", async () => {
    const responseSchema = { type: "object", properties: { category: { enum: ["billing", "technical"] } } };
    const { text } = await (
      await localModel()
    ).answer(ask("Ticket: I was charged twice.\nAnswer as JSON:", { responseSchema, maxTokens: 60 }));
    expect(["billing", "technical"]).toContain((JSON.parse(text) as { category: string }).category);
  });

  it("stops soon when cancelled and serves the next", async () => {
    const model = await localModel();
    const controller = new AbortController();
    let deltas = 0;
    const reading = (async () => {
      for await (const event of model.converse(ask("Once upon a time", { maxTokens: 400 }), {
        signal: controller.signal,
      })) {
        if (event.type !== "delta") continue;
        deltas += 1;
        controller.abort();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
    expect(deltas).toBe(1);
    expect((await model.answer(ask("One plus one is", { maxTokens: 3 }))).text).not.toBe("");
  });

  it("serves several at once, each its own answer", async () => {
    const answers = await Promise.all(
      ["a", "b", "a"].map(async (key, at) =>
        (await localModel(key)).answer(ask(`${["Red", "Green", "Blue"][at]} is a`, { maxTokens: 4 })),
      ),
    );
    expect(answers.every(({ usage }) => usage.outputTokens > 0)).toBe(true);
  });

  it("refuses a prompt longer than it can read", async () => {
    await expect((await localModel()).answer(ask("word ".repeat(6000)))).rejects.toMatchObject({
      code: "too_large",
    });
  });
});
