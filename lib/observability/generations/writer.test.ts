import { expect, it } from "vitest";
import type { Database } from "#db";
import { newId } from "#platform/ids";
import type { Generation } from "../schema.ts";
import type { StorableGeneration } from "./storable.ts";
import { makeWriter } from "./writer.ts";

const db = {} as Database;
const settings = { flushMs: 1, batchRows: 10, maxRows: 20, retryMs: 1, maxAttempts: 3 };

function item(id = newId()): StorableGeneration {
  return { projectId: "p", generation: { id } as Generation, spans: [] };
}

/** A store that keeps ids and fails as it is told. */
function memory(fail: (batch: StorableGeneration[], attempt: number) => boolean = () => false) {
  const kept: string[] = [];
  let attempts = 0;
  const store = async (_db: Database, batch: StorableGeneration[]) => {
    attempts += 1;
    await Promise.resolve();
    if (fail(batch, attempts)) throw new Error("refused");
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

it("tries again after a failure and loses nothing", async () => {
  const { kept, store } = memory((_batch, attempt) => attempt === 1);
  const writer = makeWriter(settings, store);
  await writer.add(db, item("a"));
  await writer.add(db, item("b"));
  await writer.flush();
  expect(kept).toEqual(["a", "b"]);
});

it("drops only the row the database refuses, and awaitStored still ends", async () => {
  const { kept, store } = memory((batch) => batch.some((one) => one.generation.id === "bad"));
  const writer = makeWriter(settings, store);
  for (const id of ["a", "bad", "b"]) await writer.add(db, item(id));
  await writer.awaitStored("bad");
  await writer.flush();
  expect(kept.toSorted()).toEqual(["a", "b"]);
});

it("asks once more for none of what no column can take", async () => {
  const tried: string[][] = [];
  const kept: string[] = [];
  const writer = makeWriter({ ...settings, retryMs: 60_000 }, async (_db, batch) => {
    const ids = batch.map((one) => one.generation.id);
    tried.push(ids);
    await Promise.resolve();
    if (ids.includes("bad"))
      throw new Error("Failed query", { cause: Object.assign(new Error("out of range"), { code: "22003" }) });
    kept.push(...ids);
  });
  for (const id of ["a", "bad", "b"]) await writer.add(db, item(id));
  await writer.flush();
  expect(kept).toEqual(["a", "b"]);
  expect(tried).toEqual([["a", "bad", "b"], ["a"], ["bad"], ["b"]]);
});

it("answers a reader of the same project from memory", async () => {
  const { store } = memory();
  const writer = makeWriter({ ...settings, flushMs: 1_000 }, store);
  await writer.add(db, item("a"));
  expect(writer.get("p", "a")?.generation.id).toBe("a");
  expect(writer.get("other", "a")).toBeUndefined();
  await writer.flush();
});
