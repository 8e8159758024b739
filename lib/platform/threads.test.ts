import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

test("a thread starts in a program that was given as text", () => {
  const program = `
    import { Worker } from "node:worker_threads";
    import { threadFlags } from "#platform/threads";
    const options = process.argv[1] === "without" ? {} : { execArgv: [...threadFlags] };
    new Worker("./lib/platform/threads.ts", options)
      .on("error", (error) => console.log(error.code))
      .on("exit", (code) => console.log(code));`;
  const run = (...more: string[]) =>
    execFileSync(process.execPath, ["--input-type=module", "-e", program, ...more]).toString();

  expect(run()).toBe("0\n");
  expect(run("without")).toContain("ERR_INPUT_TYPE_NOT_ALLOWED");
});
