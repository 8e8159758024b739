// From a fresh clone to a running studio, on plain Node 20 or newer. Options: --port, --data-dir, --no-demo,
// --no-local-model, --reset (asks first; --yes answers it).
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { folderProblem, markDataFolder, resetDataFolder } from "./data-folder.mjs";
import { root, run, secondsSince } from "./steps.mjs";

/** A mistake of the person's: its message is all they see. */
class Problem extends Error {}

/** The options as given, checked. Throws a Problem that says what is wrong. */
export function readOptions(args, env) {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        port: { type: "string", default: env.PORT || "3000" },
        "data-dir": { type: "string", default: env.VALUELOOP_DATA_DIR || join(root, ".valueloop") },
        "no-demo": { type: "boolean", default: false },
        "no-local-model": { type: "boolean", default: false },
        reset: { type: "boolean", default: false },
        yes: { type: "boolean", default: false },
      },
    }));
  } catch (error) {
    throw new Problem(
      `${error.message.split(". ")[0]}.\nOptions: --port 4000, --data-dir ./data, --no-demo, --no-local-model, --reset, --yes.`,
    );
  }
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port < 1 || port > 65_535)
    throw new Problem(`--port takes a number from 1 to 65535, not "${values.port}".`);
  if (values.reset && env.DATABASE_URL)
    throw new Problem("--reset deletes only the embedded database; drop your PostgreSQL database yourself.");
  return {
    port,
    dataFolder: resolve(values["data-dir"]),
    hasDemo: !values["no-demo"],
    hasLocalModel: !values["no-local-model"],
    isReset: values.reset,
    isSure: values.yes,
    isEmbedded: !env.DATABASE_URL,
  };
}

/** What the studio's process is told. */
export function studioEnvironment({ port, dataFolder, hasDemo, hasLocalModel }, env) {
  return {
    ...env,
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    LOG_LEVEL: env.LOG_LEVEL || "warn",
    PORT: String(port),
    VALUELOOP_DATA_DIR: dataFolder,
    VALUELOOP_DEMO: hasDemo ? "1" : "0",
    VALUELOOP_LOCAL_MODEL: hasLocalModel ? "auto" : "off",
  };
}

/** Everything that can be known before the long work: throws a Problem that says what to do. */
async function lookAhead(options, env) {
  const problem =
    (await portProblem(options.port, env.HOST || "127.0.0.1")) ??
    (options.isEmbedded ? folderProblem(options.dataFolder, options) : null);
  if (problem) throw new Problem(problem);
  if (!options.isReset) return;
  const refused = await resetDataFolder(options.dataFolder, {
    isSure: options.isSure,
    ask: process.stdin.isTTY ? askInTerminal : null,
  });
  if (refused) throw new Problem(refused);
}

async function askInTerminal(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

/** Why a port cannot be listened on, or null. */
function portProblem(port, host) {
  return new Promise((settle) => {
    const probe = createServer().once("error", ({ code }) =>
      settle(
        code === "EADDRINUSE"
          ? `Port ${port} is taken by another program. Stop it, or choose another: npm run quickstart -- --port ${port + 1}`
          : `Port ${port} at ${host} cannot be listened on (${code}). Choose another with --port, or correct HOST.`,
      ),
    );
    probe.listen(port, host, () => probe.close(() => settle(null)));
  });
}

async function step(name, isNeeded, action) {
  if (!isNeeded) return;
  const start = performance.now();
  process.stdout.write(`  ${name} … `);
  const { code, output } = await action();
  console.log(code === 0 ? secondsSince(start) : "failed");
  if (code !== 0) throw new Problem(output.trim().slice(-4_000));
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

const readIfThere = (file) => (existsSync(file) ? readFileSync(file, "utf8") : null);

async function install() {
  const file = join(root, "node_modules/.valueloop-lock");
  const hash = () =>
    createHash("sha256")
      .update(readFileSync(join(root, "package-lock.json")))
      .digest("hex");
  await step("Install packages", readIfThere(file) !== hash(), async () => {
    const result = await run("npm", ["ci", "--no-audit", "--no-fund"]);
    if (result.code === 0) writeFileSync(file, hash());
    return result;
  });
}

async function build(env) {
  const file = join(root, ".next/valueloop-sources");
  if (readIfThere(file) === sourceStamp()) return;
  // A wrong setting or a database that lacks something is said before the minutes of a build.
  await step("Check the settings", true, () => run("node", ["server/preflight.ts"], { env }));
  await step("Build the studio", true, async () => {
    const result = await run("next", ["build"]);
    if (result.code === 0) writeFileSync(file, sourceStamp());
    return result;
  });
}

async function main() {
  if (Number(process.versions.node.split(".")[0]) < 20)
    throw new Problem(`Node 20 or newer is needed; this is ${process.version}.`);
  const options = readOptions(process.argv.slice(2), process.env);
  await lookAhead(options, process.env);
  const env = studioEnvironment(options, process.env);
  console.log("Valueloop quickstart");
  await install();
  await build(env);
  markDataFolder(options.dataFolder);
  const child = spawn(join(root, "node_modules/.bin/node"), ["server/quickstart.ts"], {
    cwd: root,
    stdio: "inherit",
    env,
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href)
  await main().catch((error) => {
    console.error(`\n${error instanceof Problem ? error.message : error.stack}`);
    process.exitCode = 1;
  });
