import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import type { Database } from "#db";
import { newId } from "#platform/ids";
import type { Generation } from "../../schema.ts";
import { makePersistence } from "../persist.ts";
import { makeWriter } from "../writer.ts";
import type { StorableGeneration } from "../storable.ts";
import { openCallLog } from "./call-log.ts";
import { replayAbandoned, replaySegment } from "./replay.ts";

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
  writer.useLog(log, async (file) => (await replaySegment(file, (items) => again.all(db, items))) !== null);
  return writer;
}

it("has a call on disk before it is added, for its owner's eyes alone, and lets go of it once it is stored", async () => {
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
  const file = join(place, "again.ndjson");
  writeFileSync(file, copy);
  await replaySegment(file, (items) => to.store(db, items));
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
  to.comeBack();
  await writer.add(db, item("stored"));
  expect(to.kept).toEqual(new Set(["refused", "stored"]));
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
