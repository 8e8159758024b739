import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, vi } from "vitest";
import { transportOf } from "./create.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "0";
});

it.each(["127.0.0.1", "localhost"])("a provider's package reaches no private address: %s", async (host) => {
  let calls = 0;
  const server = createServer((_, response) => {
    calls += 1;
    response.end("{}");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const transport = await transportOf({
    name: "Loop",
    kind: "mistral",
    baseUrl: `http://${host}:${port}/v1`,
    apiKey: "key-0123456789",
    options: {},
    model: "m",
    queueKey: "p",
  });
  const read = async () => {
    for await (const _event of transport.stream({ messages: [{ role: "user", content: "x" }] }, undefined))
      continue;
  };
  await expect(read()).rejects.toMatchObject({ code: "invalid_input" });
  expect(calls).toBe(0);
  server.close();
});
