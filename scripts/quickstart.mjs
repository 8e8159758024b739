// From a fresh clone to a running studio, on plain Node 20 or newer. Options: --port, --data-dir, --no-demo,
// --no-local-model, --reset (asks first; --yes answers it).
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { root, run, secondsSince } from "./steps.mjs";

const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: process.env.PORT ?? "3000" },
    "data-dir": { type: "string", default: process.env.VALUELOOP_DATA_DIR ?? join(root, ".valueloop") },
    "no-demo": { type: "boolean", default: false },
    "no-local-model": { type: "boolean", default: false },
    reset: { type: "boolean", default: false },
    yes: { type: "boolean", default: false },
  },
});
const dataFolder = resolve(options["data-dir"]);

function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

async function step(name, isNeeded, action) {
  if (!isNeeded) return;
  const start = performance.now();
  process.stdout.write(`  ${name} … `);
  const { code, output } = await action();
  console.log(code === 0 ? secondsSince(start) : "failed");
  if (code !== 0) fail(output.slice(-4_000));
}

/** A stamp over what the build is made of: names, sizes and times of the sources. */
function sourceStamp() {
  const hash = createHash("sha256");
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name.localeCompare(b.name),
    )) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else hash.update(`${path}:${statSync(path).size}:${Math.round(statSync(path).mtimeMs)};`);
    }
  };
  for (const folder of ["app", "components", "lib", "db"]) visit(join(root, folder));
  for (const file of ["package-lock.json", "next.config.ts"]) hash.update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

async function askReset() {
  if (!existsSync(dataFolder)) return;
  if (!options.yes) {
    if (!process.stdin.isTTY) fail("--reset deletes all data and asks first; without a terminal add --yes.");
    const prompt = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await prompt.question(`Delete everything in ${dataFolder}? Type "reset" to confirm: `);
    prompt.close();
    if (answer.trim() !== "reset") fail("Nothing was deleted.");
  }
  // The local model is kept: it holds no data of yours and is long to fetch.
  for (const name of readdirSync(dataFolder))
    if (name !== "local-model") rmSync(join(dataFolder, name), { recursive: true });
}

function isPortFree(port) {
  return new Promise((resolvePort) => {
    const probe = createServer().once("error", () => resolvePort(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolvePort(true)));
  });
}

if (Number(process.versions.node.split(".")[0]) < 20)
  fail(`Node 20 or newer is needed; this is ${process.version}.`);
const port = Number(options.port);
if (!Number.isInteger(port) || port < 1 || port > 65_535)
  fail(`--port takes a number from 1 to 65535, not "${options.port}".`);
if (!(await isPortFree(port)))
  fail(
    `Port ${port} is taken by another program. Stop it, or choose another: npm run quickstart -- --port ${port + 1}`,
  );
if (options.reset) {
  if (process.env.DATABASE_URL)
    fail("--reset deletes the embedded database alone; drop your PostgreSQL database yourself.");
  await askReset();
}

console.log("Valueloop quickstart");
const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
const lockStamp = join(root, "node_modules/.valueloop-lock");
const isInstalled = existsSync(lockStamp) && readFileSync(lockStamp, "utf8") === lockHash();
await step("Install packages", !isInstalled, async () => {
  // Not "npm ci": it wants the lock file to name every other system's binaries, which not every registry holds.
  const result = await run("npm", ["install", "--no-audit", "--no-fund"]);
  if (result.code === 0) writeFileSync(lockStamp, lockHash());
  return result;
});
const buildStamp = join(root, ".next/valueloop-sources");
const stamp = sourceStamp();
const isBuilt = existsSync(buildStamp) && readFileSync(buildStamp, "utf8") === stamp;
await step("Build the studio", !isBuilt, async () => {
  const result = await run("next", ["build"]);
  if (result.code === 0) writeFileSync(buildStamp, sourceStamp());
  return result;
});

mkdirSync(dataFolder, { recursive: true });
const child = spawn(join(root, "node_modules/.bin/node"), ["server/quickstart.ts"], {
  cwd: root,
  stdio: "inherit",
  env: {
    ...process.env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "warn",
    PORT: String(port),
    VALUELOOP_DATA_DIR: dataFolder,
    VALUELOOP_DEMO: options["no-demo"] ? "0" : "1",
    VALUELOOP_LOCAL_MODEL: options["no-local-model"] ? "off" : "auto",
  },
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 0));
