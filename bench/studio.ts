import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { chromium } from "@playwright/test";
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
  );
  await delay(5_000);
  print(`memory of the studio at rest, without the local model: ${residentMb(studio).toFixed(0)} MB`);
  await firstLoads(`http://localhost:${port}`, print);
  print(`memory after every page was opened once: ${residentMb(studio).toFixed(0)} MB`);
  await stop(studio);
  rmSync(folder, { recursive: true, force: true });
}

/** Bytes of JavaScript over the wire (gzip) when a page is the first one opened. */
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
  for (const route of routes) {
    const context = await browser.newContext({ storageState: state });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    const scripts = new Set<string>();
    let bytes = 0;
    session.on("Network.responseReceived", ({ requestId, type }) => {
      if (type === "Script") scripts.add(requestId);
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    await page.goto(`${base}/customer-support${route}`, { waitUntil: "networkidle" });
    print(
      `  first-load JS of ${(route || "/ (overview)").padEnd(24)} ${(bytes / 1000).toFixed(0).padStart(4)} kB${bytes > 200_000 ? "   over the aim of 200" : ""}`,
    );
    await context.close();
  }
  await browser.close();
}
