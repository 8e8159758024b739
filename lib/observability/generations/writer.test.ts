import { expect, it } from "vitest";
import type { Database } from "#db";
import { newId } from "#platform/ids";
import type { Generation } from "./schema.ts";
import type { StorableGeneration } from "./storable.ts";
import { makeWriter } from "./writer.ts";

const db = {} as Database;
const settings = { flushMs: 1, batchRows: 10, maxRows: 20, retryMs: 1 };

function item(id = newId()): StorableGeneration {
  return { projectId: "p", generation: { id } as Generation, spans: [] };
}

/** As drizzle throws what PostgreSQL or the network said. */
function failedQuery(code: string): Error {
  return new Error("Failed query", { cause: Object.assign(new Error(code), { code }) });
}
const outOfRange = () => failedQuery("22003");

type Batch = readonly StorableGeneration[];

/** A store that keeps ids and fails as it is told. */
function memory(fail: (batch: Batch, attempt: number) => Error | false = () => false) {
  const kept: string[] = [];
  let attempts = 0;
  const store = async (_db: Database, batch: Batch) => {
    attempts += 1;
    await Promise.resolve();
    const failure = fail(batch, attempts);
    if (failure) throw failure;
    kept.push(...batch.map((one) => one.generation.id));
  };
  return { kept, store, attempts: () => attempts };
}

it("stores what was added in few batches and forgets it", async () => {
  const { kept, store, attempts } = memory();
  const writer = makeWriter(settings, store);
  const ids = Array.from({ length: 35 }, () => newId());
  for (const id of ids) await writer.add(db, item(id));
  await writer.flush();
  expect(kept.toSorted()).toEqual(ids.toSorted());
  expect(attempts()).toBeLessThanOrEqual(12);
  expect(writer.pending()).toBe(0);
});

it("never holds more than it may", async () => {
  const { store } = memory();
  const writer = makeWriter(settings, store);
  let most = 0;
  const adds = Array.from({ length: 100 }, async () => {
    await writer.add(db, item());
    most = Math.max(most, writer.pending());
  });
  await Promise.all(adds);
  await writer.flush();
  expect(most).toBeLessThanOrEqual(settings.maxRows + 1);
});

it.each([
  "ECONNREFUSED",
  "CONNECTION_CLOSED",
  "53100",
  "53300",
  "57P01",
  "57P03",
  "08006",
  "40P01",
  "57014",
  "42703",
])("%s is no reason to give a row up, however often it comes", async (code) => {
  const { kept, store } = memory((_batch, attempt) => attempt <= 25 && failedQuery(code));
  const writer = makeWriter({ ...settings, mostRetryMs: 1 }, store);
  await writer.add(db, item("a"));
  await writer.add(db, item("b"));
  await writer.flush();
  expect(kept).toEqual(["a", "b"]);
  expect(writer.state().isStoreFailing).toBe(false);
});

it("gives up only the row that the database refuses for what it holds, and awaitStored still ends", async () => {
  const { kept, store } = memory((batch) => batch.some((one) => one.generation.id === "bad") && outOfRange());
  const writer = makeWriter(settings, store);
  for (const id of ["a", "bad", "b"]) await writer.add(db, item(id));
  await writer.awaitStored("bad");
  await writer.flush();
  expect(kept.toSorted()).toEqual(["a", "b"]);
});

it("finds the row that is refused by halves, and asks twice for none", async () => {
  const tried: string[][] = [];
  const { kept, store } = memory((batch) => batch.some((one) => one.generation.id === "bad") && outOfRange());
  const writer = makeWriter({ ...settings, retryMs: 60_000 }, async (on, batch) => {
    tried.push(batch.map((one) => one.generation.id));
    await store(on, batch);
  });
  for (const id of ["a", "bad", "b"]) await writer.add(db, item(id));
  await writer.flush();
  expect(kept).toEqual(["a", "b"]);
  expect(tried).toEqual([["a", "bad", "b"], ["a", "bad"], ["a"], ["bad"], ["b"]]);
});

it("a refused row among good ones while the database comes and goes takes none with it", async () => {
  const ids = Array.from({ length: 40 }, (_, index) => (index === 17 ? "bad" : `good ${index}`));
  const { kept, store } = memory((batch, attempt) => {
    if (attempt % 3 !== 0) return failedQuery("CONNECTION_CLOSED");
    return batch.some((one) => one.generation.id === "bad") && outOfRange();
  });
  const writer = makeWriter({ ...settings, mostRetryMs: 1, maxRows: 100 }, store);
  for (const id of ids) await writer.add(db, item(id));
  await writer.flush();
  expect(kept.toSorted()).toEqual(ids.filter((id) => id !== "bad").toSorted());
  expect(writer.state()).toMatchObject({ rows: 0, bytes: 0, isStoreFailing: false });
});

it("bounds what waits in memory by its bytes too", async () => {
  const { kept, store } = memory();
  const writer = makeWriter({ ...settings, maxBytes: 10_000 }, store);
  const large = { ...item(), generation: { id: newId(), output: "x".repeat(4_000) } as Generation };
  let most = 0;
  for (let count = 0; count < 12; count += 1) {
    await writer.add(db, { ...large, generation: { ...large.generation, id: newId() } });
    most = Math.max(most, writer.state().bytes);
  }
  await writer.flush();
  expect(kept).toHaveLength(12);
  expect(most).toBeLessThan(15_000);
});

it("answers a reader of the same project from memory", async () => {
  const { store } = memory();
  const writer = makeWriter({ ...settings, flushMs: 1_000 }, store);
  await writer.add(db, item("a"));
  expect(writer.get("p", "a")?.generation.id).toBe("a");
  expect(writer.get("other", "a")).toBeUndefined();
  await writer.flush();
});

it("asks whether a row was erased meanwhile where it waited or was tried before, and only there", async () => {
  const late: boolean[] = [];
  const { store } = memory((_batch, attempt) => attempt === 2 && failedQuery("08006"));
  const writer = makeWriter({ ...settings, lateMs: 20 }, async (on, batch, isLate) => {
    late.push(isLate);
    await store(on, batch);
  });
  await writer.add(db, item());
  await writer.flush();
  await writer.add(db, item());
  await writer.flush();
  expect(late).toEqual([false, false, true]);
  const slow = makeWriter({ ...settings, flushMs: 60, lateMs: 20 }, async (_db, _batch, isLate) => {
    late.push(isLate);
    return Promise.resolve();
  });
  await slow.add(db, item());
  await expect.poll(() => late).toEqual([false, false, true, true]);
});

it("a fault of the program is no reason to give a row up, one of the row's own values is", async () => {
  const { kept, store } = memory((batch, attempt) => {
    if (attempt <= 12) return new TypeError("Cannot read properties of null");
    return batch.some((one) => one.generation.id === "bad") && new RangeError("Invalid time value");
  });
  const writer = makeWriter({ ...settings, mostRetryMs: 1 }, store);
  for (const id of ["a", "bad", "b"]) await writer.add(db, item(id));
  await writer.flush();
  expect(kept.toSorted()).toEqual(["a", "b"]);
});
