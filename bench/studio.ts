import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { chromium, type Page } from "@playwright/test";
import { freePort, residentMb, start, stop } from "./processes.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const routes = [
  "",
  "/prompts",
  "/playground",
  "/datasets",
  "/suites",
  "/runs",
  "/queues",
  "/feedback",
  "/environments",
  "/promotions",
  "/traffic",
  "/guardrails",
  "/audit",
  "/settings/members",
  "/settings/connections",
];

/** First and second start of a fresh clone, memory at rest, and the JavaScript each page loads first. */
export async function benchStudio(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "valueloop-start-"));
  execFileSync("git", ["clone", "--quiet", "--no-hardlinks", ".", folder]);
  const port = await freePort();
  for (const name of ["first", "second"]) {
    const begin = performance.now();
    const child = spawn(
      process.execPath,
      ["scripts/quickstart.mjs", "--port", String(port), "--no-local-model"],
      { cwd: folder, stdio: ["ignore", "pipe", "inherit"] },
    );
    await new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (part: Buffer) => {
        if (part.toString().includes("Valueloop is at")) resolve();
      });
      child.once("exit", (code) => reject(new Error(`quickstart ended with ${code}`)));
    });
    print(`${name} start of a fresh clone: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
    await stop(child);
  }
  const studio = await start(
    "server/studio.ts",
    {
      NODE_ENV: "production",
      PORT: String(port),
      VALUELOOP_DATA_DIR: join(folder, ".valueloop"),
      VALUELOOP_LOCAL_MODEL: "off",
      LOG_LEVEL: "info",
    },
    "studio ready",
    // The build of the clone: the one here may be of another day.
    { cwd: folder },
  );
  await delay(5_000);
  print(`memory of the studio at rest, without the local model: ${residentMb(studio).toFixed(0)} MB`);
  await firstLoads(`http://localhost:${port}`, print);
  print(`memory after every page was opened once: ${residentMb(studio).toFixed(0)} MB`);
  await stop(studio);
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Kilobytes of JavaScript over the wire (gzip) when a page is the first one opened: the scripts its HTML names, without
 * which it does nothing, and all that came until the network was quiet, with what is fetched behind the page.
 */
async function firstLoads(base: string, print: (line: string) => void): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    args: flags,
  });
  const signedIn = await browser.newContext();
  const door = await signedIn.newPage();
  await door.goto(`${base}/sign-in`);
  await door.getByRole("button", { name: /Otto/ }).click();
  await door.waitForURL(/customer-support/);
  const state = await signedIn.storageState();
  print("  first-load JS, gzip                named by the page   until quiet");
  for (const route of routes) {
    const context = await browser.newContext({ storageState: state });
    const { named, all } = await scriptsOf(await context.newPage(), `${base}/customer-support${route}`);
    const kB = (bytes: number) => `${(bytes / 1000).toFixed(0).padStart(6)} kB`;
    const judged = all > firstLoadAim ? "   over the aim of 200" : "";
    print(`    ${(route || "/ (overview)").padEnd(34)} ${kB(named)}      ${kB(all)}${judged}`);
    await context.close();
  }
  await browser.close();
}

const firstLoadAim = 200_000;

async function scriptsOf(page: Page, url: string): Promise<{ named: number; all: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const paths = new Map<string, string>();
  const bytes = new Map<string, number>();
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script") paths.set(requestId, new URL(response.url).pathname);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const path = paths.get(requestId);
    if (path) bytes.set(path, encodedDataLength);
  });
  const response = await page.goto(url, { waitUntil: "networkidle" });
  const named = new Set(
    ((await response?.text()) ?? "")
      .matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+\.js)/g)
      .map((tag) => tag[1]),
  );
  const sum = (of: [string, number][]) => of.reduce((total, [, size]) => total + size, 0);
  const entries = [...bytes];
  return { named: sum(entries.filter(([path]) => named.has(path))), all: sum(entries) };
}
