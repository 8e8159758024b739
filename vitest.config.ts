import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // The real loop wants both cores for its model, so it is run by itself.
    include: process.env["VALUELOOP_REAL_LOOP"]
      ? ["bench/**/*.test.ts"]
      : ["{lib,db,demo,testing,server,components,scripts,app}/**/*.test.{ts,tsx}"],
    globalSetup: ["testing/global-setup.ts"],
    setupFiles: ["testing/laws.ts"],
    env: {
      TZ: "Asia/Kathmandu",
      LOG_LEVEL: "silent",
      // Not the developer's own: models that have arrived there would change what tests measure.
      VALUELOOP_DATA_DIR: process.env["VALUELOOP_DATA_DIR"] ?? join(tmpdir(), "valueloop-tests"),
    },
    // next-auth imports "next/server" without an ending, which Node refuses and vite finds.
    server: { deps: { inline: ["next-auth"] } },
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
