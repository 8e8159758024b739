import { expect, it } from "vitest";
import { run } from "./steps.mjs";

it("runs commands with the Node the product comes with, whatever path it is handed", async () => {
  const { code, output } = await run("node", ["--version"], {
    env: { ...process.env, PATH: "/usr/local/bin:/usr/bin:/bin" },
  });
  expect(code).toBe(0);
  expect(output).toMatch(/^v24\./);
});
