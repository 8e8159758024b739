import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { lockDataFolder } from "./folder-lock.ts";

const folder = join(mkdtempSync(join(tmpdir(), "valueloop-lock-")), "database");
const file = `${folder}.lock`;
afterAll(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

it("is held by one process until it is given back", () => {
  const release = lockDataFolder(folder);
  expect(readFileSync(file, "utf8")).toMatch(new RegExp(`^${process.pid} \\d*$`));
  expect(() => lockDataFolder(folder)).toThrow(expect.objectContaining({ code: "conflict" }));
  release();
  expect(existsSync(file)).toBe(false);
  lockDataFolder(folder)();
});

it("names the process that holds the folder, and goes to the next once that one was killed", async () => {
  const holder = spawn(
    join("node_modules", ".bin", "node"),
    [
      "--input-type=module",
      "--eval",
      `import { lockDataFolder } from "./db/folder-lock.ts";
       lockDataFolder(process.env.FOLDER);
       process.stdout.write("held");
       setInterval(() => undefined, 1_000);`,
    ],
    { env: { ...process.env, FOLDER: folder }, stdio: ["ignore", "pipe", "inherit"] },
  );
  await once(holder.stdout, "data");
  expect(() => lockDataFolder(folder)).toThrow(
    `The embedded database in ${folder} is in use by process ${holder.pid}. Stop that one, choose another folder`,
  );
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(existsSync(file)).toBe(true);
  lockDataFolder(folder)();
  expect(readdirSync(join(folder, ".."))).toEqual([]);
});

it.runIf(existsSync("/proc/self/stat"))("is not held by a program that has got the dead one's pid", () => {
  writeFileSync(file, `${process.pid} 1`);
  lockDataFolder(folder)();
});

it("is not held by half a lock", () => {
  writeFileSync(file, "");
  lockDataFolder(folder)();
});
