// All of it from a clean clone: installs what is missing, then checks, unit and integration tests on both
// databases, the build, and the journeys in a browser. Ends with "N passed, N failed".
import { existsSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root, run, secondsSince } from "./steps.mjs";

const start = performance.now();
let passed = 0;
let failed = 0;
/** What was red, said once more at the end: whoever sees only the last lines must know what to look at. */
const red = [];

function report(name, ok, from) {
  if (ok) passed += 1;
  else failed += 1;
  if (!ok) red.push(name);
  console.log(`${ok ? "✓" : "✕"} ${name} (${secondsSince(from)})`);
}

async function step(name, action) {
  const from = performance.now();
  console.log(`\n— ${name}`);
  try {
    await action();
    report(name, true, from);
    return true;
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    report(name, false, from);
    return false;
  }
}

async function must(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}\n${output.slice(-6_000)}`);
  return output;
}

/** Counts what vitest or Playwright said, so that the last line is about tests, not steps. */
async function tests(name, command, args, env = {}) {
  const from = performance.now();
  console.log(`\n— ${name}`);
  const { code, output } = await run(command, args, { live: true, env });
  // eslint-disable-next-line no-control-regex -- colours are control characters
  const plain = output.replace(/\u001b\[[\d;]*m/g, "");
  const lines = command === "playwright" ? /^ {2}\d+ (?:passed|failed|flaky)\b.*$/gm : /^\s*Tests\s+.*$/gm;
  const summary = (plain.match(lines) ?? []).join("\n");
  const count = (word) => Number(new RegExp(`(\\d+) ${word}`).exec(summary)?.[1] ?? 0);
  passed += count("passed");
  failed += count("failed") + count("flaky");
  if (code !== 0 && count("failed") === 0) failed += 1;
  if (code !== 0) red.push(`${name}\n${failures(plain)}`);
  console.log(
    `${code === 0 ? "✓" : "✕"} ${name}: ${count("passed")} passed, ${count("failed")} failed (${secondsSince(from)})`,
  );
}

/** The lines in which vitest (FAIL, unhandled errors) and Playwright ("1) …") name what failed; else the last lines. */
function failures(plain) {
  const named =
    plain.match(/^\s*(?:FAIL|Error:|AssertionError:|TypeError:|⎯+ Unhandled|\d+\) \[).*$/gm) ?? [];
  const lines =
    named.length > 0 ? [...new Set(named.map((line) => line.trim()))] : plain.trim().split("\n").slice(-15);
  return lines
    .slice(0, 40)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join("\n");
}

function ensureChromium() {
  if (process.env.CHROMIUM_PATH || existsSync("/usr/bin/chromium")) return;
  const isRootOnDebian = process.getuid?.() === 0 && existsSync("/etc/debian_version");
  if (!isRootOnDebian)
    throw new Error("Chromium is not installed: install it and set CHROMIUM_PATH to its binary.");
  spawnSync("apt-get", ["update", "-qq"], { stdio: "ignore" });
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
    stdio: "ignore",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (!existsSync("/usr/bin/chromium")) throw new Error("Chromium could not be installed by apt-get.");
}

// "npm ci": what the lock file names, and the clone stays clean.
const hasModules = await step("install packages", async () => {
  if (!existsSync(join(root, "node_modules/.package-lock.json")))
    await must("npm", ["ci", "--no-audit", "--no-fund"]);
});
if (!hasModules) {
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(1);
}
let databaseUrl;
await step("install Chromium", async () => ensureChromium());
await step("bring up PostgreSQL with pgvector", async () => {
  const { ensurePostgres } = await import("./postgres.mjs");
  databaseUrl = ensurePostgres();
});
await step("bring the local model", () => must("node", ["scripts/local-model.ts"], { live: true }));
const { check } = await import("./check.mjs");
for (const [name, ok] of await check()) {
  if (ok) passed += 1;
  else {
    failed += 1;
    red.push(String(name));
  }
}
// The demo as the tests seed it is what the journeys begin with.
const seed = join(root, ".valueloop/seed");
rmSync(seed, { recursive: true, force: true });
await tests("tests on the embedded database", "vitest", ["run"], { VALUELOOP_KEEP_SEED: seed });
if (databaseUrl) await tests("tests on PostgreSQL", "vitest", ["run"], { TEST_DATABASE_URL: databaseUrl });
const isBuilt = await step("build", () => must("next", ["build"]));
if (isBuilt) await tests("journeys in a browser", "playwright", ["test"], { VALUELOOP_KEEP_SEED: seed });
rmSync(seed, { recursive: true, force: true });

if (red.length > 0) console.log(`\nRed:\n${red.map((what) => `  ✕ ${what}`).join("\n")}`);
console.log(`\nall in ${secondsSince(start)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
