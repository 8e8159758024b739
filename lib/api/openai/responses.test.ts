import { describe, expect, it, vi } from "vitest";
import { savePolicy } from "#lib/guardrails";
import { awaitStored, flushGenerations, getGeneration, listGenerations } from "#lib/observability";
import { type Json, json, streamOf } from "./addresses.testing.ts";
import {
  thought,
  search,
  message,
  call,
  serverResponse,
  eventsOf,
  part,
  useResponses,
} from "./responses.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const { place, answering, chatAnswering, streamed } = useResponses();

describe("a server that has /responses", () => {
  it("is sent every item and member as it came, and its response comes back", async () => {
    const body = {
      instructions: "Be brief.",
      input: [
        {
          type: "message",
          role: "user",
          content: [
            { type: "input_text", text: "Hi" },
            { type: "input_image", image_url: "data:image/png;base64,iVBORw0KGgo=", detail: "low" },
          ],
        },
        thought,
        call,
        { type: "function_call_output", call_id: "c1", output: "sent" },
        { role: "developer", content: "Go on." },
      ],
      tools: [
        { type: "web_search", search_context_size: "low" },
        { type: "function", name: "mail", parameters: { type: "object" }, strict: true },
      ],
      tool_choice: { type: "function", name: "mail" },
      include: ["reasoning.encrypted_content"],
      reasoning: { effort: "low", summary: "auto" },
      text: { verbosity: "low", format: { type: "json_object" } },
      max_output_tokens: 50,
      previous_response_id: "resp_before",
      store: true,
      metadata: { a: "b" },
      odd: [1, null],
    };
    const answered = await place.open.post("/responses", { model: "full/org/m", ...body });
    const response = (await answered.json()) as Json;
    expect(place.open.asked).toMatchObject([{ path: "responses" }]);
    expect(place.open.asked[0]?.body).toEqual({ model: "org/m", ...body });
    const { valueloop, ...own } = response;
    expect(own).toEqual(serverResponse([thought, search, message("It is so.")]));
    const generationId = answered.headers.get("x-valueloop-generation-id") ?? "";
    expect(valueloop).toMatchObject({ generation_id: generationId });
    await awaitStored(generationId);
    const kept = await getGeneration(place.open.tenant.ctx, { generationId });
    expect(kept).toMatchObject({
      output: "It is so.",
      reasoning: "Hm.",
      inputTokens: 9,
      cachedInputTokens: 4,
      reasoningTokens: 2,
      metadata: { a: "b" },
      answerMembers: { message: { response: { id: "resp_of_the_server", output: [search] } } },
    });
    expect(JSON.stringify(kept)).not.toContain("iVBORw0KGgo");
  });

  it("streams by the ids of its own items", async () => {
    const { response, types, events } = await streamed({ model: "full/org/m", input: "Hi" });
    expect(place.open.asked[0]?.body).toEqual({ model: "org/m", input: "Hi", stream: true });
    expect(response).toMatchObject(serverResponse([thought, search, message("It is so.")]));
    expect(response.output_text).toBe("It is so.");
    const added = events.filter((event) => event.type === "response.output_item.added");
    expect(added.map(({ item }) => item)).toMatchObject([
      { id: "rs_1", encrypted_content: thought.encrypted_content },
      { id: "ws_1" },
      { id: "msg_1" },
    ]);
    expect(types.filter((type) => type === "response.output_text.delta")).toHaveLength(2);
    expect(types.indexOf("response.reasoning_summary_text.delta")).toBeLessThan(
      types.indexOf("response.output_text.delta"),
    );
  });

  it("says the items of its own tools in their places", async () => {
    answering([search, message("It is so.")], ["It ", "is so."]);
    const { response, events } = await streamed({ model: "full/org/m", input: "Hi", tools: [] });
    expect(place.open.asked[0]?.body).toEqual({ model: "org/m", input: "Hi", tools: [], stream: true });
    expect(response.output).toMatchObject([search, message("It is so.")]);
    const places = events.flatMap((event) =>
      event.type === "response.output_item.added" || event.type === "response.output_item.done"
        ? [`${event.type.slice(21)} ${event.output_index}`]
        : [],
    );
    expect(places).toEqual(["added 0", "added 1", "done 0", "done 1"]);
  });

  it("calls tools, in one piece and in pieces", async () => {
    answering([call], []);
    const { response, types } = await streamed({ model: "full/org/m", input: "Hi" });
    expect(response.output).toMatchObject([call]);
    expect(types.filter((type) => type === "response.function_call_arguments.delta")).toHaveLength(2);
    expect(
      (await place.open.client.responses.create({ model: "full/org/m", input: "Hi" })).output,
    ).toMatchObject([call]);
  });

  it("keeps its refusal, and what it says of an answer that was cut", async () => {
    place.open.handlers["responses"] = (_, response) =>
      json(
        response,
        {
          error: {
            message: "Too long.",
            code: "context_length_exceeded",
            type: "invalid_request_error",
            param: "input",
          },
        },
        400,
      );
    const refused = place.open.client.responses.create({ model: "full/org/m", input: "Hi" });
    await expect(refused).rejects.toMatchObject({
      status: 400,
      code: "context_length_exceeded",
      param: "input",
    });
    place.open.handlers["responses"] = (_, response) =>
      json(
        response,
        serverResponse([message("It")], {
          status: "incomplete",
          incomplete_details: { reason: "max_output_tokens" },
        }),
      );
    const cut = await place.open.client.responses.create({ model: "full/org/m", input: "Hi" });
    expect(cut).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
    place.open.handlers["responses"] = (_, response) =>
      streamOf(
        response,
        [
          ...eventsOf([], []).slice(0, 1),
          {
            type: "response.failed",
            response: {
              ...serverResponse([]),
              status: "failed",
              error: { code: "server_error", message: "It broke." },
            },
          },
        ],
        false,
      );
    await expect(streamed({ model: "full/org/m", input: "Hi" })).rejects.toThrow(/It broke/);
  });
});

it("any kind of connection answers, and says in words what it cannot do", async () => {
  const { response } = await streamed({ model: "sim/simulated-instant", input: "Hi" });
  expect(response.output_text.length).toBeGreaterThan(0);
  const refused = place.open.client.responses.create({
    model: "sim/simulated-instant",
    input: "Hi",
    tools: [{ type: "web_search" }],
  });
  await expect(refused).rejects.toMatchObject({ status: 400 });
});

it("an error in the midst of a stream reaches the client as one", async () => {
  place.open.handlers["chat/completions"] = (_, response) =>
    streamOf(
      response,
      [
        { choices: [{ index: 0, delta: { content: "It " } }] },
        { error: { message: "It broke.", code: "server_error" } },
      ],
      false,
    );
  await expect(streamed({ model: "chat/m", input: "Hi" })).rejects.toThrow(/It broke/);
});

it("policies hold for items and for responses, whichever way they go", async () => {
  await savePolicy(place.open.admin, {
    name: "House rules",
    message: "rules",
    rules: {
      pii: [{ type: "EMAIL_ADDRESS", input: "redact", output: "redact", stored: "redact" }],
      blocklist: [{ term: "bomb", stages: ["input", "output"], action: "block" }],
    },
  });
  const spelled = { ...part("Mail a@b.org now."), logprobs: [{ token: "a@b", logprob: -1 }] };
  answering([{ ...message(""), content: [spelled] }], ["Mail a", "@b.o", "rg now."]);
  chatAnswering({ content: "Mail a@b.org now." });
  const content = [
    { type: "input_text" as const, text: "Write to a@" },
    { type: "input_text" as const, text: "b.org" },
  ];
  for (const model of ["full/org/m", "chat/m"]) {
    const body = { model, input: [{ role: "user" as const, content }] };
    const whole = await place.open.client.responses.create(body);
    expect(JSON.stringify(place.open.asked.at(-1)?.body)).toContain("Write to <EMAIL_ADDRESS>");
    const { response, types } = await streamed(body);
    for (const one of [whole, response]) {
      expect(one.output_text).toBe("Mail <EMAIL_ADDRESS> now.");
      expect(JSON.stringify(one)).not.toContain("a@b");
    }
    expect(types).toContain("response.output_text.delta");
    const blocked = place.open.client.responses.create({ model, input: "x", instructions: "A bomb." });
    await expect(blocked).rejects.toMatchObject({ status: 422, code: "guardrail_blocked" });
  }
  await flushGenerations();
  const { items } = await listGenerations(place.open.tenant.ctx, { limit: 3 });
  for (const { id } of items)
    expect(JSON.stringify(await getGeneration(place.open.tenant.ctx, { generationId: id }))).not.toContain(
      "a@b",
    );
});
