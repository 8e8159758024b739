import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { testFiles } from "./testing/files.ts";

const files = testFiles();
/** Brackets in folder names of routes are not patterns. */
const exactly = (paths: readonly string[]) => paths.map((path) => path.replace(/[[\]()]/g, "\\$&"));
const withoutDatabase = { VALUELOOP_TEST_DATABASE: "none" };
const isOnPostgres = Boolean(process.env["TEST_DATABASE_URL"]);

export default defineConfig({
  test: {
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
    // Generous, for machines that do other work meanwhile: no test waits longer than it must.
    testTimeout: 90_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "database",
          include: exactly(files.database),
          globalSetup: ["testing/global-setup.ts"],
          setupFiles: ["testing/laws.ts", "testing/each-file.ts"],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: "database isolated",
          include: exactly(files.databaseIsolated),
          globalSetup: ["testing/global-setup.ts"],
          setupFiles: ["testing/laws.ts", "testing/each-file.ts"],
        },
      },
      // What asks for no database says the same on both, so it is run with the embedded one only.
      ...(isOnPostgres
        ? []
        : [
            {
              extends: true as const,
              test: { name: "isolated", include: exactly(files.isolated), env: withoutDatabase },
            },
            {
              extends: true as const,
              test: {
                name: "shared",
                include: exactly(files.shared),
                isolate: false,
                env: withoutDatabase,
              },
            },
          ]),
    ],
  },
});
