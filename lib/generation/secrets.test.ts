import { expect, it } from "vitest";
import { withoutSecrets } from "./secrets.ts";

it("secrets that a call hands on are not kept, whatever stands round them", () => {
  const parameters = { type: "object", properties: { password: { type: "string", default: "x" } } };
  const url = "https://mcp.example.org";
  const kept = withoutSecrets({
    temperature: 0,
    tools: [
      {
        type: "mcp",
        server_url: url,
        authorization: "tok-1",
        headers: { "X-Key": "tok-2", more: ["tok-3"] },
      },
      { type: "function", name: "login", parameters },
    ],
    extra: { mcp_servers: [{ url, authorization_token: "tok-4" }], api_key: "tok-5", "X-Api-Key": "tok-6" },
  });
  expect(JSON.stringify(kept)).not.toContain("tok-");
  const none = "[secret; not stored]";
  expect(kept).toEqual({
    temperature: 0,
    tools: [
      { type: "mcp", server_url: url, authorization: none, headers: { "X-Key": none, more: [none] } },
      { type: "function", name: "login", parameters },
    ],
    extra: { mcp_servers: [{ url, authorization_token: none }], api_key: none, "X-Api-Key": none },
  });
});
