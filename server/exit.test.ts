import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

it("lives in UTC, wherever the machine stands", () => {
  const code = `
    import { requireEnvironment } from "./server/exit.ts";
    requireEnvironment();
    process.stdout.write(new Date("2026-11-20T00:30").toISOString());`;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", code], {
    encoding: "utf8",
    env: { ...process.env, TZ: "Asia/Tokyo" },
  });
  expect(said).toBe("2026-11-20T00:30:00.000Z");
});
