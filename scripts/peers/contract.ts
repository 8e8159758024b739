import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApiKey } from "#lib/identity";
import { closeQueue } from "#lib/jobs";
import { apiScopes } from "#schema/identity";
import { embeddedPlace, prepare } from "../../bench/prepare.ts";
import { freePort, start, stop } from "../../bench/processes.ts";

/**
 * `npm run verify:contract`: the API's document against what other people's tools make of it. openapi-typescript with
 * openapi-fetch and openapi-python-client make clients of it, without a warning, which then read a served gateway;
 * schemathesis looks for an answer that the document does not allow, all its phases. `--examples 20` bounds it. Tools come
 * from npm and PyPI into a folder under /tmp at the first run.
 */
const folder = join(tmpdir(), "valueloop-contract");
const bin = (name: string) => join(folder, "venv/bin", name);
const packages = ["openapi-typescript@7", "openapi-fetch@0", "typescript@5"];
const wheels = ["schemathesis", "openapi-python-client"];

type Ended = { code: number | null; output: string };

function run(command: string[], env: Record<string, string> = {}): Promise<Ended> {
  const [file = "", ...given] = command;
  const child = spawn(file, given, { cwd: folder, env: { ...process.env, ...env } });
  let output = "";
  child.stdout.on("data", (part: Buffer) => (output += part.toString()));
  child.stderr.on("data", (part: Buffer) => (output += part.toString()));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

async function mustRun(command: string[], env: Record<string, string> = {}): Promise<string> {
  const { code, output } = await run(command, env);
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}: ${output.slice(-3_000)}`);
  return output;
}

async function install(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, "node_modules"))) {
    writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
    await mustRun(["npm", "install", "--prefer-offline", ...packages]);
  }
  if (existsSync(bin("schemathesis"))) return;
  await mustRun(["python3", "-m", "venv", join(folder, "venv")]);
  await mustRun([bin("python"), "-m", "pip", "install", "-q", ...wheels]);
}

async function serve() {
  const place = await embeddedPlace();
  const made = await prepare(place, "http://127.0.0.1:9");
  const { secret } = await createApiKey(made.ctx, { name: "contract", scopes: [...apiScopes] });
  await closeQueue();
  await made.open.close();
  const port = await freePort();
  const env = {
    VALUELOOP_DATA_DIR: place.folder,
    VALUELOOP_ENCRYPTION_KEY: process.env["VALUELOOP_ENCRYPTION_KEY"] ?? "",
    VALUELOOP_API_REQUESTS_PER_MINUTE: "0",
    VALUELOOP_LOCAL_MODEL: "off",
    PORT: String(port),
  };
  const child = await start("server/gateway.ts", env, "gateway ready");
  const close = async () => {
    await stop(child);
    await place.remove();
  };
  return { url: `http://127.0.0.1:${port}`, secret, close };
}

type Served = Awaited<ReturnType<typeof serve>>;

const typed = `import createClient from "openapi-fetch";
import type { paths } from "./api.ts";
const client = createClient<paths>({
  baseUrl: process.env.PEER_URL!,
  headers: { authorization: "Bearer " + process.env.PEER_KEY },
});
const { data, error } = await client.GET("/api/v1/prompts", { params: { query: { limit: 5 } } });
if (error || !data) throw new Error(JSON.stringify(error));
const paths_: string[] = data.items.map((item) => item.path);
const refused = await client.GET("/api/v1/runs/{runId}", { params: { path: { runId: "00000000-0000-7000-8000-000000000000" } } });
if (refused.response.status !== 404 || refused.error?.code !== "not_found") throw new Error("404 was not read as a problem");
console.log("read", paths_.length, "prompts");
`;

/** A TypeScript client that is type-checked and then called. */
async function typeScriptClient({ url, secret }: Served): Promise<void> {
  const made = await mustRun([
    join(folder, "node_modules/.bin/openapi-typescript"),
    "openapi.json",
    "-o",
    "api.ts",
  ]);
  if (/warn/i.test(made)) throw new Error(`openapi-typescript: ${made}`);
  writeFileSync(join(folder, "use.ts"), typed);
  const flags =
    "--noEmit --strict --module nodenext --target es2024 --skipLibCheck --types --allowImportingTsExtensions";
  writeFileSync(
    join(folder, "globals.d.ts"),
    "declare const process: { env: Record<string, string | undefined> };\n",
  );
  const given = flags.replace(" --types", "").split(" ");
  await mustRun([join(folder, "node_modules/.bin/tsc"), ...given, "use.ts", "globals.d.ts"]);
  console.log(
    `openapi-typescript: ${(await mustRun([process.execPath, "use.ts"], { PEER_URL: url, PEER_KEY: secret })).trim()}`,
  );
}

const python = `import os
from valueloop_api_client import AuthenticatedClient
from valueloop_api_client.api.prompts import list_prompts
client = AuthenticatedClient(base_url=os.environ["PEER_URL"], token=os.environ["PEER_KEY"])
print("read", len(list_prompts.sync(client=client).items), "prompts")
`;

/** A Python client, made without a warning and called. */
async function pythonClient({ url, secret }: Served): Promise<void> {
  rmSync(join(folder, "python"), { recursive: true, force: true });
  const out = join(folder, "python");
  const asked = [
    "generate",
    "--path",
    "openapi.json",
    "--output-path",
    out,
    "--meta",
    "none",
    "--fail-on-warning",
  ];
  await mustRun([bin("openapi-python-client"), ...asked]);
  rmSync(join(folder, "valueloop_api_client"), { recursive: true, force: true });
  await mustRun(["mv", out, join(folder, "valueloop_api_client")]);
  console.log(
    `openapi-python-client: ${(await mustRun([bin("python"), "-c", python], { PEER_URL: url, PEER_KEY: secret, PYTHONPATH: folder })).trim()}`,
  );
}

/** All phases; what it finds is printed whole. */
async function schemathesis({ url, secret }: Served, examples: number): Promise<boolean> {
  const started = performance.now();
  const { code, output } = await run([
    bin("schemathesis"),
    "run",
    `${url}/api/v1/openapi.json`,
    "--header",
    `Authorization: Bearer ${secret}`,
    "--max-examples",
    String(examples),
    "--request-timeout",
    "15",
    "--workers",
    "2",
    "--seed",
    "1",
  ]);
  writeFileSync(join(folder, "schemathesis.txt"), output);
  console.log(output.slice(-6_000));
  console.log(
    `schemathesis: ${Math.round((performance.now() - started) / 1_000)} s, everything in ${join(folder, "schemathesis.txt")}`,
  );
  return code === 0;
}

process.env["VALUELOOP_ENCRYPTION_KEY"] = randomBytes(32).toString("base64");
const at = process.argv.indexOf("--examples");
const examples = at < 0 ? 100 : Number(process.argv[at + 1]);
await install();
const served = await serve();
let isClean = false;
try {
  const document = await fetch(`${served.url}/api/v1/openapi.json`);
  writeFileSync(join(folder, "openapi.json"), await document.text());
  if (readFileSync(join(folder, "openapi.json"), "utf8").length < 1_000)
    throw new Error("no document was served");
  await typeScriptClient(served);
  await pythonClient(served);
  isClean = await schemathesis(served, examples);
} finally {
  await served.close();
}
process.exit(isClean ? 0 : 1);
