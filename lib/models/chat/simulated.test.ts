import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { ChatRequest } from "./schema.ts";
import { ChatModel } from "./chat-model.ts";
import { simulatedTransport } from "./simulated.ts";
import { categoriesIn } from "./simulated-text.ts";

const modelOf = (model: string, pauses: number[] = []) =>
  new ChatModel({
    name: "Simulated",
    model,
    transport: simulatedTransport(model, async (ms, signal) => {
      signal?.throwIfAborted();
      pauses.push(ms);
    }),
    isSimulated: true,
    isLocal: false,
  });
const ask = (content: string): ChatRequest => ({ messages: [{ role: "user", content }] });
const triage = (ticket: string) =>
  ask(
    `Classify the ticket into one of these categories: billing, technical, account, shipping.\nTicket: ${ticket}\nCategory:`,
  );

describe("the simulated model", () => {
  it("says the same to the same messages and something else to another seed", async () => {
    const request = ask("Write a reply to a customer who lost a parcel.");
    const first = await modelOf("simulated-fast").answer(request);
    expect((await modelOf("simulated-fast").answer(request)).text).toBe(first.text);
    expect((await modelOf("simulated-fast").answer({ ...request, seed: 2 })).text).not.toBe(first.text);
    expect(first.text.split(" ").length).toBeGreaterThan(15);
    expect(first.usage).toMatchObject({ isEstimated: true });
  });

  it.each([
    ["I was charged twice on my card and want a refund", "billing"],
    ["The app shows error 500 and then a crash", "technical"],
    ["I cannot login, my password is locked", "account"],
    ["My parcel never did arrive, tracking is stuck", "shipping"],
  ])("sorts %j under %s", async (ticket, category) => {
    expect((await modelOf("simulated-instant").answer(triage(ticket))).text).toBe(category);
  });

  it("finds the categories a prompt names", () => {
    expect(categoriesIn("Choose one of: billing, bug, other.\nText: x")).toEqual(["billing", "bug", "other"]);
    expect(categoriesIn("Categories:\n- billing\n- bug\n- feature_request\n\nTicket")).toEqual([
      "billing",
      "bug",
      "feature_request",
    ]);
    expect(categoriesIn("Answer with one of billing, bug or other")).toEqual(["billing", "bug", "other"]);
    expect(categoriesIn("Write a poem.")).toEqual([]);
  });

  it("follows a response schema", async () => {
    const responseSchema = {
      type: "object",
      properties: {
        category: { type: "string", enum: ["billing", "technical"] },
        confidence: { type: "number", minimum: 0, maximum: 1 },
        tags: { type: "array", items: { type: "string" }, minItems: 1 },
        urgent: { type: "boolean" },
      },
      required: ["category", "confidence", "tags", "urgent"],
      additionalProperties: false,
    };
    const { text } = await modelOf("simulated-instant").answer({
      ...ask("I want a refund of this invoice"),
      responseSchema,
    });
    expect(new Ajv().validate(responseSchema, JSON.parse(text))).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ category: "billing" });
  });

  it("keeps to its pace, its limit and its stops", async () => {
    const pauses: number[] = [];
    const { finishReason, text } = await modelOf("simulated-slow", pauses).answer({
      ...ask("Tell me about the harbour"),
      maxTokens: 8,
    });
    expect(text.split(" ")).toHaveLength(6);
    expect(finishReason).toBe("length");
    expect(pauses).toHaveLength(6);
    expect(pauses[0]).toBeGreaterThan(500);
    const instant: number[] = [];
    await modelOf("simulated-instant", instant).answer(ask("Tell me about the harbour"));
    expect(instant).toEqual([]);
    expect(
      (await modelOf("simulated-instant").answer({ ...ask("Tell me"), stop: ["."] })).text,
    ).not.toContain(".");
  });

  it("stops when asked to", async () => {
    const controller = new AbortController();
    const reading = (async () => {
      for await (const event of modelOf("simulated-fast").converse(ask("Tell me"), {
        signal: controller.signal,
      }))
        if (event.type === "delta") controller.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
  });
});
