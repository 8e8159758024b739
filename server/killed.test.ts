import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { generationRollups, generations } from "#db/schema/observability";
import { createApiKey } from "#lib/identity";
import { createConnection } from "#lib/models";
import { openLoopback } from "../lib/evaluation/runs/loopback.testing.ts";
import { freePort, makeInstallation, start } from "./processes.testing.ts";

vi.hoisted(() => {
  process.env["VALUELOOP_ENCRYPTION_KEY"] = Buffer.alloc(32, 7).toString("base64");
  process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
});

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

it(
  "a gateway killed under load has every call that it answered, once, after its next start",
  { timeout: 180_000 },
  async () => {
    const where = await makeInstallation();
    cleanups.push(() => where.remove());
    const provider = await openLoopback(() => ({ text: "An answer." }));
    cleanups.push(() => provider.close());
    const secret = await where.use(async (ctx) => {
      await createConnection(ctx, {
        name: "fast",
        kind: "openai_compatible",
        baseUrl: provider.url,
        apiKey: "key",
        models: ["m"],
      });
      return (await createApiKey(ctx, { name: "test", scopes: ["generations:write"] })).secret;
    });
    const port = await freePort();
    const open = async () => {
      const one = await start(
        "server/gateway.ts",
        { ...where.settings, PORT: String(port) },
        "gateway ready",
      );
      cleanups.push(() => one.child.kill("SIGKILL"));
      return one;
    };
    const gateway = await open();
    const answered: string[] = [];
    const ask = async (stream: boolean) => {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: JSON.stringify({ model: "fast/m", stream, messages: [{ role: "user", content: "Hello" }] }),
      });
      const text = await response.text();
      const isWhole = stream ? text.trimEnd().endsWith("data: [DONE]") : text.includes("chat.completion");
      const id =
        response.headers.get("x-valueloop-generation-id") ?? /"generation_id":"([^"]+)"/.exec(text)?.[1];
      if (response.ok && isWhole && id) answered.push(id);
    };
    const lanes = Array.from({ length: 8 }, async (_, lane) => {
      // Ends with the process: a connection that is refused.
      for (;;) await ask(lane % 2 === 0);
    });
    await expect.poll(() => answered.length, { timeout: 30_000, interval: 1 }).toBeGreaterThan(150);
    gateway.child.kill("SIGKILL");
    await Promise.allSettled(lanes);
    await gateway.ended;
    const next = await open();
    next.child.kill("SIGTERM");
    expect(await next.ended).toBe(0);
    const { ids, counted } = await where.use(async ({ db }) => ({
      ids: (await db.select({ id: generations.id }).from(generations)).map(({ id }) => id),
      counted: (await db.select().from(generationRollups)).reduce((sum, { count }) => sum + count, 0),
    }));
    expect(answered.filter((id) => !ids.includes(id))).toEqual([]);
    expect(counted).toBe(ids.length);
    expect(readdirSync(join(where.settings["VALUELOOP_DATA_DIR"] ?? "", "call-log"))).toEqual([]);
  },
);
