import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{lib,db,server,cli,components,scripts,app}/**/*.test.{ts,tsx}"],
    globalSetup: ["db/testing/global-setup.ts"],
    env: { TZ: "Asia/Kathmandu", LOG_LEVEL: "silent" },
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
