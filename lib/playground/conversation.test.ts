import { describe, expect, it, vi } from "vitest";
import { createTenant } from "#testing";
import { savePolicy } from "#lib/guardrails";
import { createConnection } from "#lib/models";
import { getGeneration, getTrace } from "#lib/observability";
import { createPrompt } from "#lib/prompts";
import { archiveRoute, createRoute } from "#lib/routes";
import { newId } from "#platform/ids";
import {
  getConversation,
  listConversations,
  removeConversation,
  resumeTurn,
  sendTurn,
  stopTurn,
} from "./index.ts";
import {
  answer,
  asked,
  content,
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

describe("a conversation", () => {
  it("belongs to its owner only", async () => {
    const conversationId = newId();
    await answer(playground, playground.tenant.ctx, conversationId, [userTurn(runPart)]);
    const other = await playground.tenant.as("engineer");
    await expect(getConversation(other, { conversationId })).rejects.toMatchObject({ code: "not_found" });
    await expect(resumeTurn(other, { conversationId, pane: "1" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(stopTurn(other, { conversationId, pane: "1" })).rejects.toMatchObject({ code: "not_found" });
    await expect(removeConversation(other, { conversationId })).rejects.toMatchObject({ code: "not_found" });
    await expect(
      sendTurn(other, asked(playground, conversationId, [userTurn(runPart)])),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await listConversations(other)).toEqual([]);
  });

  it("is refused to whoever may not call models", async () => {
    const viewer = await playground.tenant.as("viewer");
    await expect(sendTurn(viewer, asked(playground, newId(), [userTurn(runPart)]))).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("is answered through a route as a version may be served, and is found again with it", async () => {
    const admin = await playground.tenant.as("admin");
    const { id: routeId, name } = await createRoute(admin, {
      name: "talk",
      definition: { targets: [playground.target] },
    });
    const conversationId = newId();
    const turn = {
      ...asked(playground, conversationId, [says("Hi route")]),
      target: { routeId, version: "newest" as const },
    };
    await shown(await sendTurn(playground.tenant.ctx, turn));
    const by = { routeId, version: 1, name };
    const { panes } = await getConversation(playground.tenant.ctx, { conversationId });
    expect(panes[0]).toMatchObject({ target: by });
    const message = panes[0]?.messages.at(-1) as PlaygroundMessage;
    const { id: generationId } = dataIn(message, "generation") as { id: string };
    const { traceId } = await getGeneration(playground.tenant.ctx, { generationId });
    expect((await getTrace(playground.tenant.ctx, { traceId })).roots[0]?.attributes).toMatchObject({
      "valueloop.route.name": name,
      "valueloop.route.version": 1,
    });
    const listed = await listConversations(playground.tenant.ctx, { promptId: null });
    expect(listed.find(({ id }) => id === conversationId)?.panes).toMatchObject([{ target: by }]);
    await archiveRoute(admin, { routeId });
    await expect(sendTurn(playground.tenant.ctx, turn)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is listed by its first words, of its prompt, and removed with a record of it", async () => {
    const ctx = await playground.tenant.as("engineer");
    const prompt = await createPrompt(ctx, { path: "chat/listed", content: content as never });
    const [ofPrompt, ofScratch] = [newId(), newId()];
    const stream = await sendTurn(ctx, {
      ...asked(playground, ofPrompt, [userTurn(runPart)]),
      promptId: prompt.id,
    });
    await shown(stream);
    await answer(playground, ctx, ofScratch, [says("Hi there")]);
    expect(await listConversations(ctx, { promptId: prompt.id })).toMatchObject([
      { id: ofPrompt, title: variables.ticket, turns: 1, panes: [{ pane: "1", target: playground.target }] },
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
      baseUrl: playground.provider.url,
      models: ["m"],
    });
    playground.provider.play((stream) => stream.text("I wrote to ada@example.com").end());
    const conversationId = newId();
    const turn = says("Write to ada@example.com");
    const run = { ...runPart, data: { ...runPart.data, variables: { ticket: "From ada@example.com" } } };
    const stream = await sendTurn(own.ctx, {
      ...asked(playground, conversationId, [userTurn(run), turn]),
      target: { connectionId, model: "m" },
    });
    expect(textIn(await shown(stream))).toContain("ada@example.com");
    const kept = JSON.stringify(await getConversation(own.ctx, { conversationId }));
    expect(kept).not.toContain("ada@example.com");
    expect(JSON.stringify(await listConversations(own.ctx))).not.toContain("ada@example.com");
    expect(kept).toContain(turn.id);
  });
});
