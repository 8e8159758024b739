import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import type { Database } from "#db";
import { willPass } from "#platform/errors";
import { newId } from "#platform/ids";
import type { Generation } from "../schema.ts";
import { makePersistence } from "../persist.ts";
import { makeWriter } from "../writer.ts";
import type { StorableGeneration } from "../storable.ts";
import { openCallLog } from "./call-log.ts";
import { keepAlive } from "./folders.ts";
import { frameOf, readFrames } from "./frames.ts";
import { replayAbandoned, replayBytes } from "./replay.ts";

const db = {} as Database;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function root(): string {
  const made = mkdtempSync(join(tmpdir(), "valueloop-call-log-"));
  cleanups.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const item = (id = newId(), output = "an answer"): StorableGeneration => ({
  projectId: "p",
  generation: { id, output, startedAt: new Date("2026-05-04") } as Generation,
  spans: [],
});

function logAt(place: string, settings: Parameters<typeof openCallLog>[1] = {}) {
  const log = openCallLog(place, settings);
  cleanups.push(() => log.close());
  return log;
}

/** A store that holds each id once, as the database does, and counts how often it was given one. */
function storage() {
  const kept = new Set<string>();
  let given = 0;
  let isAway = false;
  const store = async (_db: Database, batch: readonly StorableGeneration[]) => {
    await Promise.resolve();
    if (isAway) throw Object.assign(new Error("away"), { code: "ECONNREFUSED" });
    given += batch.length;
    for (const { generation } of batch) kept.add(generation.id);
  };
  return { kept, store, given: () => given, leave: () => (isAway = true), comeBack: () => (isAway = false) };
}

/** The files of every folder in a log's place. */
const filesIn = (place: string) =>
  readdirSync(place).flatMap((folder) =>
    readdirSync(join(place, folder)).map((name) => join(place, folder, name)),
  );

/** Makes the folders in a log's place those of a process that is gone: no process has this number. */
function killOwners(place: string): void {
  for (const name of readdirSync(place)) {
    const [machine, , start, random] = name.split("-");
    renameSync(join(place, name), join(place, [machine, "4194999", start, random].join("-")));
  }
}

function writerWith(log: ReturnType<typeof openCallLog>, to: ReturnType<typeof storage>, settings = {}) {
  const writer = makeWriter(
    { flushMs: 1, retryMs: 1, mostRetryMs: 1, patienceMs: 50, ...settings },
    to.store,
  );
  const again = makePersistence({ retryMs: 1, mostRetryMs: 1 }, to.store);
  writer.useLog(log, async (segment) => {
    await replayBytes(await segment.read(), segment.path, (items) => again.all(db, items), log.root);
    return true;
  });
  return writer;
}

it("has a call on disk before it is added, for its owner's eyes only, and lets go of it once it is stored", async () => {
  const place = root();
  const to = storage();
  to.leave();
  const log = logAt(place, { segmentMs: 20 });
  const writer = writerWith(log, to);
  await writer.add(db, item("a", "the very text"));
  const [file = ""] = filesIn(place);
  expect(readFileSync(file, "utf8")).toContain("the very text");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, "..")).mode & 0o777).toBe(0o700);
  to.comeBack();
  await writer.flush();
  expect(to.kept).toEqual(new Set(["a"]));
  await expect.poll(() => filesIn(place)).toEqual([]);
});

it("replays what a dead process left, once, whoever of several looks first, and again without harm", async () => {
  const place = root();
  const left = storage();
  left.leave();
  const dead = logAt(place);
  const writer = writerWith(dead, left);
  const ids = Array.from({ length: 50 }, () => newId());
  await Promise.all(ids.map((id) => writer.add(db, item(id))));
  const copy = readFileSync(filesIn(place)[0] ?? "");
  killOwners(place);
  const to = storage();
  const counts = await Promise.all(
    Array.from({ length: 4 }, () => replayAbandoned(place, (items) => to.store(db, items))),
  );
  expect(counts.toSorted((a, b) => a - b)).toEqual([0, 0, 0, 50]);
  expect([...to.kept].toSorted()).toEqual(ids.toSorted());
  expect(readdirSync(place)).toEqual([]);
  // As if the process had died after it stored them and before it removed the file.
  await replayBytes(copy, "again", (items) => to.store(db, items), place);
  expect(to.kept.size).toBe(50);
  left.comeBack();
});

it("leaves the log of a living process alone", async () => {
  const place = root();
  const to = storage();
  to.leave();
  const writer = writerWith(logAt(place), to);
  await writer.add(db, item("mine"));
  expect(await replayAbandoned(place, () => Promise.reject(new Error("not mine")))).toBe(0);
  expect(filesIn(place)).toHaveLength(1);
  to.comeBack();
  await writer.flush();
});

it("takes a torn end for what it is: everything before it is stored", async () => {
  const place = root();
  const left = storage();
  left.leave();
  const writer = writerWith(logAt(place), left);
  await writer.add(db, item("whole"));
  appendFileSync(filesIn(place)[0] ?? "", '1234abcd {"projectId":"p","gener');
  killOwners(place);
  const to = storage();
  expect(await replayAbandoned(place, (items) => to.store(db, items))).toBe(1);
  expect(to.kept).toEqual(new Set(["whole"]));
  expect(readdirSync(place)).toEqual([]);
  left.comeBack();
});

it("leaves to the disk what memory has no room for, and stores all of it when the database is back", async () => {
  const place = root();
  const to = storage();
  to.leave();
  const log = logAt(place, { segmentBytes: 2_000 });
  const writer = writerWith(log, to, { maxRows: 10, batchRows: 5 });
  const ids = Array.from({ length: 200 }, () => newId());
  for (const id of ids) await writer.add(db, item(id));
  expect(writer.state().rows).toBe(10);
  expect(writer.state().logBytes).toBeGreaterThan(200 * 100);
  expect(writer.state().ageMs).toBeGreaterThan(0);
  to.comeBack();
  await writer.flush();
  expect([...to.kept].toSorted()).toEqual(ids.toSorted());
  await log.close();
  expect(readdirSync(place)).toEqual([]);
});

it("a call that neither log nor database takes is refused, and one that the database takes is not", async () => {
  const place = root();
  const to = storage();
  to.leave();
  const noFolder = join(place, "a file");
  writeFileSync(noFolder, "");
  const writer = writerWith(logAt(noFolder), to);
  await expect(writer.add(db, item("refused"))).rejects.toMatchObject({ code: "unavailable" });
  expect(writer.state()).toMatchObject({ isLogBroken: true, isStoreFailing: true, rows: 1 });
  const refusal: unknown = await writer.add(db, item("refused too")).catch((error: unknown) => error);
  // To ask again would make and pay the call again.
  expect(willPass(refusal)).toBe(false);
  to.comeBack();
  await writer.add(db, item("stored"));
  expect(to.kept).toEqual(new Set(["refused", "refused too", "stored"]));
  // The disk has room again: the next one is in the log, and so says the state.
  rmSync(noFolder);
  await writer.probe();
  expect(writer.state().isLogBroken).toBe(false);
});

it("goes on under load while files come and go, and none is lost", async () => {
  const place = root();
  const to = storage();
  const log = logAt(place, { segmentBytes: 1_000, segmentMs: 5 });
  const writer = writerWith(log, to, { maxRows: 30, batchRows: 7 });
  const ids = Array.from({ length: 2_000 }, () => newId());
  await Promise.all(
    Array.from({ length: 16 }, async (_, lane) => {
      for (let at = lane; at < ids.length; at += 16) {
        if (at % 500 === 3) to.leave();
        if (at % 500 === 250) to.comeBack();
        await writer.add(db, item(ids[at]));
      }
    }),
  );
  to.comeBack();
  await writer.flush();
  expect([...to.kept].toSorted()).toEqual(ids.toSorted());
  await log.close();
  expect(readdirSync(place)).toEqual([]);
});

/** A folder that a process of another machine made and has not touched for so long. */
function leave(place: string, name: string, items: StorableGeneration[], silentMs = 120_000): string {
  const folder = join(place, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "00000001.ndjson"), items.map(frameOf).join(""));
  const then = new Date(Date.now() - silentMs);
  utimesSync(folder, then, then);
  return folder;
}

it("what cannot be taken over or read keeps nothing else back, and is tried again", async () => {
  const place = root();
  writeFileSync(join(place, "elsewhere-1-1-afile"), "");
  utimesSync(join(place, "elsewhere-1-1-afile"), new Date(0), new Date(0));
  const unreadable = leave(place, "elsewhere-1-1-b", [item("b1")]);
  mkdirSync(join(unreadable, "00000000.ndjson"));
  leave(place, "elsewhere-1-1-c", [item("c")]);
  leave(place, "elsewhere-1-1-d", [item("d")]);
  utimesSync(unreadable, new Date(0), new Date(0));
  const to = storage();
  const adopted = new Set<string>();
  const store = async (items: StorableGeneration[]) => {
    if (items.some(({ generation }) => generation.id === "c") && !to.kept.has("d")) throw new Error("EIO");
    await to.store(db, items);
  };
  await replayAbandoned(place, store, adopted);
  expect(to.kept).toEqual(new Set(["b1", "d"]));
  expect(adopted.size).toBe(2);
  for (const folder of adopted) rmSync(join(folder, "00000000.ndjson"), { recursive: true, force: true });
  await replayAbandoned(place, store, adopted);
  expect(to.kept).toEqual(new Set(["b1", "c", "d"]));
  expect(readdirSync(place)).toEqual(["elsewhere-1-1-afile"]);
  expect(adopted.size).toBe(0);
});

it("judges who lives by the clock of the file system, however far this process's own is ahead", async () => {
  const place = root();
  leave(place, "elsewhere-1-1-b", [item("b")], 5_000);
  const log = logAt(place);
  await log.append(frameOf(item("mine")));
  const ahead = Date.now() + 600_000;
  vi.spyOn(Date, "now").mockReturnValue(ahead);
  expect(await replayAbandoned(place, () => Promise.reject(new Error("alive")))).toBe(0);
  vi.restoreAllMocks();
  // Its own time is the file system's too, whatever this process believes.
  const folder = log.folder() ?? "";
  vi.useFakeTimers({ toFake: ["Date"], now: ahead });
  keepAlive(folder);
  vi.useRealTimers();
  expect(Math.abs(statSync(folder).mtimeMs - Date.now())).toBeLessThan(30_000);
});

it("a process that is taken for dead while it lives loses nothing, in memory or left to the disk", async () => {
  const place = root();
  const to = storage();
  to.leave();
  const log = logAt(place, { segmentBytes: 2_000, aliveMs: 100_000 });
  const writer = writerWith(log, to, { maxRows: 10 });
  const ids = Array.from({ length: 60 }, () => newId());
  for (const id of ids.slice(0, 40)) await writer.add(db, item(id));
  const other = storage();
  killOwners(place);
  // Taken over after this and read; then its files go.
  await replayAbandoned(place, (items) => other.store(db, items));
  expect(other.kept.size).toBe(40);
  for (const id of ids.slice(40)) await writer.add(db, item(id));
  const written = filesIn(place)
    .map((file) => readFileSync(file, "utf8"))
    .join("");
  for (const id of ids.slice(40)) expect(written).toContain(id);
  to.comeBack();
  await writer.flush();
  expect([...to.kept].toSorted()).toEqual(ids.toSorted());
  await log.close();
});

it("removes the folder of a process that was killed in the moment it said that it lives", async () => {
  const place = root();
  const folder = leave(place, "elsewhere-1-1-b", [item("b")]);
  writeFileSync(join(folder, ".alive-x"), "");
  utimesSync(folder, new Date(0), new Date(0));
  expect(await replayAbandoned(place, () => Promise.resolve())).toBe(1);
  expect(readdirSync(place)).toEqual([]);
});

it("counts what the other processes hold of the same disk", () => {
  const place = root();
  const folder = leave(place, "elsewhere-1-1-b", [item("b")]);
  expect(logAt(place).bytes()).toBe(statSync(join(folder, "00000001.ndjson")).size);
});

it("while the log is broken a database that is slow counts as away, so that no further call is made", async () => {
  const place = root();
  const noFolder = join(place, "a file");
  writeFileSync(noFolder, "");
  const { promise: never } = Promise.withResolvers<void>();
  const writer = makeWriter({ flushMs: 1, patienceMs: 100 }, () => never);
  writer.useLog(logAt(noFolder));
  await expect(writer.add(db, item())).rejects.toMatchObject({ details: { isRepeatable: false } });
  expect(writer.state()).toMatchObject({ isLogBroken: true, isStoreFailing: true, rows: 1 });
});

it("keeps what is refused or damaged beside the log, for its owner's eyes only", async () => {
  const place = root();
  const folder = leave(place, "elsewhere-1-1-b", [item("b")]);
  appendFileSync(join(folder, "00000001.ndjson"), "00000000 damaged\n");
  const old = new Date(0);
  utimesSync(folder, old, old);
  const refusing = () => Promise.reject(Object.assign(new Error("no"), { code: "22003" }));
  const log = logAt(place);
  const writer = makeWriter({ flushMs: 1 }, refusing);
  writer.useLog(log);
  await writer.add(db, item("refused"));
  await writer.flush();
  await replayAbandoned(place, () => Promise.resolve());
  const file = join(place, "refused.ndjson");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { items, damaged } = readFrames(readFileSync(file));
  expect(items.map(({ generation }) => generation.id)).toEqual(["refused"]);
  expect(damaged).toEqual(["00000000 damaged"]);
});

it("tries a file again that could not be read when it was to be stored, and goes on storing meanwhile", async () => {
  const place = root();
  const to = storage();
  to.leave();
  const log = logAt(place);
  const writer = makeWriter({ flushMs: 1, retryMs: 1, mostRetryMs: 1, maxRows: 2 }, to.store);
  let reads = 0;
  writer.useLog(log, async (segment) => {
    reads += 1;
    if (reads < 3) throw new Error("EIO");
    await replayBytes(await segment.read(), segment.path, (items) => to.store(db, items), place);
    return true;
  });
  const ids = Array.from({ length: 6 }, () => newId());
  for (const id of ids) await writer.add(db, item(id));
  to.comeBack();
  await writer.flush();
  expect(reads).toBe(3);
  expect([...to.kept].toSorted()).toEqual(ids.toSorted());
});
