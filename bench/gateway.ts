import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { closeQueue } from "#lib/jobs";
import { keptSecret } from "#platform/crypto";
import { load, type LoadResult, spread } from "./load.ts";
import { prepare } from "./prepare.ts";
import { freePort, start, stop } from "./processes.ts";

const rounds = 3;
const seconds = 4;

/** Gateway and prompt by label, against the upstream itself and a bare proxy, in turns on the same machine. */
export async function benchGateway(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "valueloop-bench-"));
  const [upstreamPort, proxyPort, gatewayPort] = [await freePort(), await freePort(), await freePort()];
  const upstreamUrl = `http://127.0.0.1:${upstreamPort}`;
  const made = await prepare(join(folder, "database"), upstreamUrl);
  await closeQueue();
  await made.open.close();
  const upstream = await start("bench/mock-upstream.ts", { PORT: String(upstreamPort) });
  const proxy = await start("bench/bare-proxy.ts", { PORT: String(proxyPort), UPSTREAM: upstreamUrl });
  const gateway = await start(
    "server/gateway.ts",
    {
      PORT: String(gatewayPort),
      VALUELOOP_DATA_DIR: folder,
      // The key that sealed the connection's credentials a moment ago.
      VALUELOOP_ENCRYPTION_KEY: keptSecret("encryption.key"),
      VALUELOOP_ALLOW_PRIVATE_URLS: "1",
      VALUELOOP_API_REQUESTS_PER_MINUTE: "0",
      LOG_LEVEL: "info",
    },
    "gateway ready",
  );
  const headers = { "content-type": "application/json", authorization: `Bearer ${made.apiKey}` };
  const body = JSON.stringify({
    model: "mock/mock",
    messages: [
      { role: "user", content: "Sort this ticket: The parcel came but the invoice shows two shipping fees." },
    ],
  });
  const sides = {
    "upstream itself": { url: upstreamUrl, path: "/v1/chat/completions", body },
    "bare proxy": { url: `http://127.0.0.1:${proxyPort}`, path: "/v1/chat/completions", body },
    gateway: { url: `http://127.0.0.1:${gatewayPort}`, path: "/api/v1/chat/completions", body },
    "prompt by label": {
      url: `http://127.0.0.1:${gatewayPort}`,
      path: "/api/v1/prompts/bench/triage?label=served",
    },
  };
  const results: Record<string, LoadResult[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, side] of Object.entries(sides)) {
      (results[name] ??= []).push(await load({ ...side, headers, seconds, connections: 16 }));
    }
  }
  print("16 connections, instant upstream; median of 3 rounds (smallest to largest)");
  for (const [name, list] of Object.entries(results)) {
    const failed = list.reduce((sum, one) => sum + one.failed, 0);
    print(
      `  ${name.padEnd(16)} ${spread(list.map((one) => one.perSecond)).padStart(24)} requests/s   p99 ${spread(
        list.map((one) => one.p99Ms),
        1,
      )} ms${failed ? `   ${failed} failed` : ""}`,
    );
  }
  const ratio = (name: string) =>
    spread(
      (results["gateway"] ?? []).map(
        (one, round) => one.perSecond / (results[name]?.[round]?.perSecond ?? Number.NaN),
      ),
      2,
    );
  print(
    `  gateway / bare proxy ${ratio("bare proxy")}, gateway / upstream itself ${ratio("upstream itself")}`,
  );
  for (const child of [gateway, proxy, upstream]) await stop(child);
  rmSync(folder, { recursive: true, force: true });
}
