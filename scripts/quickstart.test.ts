import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataFolder } from "../db/folder-lock.ts";
import { findHolder, folderProblem, markDataFolder, resetDataFolder } from "./data-folder.mjs";
import { readOptions, studioEnvironment } from "./quickstart.mjs";

/** The machine's own Node where there is one: quickstart must start on plain Node 20. */
const plainNode =
  ["/usr/bin/node", "/usr/local/bin/node"].find((file) => existsSync(file)) ?? process.execPath;

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "valueloop-quickstart-"));
  folder = join(root, "data");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function fill(place: string): void {
  markDataFolder(place);
  for (const name of ["database", "local-model"]) mkdirSync(join(place, name));
  for (const name of ["database/PG_VERSION", "auth.key", "encryption.key", "local-model/weights", "mine.txt"])
    writeFileSync(join(place, name), "17");
}

/**
 * Runs quickstart as a person would, where it must end before the long work. Should it go on, it finds no npm and
 * settings nothing starts with, so that a broken check cannot install or build behind a test's back.
 */
function quickstart(args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(plainNode, ["scripts/quickstart.mjs", ...args], {
    encoding: "utf8",
    timeout: 20_000,
    env: {
      NODE_ENV: "test",
      PATH: "/nowhere",
      LOG_LEVEL: "impossible",
      VALUELOOP_DATA_DIR: folder,
      PORT: "39417",
      ...env,
    },
  });
  return { status, stdout, stderr: stderr.trim() };
}
const ended = (stderr: string) => ({ status: 1, stdout: "", stderr });

describe("quickstart ends before the long work, with one sentence,", () => {
  it("when the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, "127.0.0.1", resolve);
    });
    const { port } = other.address() as AddressInfo;
    expect(quickstart(["--port", String(port)])).toEqual(
      ended(
        `Port ${port} is taken by another program. Stop it, or choose another: npm run quickstart -- --port ${port + 1}`,
      ),
    );
    other.close();
  });

  it("when another process holds the data folder, also for a reset that is sure", () => {
    fill(folder);
    const release = lockDataFolder(join(folder, "database"));
    const sentence = `The embedded database in ${folder} is in use by process ${process.pid}. Stop that one (kill ${process.pid}), or choose another folder with --data-dir.`;
    expect(quickstart([])).toEqual(ended(sentence));
    expect(quickstart(["--reset", "--yes"])).toEqual(ended(sentence));
    expect(existsSync(join(folder, "database/PG_VERSION"))).toBe(true);
    release();
    expect(findHolder(folder)).toBeNull();
  });

  it("when a reset cannot ask because there is no terminal", () => {
    fill(folder);
    expect(quickstart(["--reset"])).toEqual(
      ended("--reset deletes all data and asks first; without a terminal add --yes."),
    );
    expect(existsSync(join(folder, "database/PG_VERSION"))).toBe(true);
  });

  it("when the folder to reset is not Valueloop's, however sure", () => {
    writeFileSync(join(root, "letters.txt"), "dear");
    expect(quickstart(["--reset", "--yes", "--data-dir", root])).toEqual(
      ended(`${root} is not a data folder of Valueloop, so nothing in it is deleted. Check --data-dir.`),
    );
    expect(readdirSync(root)).toEqual(["letters.txt"]);
  });

  it.each([
    [["--port", "abc"], /^--port takes a number from 1 to 65535, not "abc"\.$/],
    [["--prot", "1"], /^Unknown option '--prot'\.\nOptions: --port 4000/],
    [["--data-dir", "package.json"], /package\.json is a file\. Choose a folder with --data-dir\.$/],
  ])("for %s", (args, sentence) => {
    const { status, stderr } = quickstart(args);
    expect(status).toBe(1);
    expect(stderr).toMatch(sentence);
  });

  it("when a PostgreSQL database is to be reset", () => {
    expect(quickstart(["--reset"], { DATABASE_URL: "postgres://h/d" })).toEqual(
      ended("--reset deletes only the embedded database; drop your PostgreSQL database yourself."),
    );
  });
});

describe("a reset", () => {
  it("deletes nothing after a wrong answer", async () => {
    fill(folder);
    const before = readdirSync(folder, { recursive: true });
    expect(await resetDataFolder(folder, { isSure: false, ask: async () => "yes" })).toBe(
      "Nothing was deleted.",
    );
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });

  it("deletes database and keys of that folder only after the right one, and keeps the local model", async () => {
    fill(folder);
    const neighbour = join(root, "neighbour");
    fill(neighbour);
    const before = readdirSync(neighbour, { recursive: true });
    let question = "";
    const ask = async (text: string) => {
      question = text;
      return " reset ";
    };
    expect(await resetDataFolder(folder, { isSure: false, ask })).toBeNull();
    expect(question).toContain(folder);
    expect(readdirSync(folder).toSorted()).toEqual(["local-model", "mine.txt", "valueloop-data-folder"]);
    expect(existsSync(join(folder, "local-model/weights"))).toBe(true);
    expect(readdirSync(neighbour, { recursive: true })).toEqual(before);
  });

  it("of a folder that is not there, or is empty, is nothing to ask about", async () => {
    expect(await resetDataFolder(folder, { isSure: false, ask: null })).toBeNull();
    mkdirSync(folder);
    expect(folderProblem(folder, { isReset: true })).toBeNull();
  });

  it("is open to a folder made before folders were marked", () => {
    mkdirSync(join(folder, "database"), { recursive: true });
    writeFileSync(join(folder, "database/PG_VERSION"), "17");
    expect(folderProblem(folder, { isReset: true })).toBeNull();
  });
});

it("the options reach the studio", () => {
  const options = readOptions(["--port", "4000", "--data-dir", folder, "--no-demo", "--no-local-model"], {});
  expect(studioEnvironment(options, { HOST: "0.0.0.0" })).toMatchObject({
    HOST: "0.0.0.0",
    PORT: "4000",
    VALUELOOP_DATA_DIR: folder,
    VALUELOOP_DEMO: "0",
    VALUELOOP_LOCAL_MODEL: "off",
  });
  expect(studioEnvironment(readOptions([], {}), {})).toMatchObject({
    PORT: "3000",
    VALUELOOP_DEMO: "1",
    VALUELOOP_LOCAL_MODEL: "auto",
  });
});
