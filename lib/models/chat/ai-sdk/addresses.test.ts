import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { key } from "./recorded.testing.ts";
import { ask, hello, open, providers } from "./providers.testing.ts";
import { openWire } from "./wire.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
  // No package may fall back on what the studio's own environment holds.
  for (const name of ["AZURE_API_KEY", "AWS_BEARER_TOKEN_BEDROCK", "MISTRAL_API_KEY", "GROQ_API_KEY"])
    process.env[name] = "key-of-the-studio";
});

let wire: Awaited<ReturnType<typeof openWire>>;
beforeAll(async () => {
  wire = await openWire();
});
beforeEach(() => {
  wire.seen.length = 0;
});
afterAll(() => wire.close());

describe("addresses and secrets", () => {
  it("a redirect is not followed", async () => {
    wire.play((response) => response.writeHead(302, { location: "http://169.254.169.254/" }).end());
    const failure = await (await open(wire, "mistral")).answer(hello).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "upstream_failed", details: { status: 302 } });
  });

  it("an image goes to the model", async () => {
    const url = "data:image/png;base64,iVBORw0KGgo=";
    const asSent = {
      content: [
        { type: "text", text: "What is it?" },
        { type: "image_url", image_url: { url } },
      ],
    };
    await ask(wire, "groq", providers.groq.answers.text, {
      messages: [{ role: "user", content: "What is it?", asSent }],
    });
    expect(wire.seen[0]?.body["messages"]).toEqual([{ role: "user", content: asSent.content }]);
  });

  it.each(["azure", "mistral", "groq"] as const)(
    "%s without a key sends none of the studio's",
    async (kind) => {
      wire.play(providers[kind].answers.text);
      await (await open(wire, kind, { apiKey: null })).answer(hello);
      expect(JSON.stringify(wire.seen[0]?.headers)).not.toContain("key-of-the-studio");
    },
  );

  it("a Bedrock API key needs no access key id", async () => {
    wire.play(providers.bedrock.answers.text);
    await (await open(wire, "bedrock", { options: { region: "eu-west-1" } })).answer(hello);
    expect(wire.seen[0]?.headers.authorization).toBe(`Bearer ${key}`);
  });

  it.each([
    ["bedrock", { options: {} }, "a region"],
    ["bedrock", { options: { region: "eu-west-1" }, apiKey: null }, "a secret access key"],
    ["azure", { baseUrl: null }, "its resource's address"],
    ["vertex", { apiKey: null }, "a service account's key"],
    [
      "vertex",
      { apiKey: '{"type":"external_account","credential_source":{"url":"http://169.254.169.254/"}}' },
      "no service account",
    ],
  ] as const)("%s says what is missing (%#)", async (kind, changes, words) => {
    const failure = await (await open(wire, kind, changes)).answer(hello).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "invalid_input" });
    expect(String(failure)).toContain(words);
    expect(wire.seen).toEqual([]);
  });

  it("no package is loaded before a connection needs it", async () => {
    const source = await import("node:fs").then(({ readFileSync }) =>
      readFileSync("lib/models/chat/ai-sdk/providers.ts", "utf8"),
    );
    expect(source).not.toMatch(/^import [^\n]*"@ai-sdk\/(?!provider")/m);
  });
});
