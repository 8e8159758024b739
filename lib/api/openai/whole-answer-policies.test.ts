import { describe, expect, it, vi } from "vitest";
import { savePolicy } from "#lib/guardrails";
import { type Json, answering, streaming, delta, stop, spelled, useGateway } from "./whole-answer.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const { gateway, bodies, whole, streamed, stored } = useGateway();

describe("policies see what is passed through", () => {
  const address = "ada@example.org";
  const rules = (input: "redact" | "off", output: "redact" | "off") => ({
    pii: [{ type: "EMAIL_ADDRESS" as const, input, output, stored: "redact" as const }],
    placeholder: "type" as const,
    blocklist: [],
    patterns: [],
  });
  const logprobs = spelled("ada", "@", "example.org");
  const leaky: Json = {
    message: {
      content: `Ask ${address}`,
      annotations: [{ note: address }],
      tool_calls: [
        { id: "c1", type: "function", function: { name: "mail", arguments: `{"to":"${address}"}` } },
      ],
    },
    logprobs,
    finish_reason: "tool_calls",
  };

  it("personal data in members, in pieces of calls and in probabilities is not stored", async () => {
    gateway.behave = answering([leaky, { ...leaky, index: 1 }], { odd: address });
    const answer = await whole({ n: 2, odd: { note: address }, logprobs: true });
    // Without a policy for what goes out the caller gets it as it was said.
    expect(answer).toMatchObject({ odd: address, choices: [leaky, leaky] });
    const row = await stored(answer.id);
    expect(JSON.stringify(row)).not.toContain(address);
    expect(JSON.stringify(row)).not.toContain('"logprob":');
    expect(row["answerMembers"]).toMatchObject({
      answer: { odd: "<EMAIL_ADDRESS>" },
      message: { annotations: [{ note: "<EMAIL_ADDRESS>" }] },
      choices: [{ output: "Ask <EMAIL_ADDRESS>" }],
    });
  });

  it("nor sent or told, where a policy says so", async () => {
    const admin = await gateway.tenant.as("admin");
    await savePolicy(admin, { name: "Strict", message: "strict", rules: rules("redact", "redact") });
    gateway.behave = answering([leaky], { odd: address });
    const asked = {
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: `I am ${address}` },
            { type: "file", file: { file_data: `data:text/plain,${address}` } },
            { type: "image_url", image_url: { url: "https://a.example/1.png" } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [
            { id: "c1", type: "function", function: { name: "f", arguments: `{"to":"${address}"}` } },
          ],
        },
        { role: "tool", tool_call_id: "c1", content: "sent" },
        { role: "user", name: address, content: [{ type: "text", text: "hi", note: address }] },
      ],
      stop: [address],
      tool_choice: { type: "function", function: { name: address } },
      prediction: { type: "content", content: address },
      tools: [{ type: "function", function: { name: "f", description: `Mails ${address}` } }],
    };
    const answer = await whole(asked);
    expect(JSON.stringify(bodies.at(-1))).not.toContain(address);
    expect(bodies.at(-1)).toMatchObject({
      messages: [
        {
          content: [{ type: "text", text: "I am <EMAIL_ADDRESS>" }, { type: "file" }, { type: "image_url" }],
        },
        { tool_calls: [{ id: "c1", function: { arguments: '{"to":"<EMAIL_ADDRESS>"}' } }] },
        { tool_call_id: "c1" },
        { name: "<EMAIL_ADDRESS>", content: [{ type: "text", text: "hi", note: "<EMAIL_ADDRESS>" }] },
      ],
    });
    expect(JSON.stringify(answer)).not.toContain(address);
    expect(JSON.stringify(answer)).not.toContain("logprob");
    gateway.behave = streaming(
      delta({ tool_calls: [{ index: 0, id: "c1", function: { name: "mail", arguments: '{"to":"ada@' } }] }),
      delta({ tool_calls: [{ index: 0, function: { arguments: 'example.org"}' } }] }, { logprobs }),
      stop,
    );
    const chunks = await streamed();
    const given = chunks
      .flatMap(({ choices }) => (choices[0]?.delta?.["tool_calls"] as { function: Json }[]) ?? [])
      .map((piece) => piece.function["arguments"]);
    expect(given.join("")).toBe('{"to":"<EMAIL_ADDRESS>"}');
    expect(JSON.stringify(chunks)).not.toContain("logprob");
    // What a provider adds to a call is told before the call is whole; what it signs goes back as it was.
    const signed = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4";
    const extra = { extra_content: { note: address, google: { thought_signature: signed } } };
    gateway.behave = streaming(
      delta({ tool_calls: [{ index: 0, id: "c1", function: { name: "mail", arguments: "{}" }, ...extra }] }),
      stop,
    );
    const text = JSON.stringify(await streamed());
    expect(text).not.toContain(address);
    expect(text).toContain(signed);
  });
});
