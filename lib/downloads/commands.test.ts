import { expect, it } from "vitest";
import { reasonIn, runCommand } from "./commands.ts";

const npmWithoutNetwork = `npm error code ECONNREFUSED
npm error syscall connect
npm error FetchError: request to http://127.0.0.1:9/node-llama-cpp failed, reason: connect ECONNREFUSED 127.0.0.1:9
npm error If you are behind a proxy, please make sure that the
npm error 'proxy' config is set properly.  See: 'npm help config'
npm error A complete log of this run can be found in: /root/.npm/_logs/debug-0.log`;

const pipWithoutPackage = `WARNING: Retrying (Retry(total=4)) after connection broken
ERROR: Could not find a version that satisfies the requirement some-model (from versions: none)
ERROR: No matching distribution found for some-model`;

it("names the reason in what npm prints, and not its advice", () => {
  expect(reasonIn(npmWithoutNetwork)).toBe("code ECONNREFUSED");
});

it("names the reason in what pip prints", () => {
  expect(reasonIn(pipWithoutPackage)).toMatch(/^ERROR: Could not find a version/);
});

it("falls back to the last line, and says when there were no words at all", () => {
  expect(reasonIn("one\ntwo\n")).toBe("two");
  expect(reasonIn("")).toBe("no words");
});

it("tells a command that was called off from one that failed", async () => {
  const abort = new AbortController();
  const running = runCommand(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    cwd: process.cwd(),
    signal: abort.signal,
  });
  abort.abort();
  await expect(running).rejects.toMatchObject({ name: "AbortError" });
  const failing = runCommand(process.execPath, ["-e", "console.error('no such model'); process.exit(3)"], {
    cwd: process.cwd(),
    signal: new AbortController().signal,
  });
  await expect(failing).rejects.toThrow("ended with 3: no such model");
});
