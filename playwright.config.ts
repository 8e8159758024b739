import { defineConfig } from "@playwright/test";
import { address, dataFolder, port } from "./e2e/setting.ts";

/** Journeys against the production build on a fresh embedded database; `npm run build` comes first. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // One server with one database. What only reads is looked at by two browsers at once, on the demo as it was seeded;
  // then come the journeys, which build on each other.
  workers: 2,
  projects: [
    // Without traces, which take snapshots of whole pages at each reading; a failure names rule and element.
    { name: "pages", testMatch: "accessibility.spec.ts", fullyParallel: true, use: { trace: "off" } },
    { name: "journeys", testIgnore: "accessibility.spec.ts", workers: 1 },
  ],
  retries: 0,
  reporter: "list",
  // Generous, for machines that do other work meanwhile; nothing waits longer than it must.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: address,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    launchOptions: {
      executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: "node e2e/serve.ts",
    url: `${address}/api/ready`,
    // The seed lives through a month of a team's work; on a loaded machine that takes minutes.
    timeout: 360_000,
    reuseExistingServer: process.env["E2E_REUSE"] === "1",
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    env: {
      NODE_ENV: "production",
      PORT: String(port),
      LOG_LEVEL: "warn",
      VALUELOOP_DATA_DIR: dataFolder,
      VALUELOOP_DEMO: "1",
      VALUELOOP_ALLOW_PRIVATE_URLS: "1",
      VALUELOOP_LOCAL_MODEL: "auto",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: "",
    },
  },
});
