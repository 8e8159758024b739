import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApiKey } from "#lib/identity";
import { closeQueue } from "#lib/jobs";
import { createConnection } from "#lib/models";
import { embeddedPlace, prepare } from "../../bench/prepare.ts";
import { freePort, start, stop } from "../../bench/processes.ts";
import { addressFeatures } from "./address-features.ts";
import { differences } from "./compare.ts";
import { features } from "./features.ts";
import { embeddingFeatures, oddFeatures } from "./odd-features.ts";
import type { Feature } from "./parts.ts";
import { type Asked, startMock } from "./mock.ts";
import { tableOf } from "./table.ts";

/**
 * `npm run verify:peers`: unmodified clients against a mock upstream directly and through our gateway; what they were
 * told and what the upstream was asked is compared field by field, and written into docs/measurements/gateway-clients.md.
 * Clients come from npm and PyPI into a folder under /tmp at the first run. `--only http,openai` runs some of them.
 */
const folder = join(tmpdir(), "valueloop-peers");
const packages = [
  "openai@6",
  "ai@6",
  "@ai-sdk/openai@3",
  "@ai-sdk/openai-compatible@2",
  "@langchain/openai@1",
  "@langchain/core@1",
];
const wheels = ["openai", "litellm", "langchain-openai", "instructor"];
const prefix = "peers/";

export type Peer = {
  name: string;
  command: string[];
  env?: Record<string, string>;
  features: readonly Feature[];
};
const python = join(folder, "venv/bin/python");
const node = (file: string) => [process.execPath, join(folder, "clients", file)];
const py = (which: string) => [python, join(folder, "clients/clients.py"), which];
const usual = [...features, ...embeddingFeatures, ...addressFeatures];
const peers: Peer[] = [
  { name: "HTTP", command: node("http.mjs"), features: [...usual, ...oddFeatures] },
  { name: "openai npm", command: node("openai.mjs"), features: usual },
  { name: "openai PyPI", command: py("openai"), features: usual },
  { name: "openai PyPI async", command: py("openai-async"), features: usual },
  { name: "@ai-sdk/openai", command: node("ai-sdk.mjs"), features: usual },
  {
    name: "@ai-sdk/openai-compatible",
    command: node("ai-sdk.mjs"),
    env: { PEER_VARIANT: "compatible" },
    features: usual,
  },
  { name: "@langchain/openai", command: node("langchain.mjs"), features: usual },
  { name: "langchain-openai", command: py("langchain"), features: usual },
  { name: "litellm", command: py("litellm"), features: usual },
  { name: "instructor", command: py("instructor"), features: usual },
];

async function execute(command: string[], env: Record<string, string> = {}): Promise<string> {
  const [file = "", ...given] = command;
  const child = spawn(file, given, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [output, errors] = ["", ""];
  child.stdout.on("data", (part: Buffer) => (output += part.toString()));
  child.stderr.on("data", (part: Buffer) => (errors += part.toString()));
  const code = await new Promise((done) => child.once("close", done));
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${String(code)}: ${errors.slice(-1_500)}`);
  return output;
}

async function install(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  cpSync(join(import.meta.dirname, "clients"), join(folder, "clients"), { recursive: true });
  if (!existsSync(join(folder, "node_modules"))) {
    writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
    await execute(["npm", "install", "--prefer-offline", ...packages]);
  }
  if (existsSync(python)) return;
  await execute(["python3", "-m", "venv", join(folder, "venv")]);
  await execute([python, "-m", "pip", "install", "-q", ...wheels]);
}

async function openGateway(upstream: string) {
  const place = await embeddedPlace();
  const made = await prepare(place, upstream.replace(/\/v1$/, ""));
  const models = peers.flatMap((peer) => peer.features.map(({ name }) => name));
  await createConnection(made.ctx, {
    name: "peers",
    kind: "openai_compatible",
    baseUrl: upstream,
    apiKey: "key-of-the-mock",
    models: [...new Set(models)],
  });
  const { secret } = await createApiKey(made.ctx, {
    name: "peers",
    scopes: ["generations:write", "generations:read"],
  });
  await closeQueue();
  await made.open.close();
  const port = await freePort();
  const env = {
    VALUELOOP_DATA_DIR: place.folder,
    VALUELOOP_ENCRYPTION_KEY: process.env["VALUELOOP_ENCRYPTION_KEY"] ?? "",
    VALUELOOP_ALLOW_PRIVATE_URLS: "1",
    VALUELOOP_API_REQUESTS_PER_MINUTE: "0",
    PORT: String(port),
  };
  const child = await start("server/gateway.ts", env, "gateway ready");
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    apiKey: secret,
    close: async () => {
      await stop(child);
      await place.remove();
    },
  };
}

type Side = { url: string; apiKey: string; prefix: string };
type Played = { answers: Record<string, unknown>; asked: Asked[] };

async function play(peer: Peer, side: Side, asked: Asked[]): Promise<Played> {
  asked.length = 0;
  const file = join(folder, "features.json");
  writeFileSync(file, JSON.stringify(peer.features.map(({ name, path, body }) => ({ name, path, body }))));
  const env = {
    PEER_BASE_URL: side.url,
    PEER_API_KEY: side.apiKey,
    PEER_MODEL_PREFIX: side.prefix,
    PEER_FEATURES: file,
    LITELLM_LOCAL_MODEL_COST_MAP: "True",
    ...peer.env,
  };
  const lines = (await execute(peer.command, env)).trim().split("\n");
  return { answers: JSON.parse(lines.at(-1) ?? "{}") as Record<string, unknown>, asked: [...asked] };
}

/** What the upstream was asked for a feature, and how often; usage is always asked for by us, which adds to nobody's answer. */
function requestDifferences(feature: Feature, direct: Asked[], through: Asked[]): string[] {
  const of = (asked: Asked[]) => asked.filter((one) => one.feature === feature.name);
  const [one, other] = [of(direct), of(through)];
  const calls =
    one.length === other.length ? [] : [`upstream asked ${one.length} times, through us ${other.length}`];
  const bodyOf = (asked: Asked[]) => {
    const { stream_options: _, ...body } = asked.at(-1)?.body ?? {};
    return body;
  };
  return [...calls, ...differences(bodyOf(one), bodyOf(other), prefix).map((line) => `sent ${line}`)];
}

process.env["VALUELOOP_ENCRYPTION_KEY"] = randomBytes(32).toString("base64");
const only = process.argv.includes("--only") ? (process.argv.at(-1) ?? "").split(",") : null;
await install();
const mock = await startMock([...usual, ...oddFeatures]);
console.error("opening the gateway");
const gateway = await openGateway(mock.url);
const found = new Map<string, Map<string, string[]>>();
for (const peer of peers.filter(({ name }) => only === null || only.includes(name))) {
  console.error(`${new Date().toISOString().slice(11, 19)} ${peer.name}`);
  const direct = await play(peer, { url: mock.url, apiKey: "sk-mock", prefix: "" }, mock.asked);
  const through = await play(peer, { url: gateway.url, apiKey: gateway.apiKey, prefix }, mock.asked);
  const cells = new Map<string, string[]>();
  for (const feature of peer.features) {
    if (!(feature.name in direct.answers) && !(feature.name in through.answers)) continue;
    cells.set(feature.name, [
      ...differences(feature.means ?? direct.answers[feature.name], through.answers[feature.name], prefix),
      ...requestDifferences(feature, direct.asked, through.asked),
    ]);
  }
  found.set(peer.name, cells);
}
await gateway.close();
mock.close();
const { text, lossy, total } = tableOf(found);
console.log(text);
if (only === null) writeFileSync("docs/measurements/gateway-clients.md", text);
console.log(`${total - lossy} of ${total} cells are the same, ${lossy} are not`);
process.exit(lossy > 0 ? 1 : 0);
