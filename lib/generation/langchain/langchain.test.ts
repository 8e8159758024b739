import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { StringOutputParser } from "@langchain/core/output_parsers";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createTenant, type Tenant } from "#testing";
import { addModel, closePools, createConnection } from "#lib/models";
import { flushGenerations, listGenerations } from "#lib/observability";
import { compilePrompt } from "#lib/prompts";
import { createRoute } from "#lib/routes";
import type { PromptContentInput } from "#schema/prompts";
import { PromptContent } from "#schema/prompts";
import { answerWith, loopbackProvider, type LoopbackHandler } from "../loopback.testing.ts";
import { routeModel, toCallOptions, toChatPromptTemplate } from "./entry.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

let tenant: Tenant;
let server: Awaited<ReturnType<typeof loopbackProvider>>;
let behave: LoopbackHandler;

beforeAll(async () => {
  tenant = await createTenant();
  server = await loopbackProvider((...all) => behave(...all));
  const admin = await tenant.as("admin");
  const { id } = await createConnection(admin, {
    name: "loop",
    kind: "openai_compatible",
    baseUrl: server.url,
  });
  await addModel(admin, { connectionId: id, name: "m", inputPrice: 1, outputPrice: 10 });
  const targets = [{ connectionId: id, model: "m" }];
  await createRoute(admin, { name: "support", definition: { targets, retries: { attempts: 2, baseMs: 0 } } });
});
beforeEach(() => {
  behave = answerWith("Hello");
  server.seen.calls = 0;
});
afterAll(async () => {
  await flushGenerations();
  await closePools();
  server.close();
});

const version = (content: PromptContentInput) => ({ content: PromptContent.parse(content) });
const triage = version({
  kind: "chat",
  messages: [
    { role: "developer", content: "Sort.{{#tone}} Be {{tone}}.{{/tone}} Literal {braces}." },
    { role: "user", content: "{{history}}" },
    { role: "user", content: "{{ticket}} & <b>{{count}}</b>" },
  ],
  variables: [
    { name: "ticket" },
    { name: "count", type: "number", default: 3 },
    { name: "tone", required: false },
    { name: "history", type: "messages", required: false },
  ],
  settings: { temperature: 0.5, stop: ["END"] },
  tools: [{ name: "find", parameters: { type: "object" } }],
});

describe("a prompt's version as ChatPromptTemplate", () => {
  it("says what the studio's own renderer says, with optional variables left out and history as messages", async () => {
    const template = toChatPromptTemplate(triage);
    expect(template.inputVariables).toEqual(["ticket"]);
    for (const values of [
      { ticket: "Card {{lost}}" },
      { ticket: "x", count: 4, tone: "kind" },
      { ticket: "x", history: [{ role: "assistant" as const, content: "Before" }] },
    ]) {
      const messages = await template.formatMessages(values);
      const own = compilePrompt(triage.content, values).messages;
      expect(messages.map(({ text }) => text)).toEqual(own.map(({ content }) => content));
      expect(messages[0]?.type).toBe("system");
    }
    const history = [new HumanMessage("One"), new AIMessage("Two")];
    const messages = await template.formatMessages({ ticket: "x", history });
    expect(messages.map(({ type }) => type)).toEqual(["system", "human", "ai", "human"]);
  });

  it("refuses what the studio refuses, and can be filled in parts", async () => {
    const template = toChatPromptTemplate(triage);
    await expect(template.formatMessages({})).rejects.toThrow(/ticket/);
    await expect(template.formatMessages({ ticket: "x", count: "many" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const half = await template.partial({ ticket: "x" });
    expect((await half.formatMessages({ tone: "kind" })).at(0)?.text).toContain("Be kind.");
  });

  it("stands before a model with its settings and tools", async () => {
    const model = await routeModel(tenant.ctx, "route:support");
    const chain = toChatPromptTemplate(triage)
      .pipe(model.withConfig(toCallOptions(triage)))
      .pipe(new StringOutputParser());
    expect(await chain.invoke({ ticket: "Card" })).toBe("Hello");
    expect(server.seen.bodies.at(-1)).toMatchObject({
      temperature: 0.5,
      stop: ["END"],
      tools: [{ type: "function", function: { name: "find" } }],
      messages: [{ role: "system" }, { role: "user", content: "Card & <b>3</b>" }],
    });
  });
});

describe("a route as chat model", () => {
  it("records each call as a generation with its cost, retried as the route says", async () => {
    await flushGenerations();
    const before = (await listGenerations(tenant.ctx)).items.length;
    behave = (request, response, raw) =>
      request.call === 1
        ? void response.writeHead(503).end("{}")
        : answerWith("At last")(request, response, raw);
    const model = await routeModel(tenant.ctx, "route:support", { source: "batch", metadata: { job: "j" } });
    const message = await model.invoke("Hi");
    expect(message.text).toBe("At last");
    expect(message.usage_metadata).toMatchObject({ input_tokens: 100, output_tokens: 20 });
    await flushGenerations();
    const { items } = await listGenerations(tenant.ctx);
    expect(items).toHaveLength(before + 1);
    const made = items.find(({ source }) => source === "batch");
    expect(made?.costUsd).toBe(0.0003);
  });

  it("streams, gives structured output, and takes a model's name too", async () => {
    const model = await routeModel(tenant.ctx, "loop/m");
    let text = "";
    for await (const chunk of await model.stream("Hi")) text += chunk.text;
    expect(text).toBe("Hello");
    behave = answerWith('{"category":"card"}');
    const structured = model.withStructuredOutput(z.object({ category: z.string() }));
    expect(await structured.invoke("Sort")).toEqual({ category: "card" });
  });

  it("throws what the generation failed with, and what it may not be", async () => {
    behave = (_request, response) => void response.writeHead(401).end("{}");
    const model = await routeModel(tenant.ctx, "route:support");
    await expect(model.invoke("Hi")).rejects.toMatchObject({ code: "upstream_failed" });
    await expect(routeModel(tenant.ctx, "route:none")).rejects.toMatchObject({ code: "not_found" });
    await expect(routeModel(tenant.ctx, "prompt:a")).rejects.toMatchObject({ code: "invalid_input" });
    const viewer = await tenant.as("viewer");
    await expect(routeModel(viewer, "route:support")).rejects.toMatchObject({ code: "forbidden" });
  });
});
