import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

const startThread = `
  new Worker("./lib/platform/threads.ts", process.argv[1] === "without" ? {} : threadOptions)
    .on("error", (error) => console.log(error.code))
    .on("exit", (code) => console.log(code));`;

test("a thread starts in a program that was given as text", () => {
  const program = `
    import { Worker } from "node:worker_threads";
    import { threadOptions } from "#platform/threads";
    ${startThread}`;
  const run = (...more: string[]) =>
    execFileSync(process.execPath, ["--input-type=module", "-e", program, ...more]).toString();

  expect(run()).toBe("0\n");
  expect(run("without")).toContain("ERR_INPUT_TYPE_NOT_ALLOWED");
});

test("a thread starts in a program with flags of V8's", () => {
  const program = `
    const { Worker } = require("node:worker_threads");
    import("#platform/threads").then(({ threadOptions }) => { ${startThread} });`;

  expect(execFileSync(process.execPath, ["--max-old-space-size=512", "-e", program]).toString()).toBe("0\n");
});
