import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction, type OpenDatabase, openEmbedded, rowsOf } from "#db";
import { isOutage } from "#platform/outage";
import { openInThread } from "./embedded/client.ts";

/** The database in a folder runs on a thread of its own; that in memory, which tests use, on theirs. What holds for one must hold for the other. */
const folder = mkdtempSync(join(tmpdir(), "valueloop-thread-"));
let inThread: OpenDatabase;
let inMemory: OpenDatabase;

const table =
  "create table things (id int primary key, name text unique, other int references things(id) deferrable initially deferred)";

/** Quicker than a database made from nothing; there is none where the suite runs on PostgreSQL. */
const template = process.env["VALUELOOP_TEST_TEMPLATE"];
const start = template ? new Blob([readFileSync(template)]) : undefined;

beforeAll(async () => {
  inThread = await openEmbedded(join(folder, "database"), start);
  inMemory = await openEmbedded(undefined, start);
  for (const { driver } of [inThread, inMemory]) await driver.exec(table);
});

afterAll(async () => {
  await inThread.close();
  await inMemory.close();
  rmSync(folder, { recursive: true, force: true });
});

const other = join(folder, "other");
const both = (): [string, OpenDatabase][] => [
  ["on a thread", inThread],
  ["here", inMemory],
];
const names = async ({ driver }: OpenDatabase) =>
  (await driver.query("select name from things order by id")).rows.map(({ name }) => name);

describe("the embedded database", () => {
  test("gives values of every kind as it does on this thread, by the driver and by drizzle", async () => {
    const kinds = `select 1::int2 a, 2::int8 b, 9007199254740993::int8 c, 1.5::float8 d, 1.50::numeric e, true f, 'x'::text g,
      '2026-01-02T03:04:05.678Z'::timestamptz h, '2026-01-02'::date i, '{"a":[1]}'::jsonb j, array['a',null]::text[] k,
      array['2026-01-02T03:04:05Z'::timestamptz] l, '1 day'::interval m, '\\x00ff'::bytea n, null::text o, array[1.5]::numeric[] p`;
    const [there, here] = await Promise.all(both().map(([, { driver }]) => driver.query(kinds)));
    expect(there?.rows).toEqual(here?.rows);
    expect(there?.rows[0]?.["h"]).toBeInstanceOf(Date);
    const drizzled = await Promise.all(
      both().map(async ([, { db }]) => rowsOf(await db.execute(sql.raw(kinds)))),
    );
    expect(drizzled[0]).toEqual(drizzled[1]);
    expect(drizzled[0]).toMatchObject([{ h: "2026-01-02 03:04:05.678+00", i: "2026-01-02" }]);
    const values = [null, "text", 7, true, new Date(0), { a: 1 }, new Uint8Array([0, 255])];
    const given = `select $1::text a, $2::text b, $3::int c, $4::bool d, $5::timestamptz e, $6::jsonb f, $7::bytea g`;
    const [sent, kept] = await Promise.all(both().map(([, { driver }]) => driver.query(given, values)));
    expect(sent?.rows).toEqual(kept?.rows);
  });

  test("says what a statement was refused for, and goes on", async () => {
    for (const [where, open] of both()) {
      await open.driver.exec("delete from things; insert into things values (1, 'one')");
      const again = open.driver.query("insert into things values (2, 'one')");
      await expect(again, where).rejects.toMatchObject({ code: "23505", constraint: "things_name_key" });
      await expect(again, where).rejects.toBeInstanceOf(Error);
      await expect(open.db.execute(sql`select * from nothing`), where).rejects.toMatchObject({
        cause: { code: "42P01" },
      });
      expect(await names(open), where).toEqual(["one"]);
    }
  });

  test("keeps a transaction whole, lets others wait, and undoes what fails at any depth or at its end", async () => {
    for (const [where, open] of both()) {
      await open.driver.exec("delete from things");
      const gate = Promise.withResolvers<void>();
      const first = inTransaction({ db: open.db }, async ({ db }) => {
        await db.execute(sql`insert into things values (1, 'first')`);
        await gate.promise;
        const inner = inTransaction({ db }, async ({ db: nested }) => {
          await nested.execute(sql`insert into things values (2, 'undone')`);
          throw new Error("undo");
        });
        await expect(inner, where).rejects.toThrow("undo");
        await db.execute(sql`insert into things values (3, 'third')`);
      });
      let isSeen = false;
      const outside = names(open).then((found) => {
        isSeen = true;
        return found;
      });
      await nextTurn();
      await nextTurn();
      expect(isSeen, where).toBe(false);
      gate.resolve();
      await first;
      expect(await outside, where).toEqual(["first", "third"]);

      const undone = inTransaction({ db: open.db }, async ({ db }) => {
        await db.execute(sql`delete from things`);
        throw new Error("not so");
      });
      await expect(undone, where).rejects.toThrow("not so");
      const late = inTransaction({ db: open.db }, ({ db }) =>
        db.execute(sql`insert into things values (4, 'fourth', 99)`),
      );
      await expect(late, where).rejects.toMatchObject({ code: "23503" });
      expect(await names(open), where).toEqual(["first", "third"]);
    }
  });

  test("takes no statement of a transaction that is over", async () => {
    for (const [where, open] of both()) {
      let over: OpenDatabase["db"] | undefined;
      await inTransaction({ db: open.db }, async ({ db }) => {
        over = db;
        await db.execute(sql`select 1`);
      });
      await expect(over?.execute(sql`select 1`), where).rejects.toThrow();
    }
  });

  test("tells what is notified, until nobody listens", async () => {
    for (const [where, { driver }] of both()) {
      const heard: string[] = [];
      const stop = await driver.listen("news", (payload) => heard.push(payload));
      await driver.query("select pg_notify('news', 'one')");
      await driver.query("select 1");
      await stop();
      await driver.query("select pg_notify('news', 'two')");
      await driver.query("select 1");
      expect(heard, where).toEqual(["one"]);
    }
  });

  test("holds up nobody on this thread while it works", async () => {
    let isDone = false;
    const asked = inThread.driver.query("select count(*) from generate_series(1, 1000000)").then(() => {
      isDone = true;
    });
    for (let turn = 0; turn < 3; turn += 1) await nextTurn();
    expect(isDone).toBe(false);
    await asked;
  });

  test("can be copied, closed, and opened again with what it held", async () => {
    const open = await openEmbedded(other, await inThread.driver.dump?.());
    expect(await names(open)).toEqual(await names(inThread));
    await open.driver.query("insert into things values (9, 'nine')");
    await expect(openEmbedded(other)).rejects.toMatchObject({ code: "conflict" });
    await open.close();
    expect(open.isClosed()).toBe(true);
    await expect(open.driver.query("select 1")).rejects.toThrow("closed");
    const again = await openEmbedded(other);
    expect(await names(again)).toContain("nine");
    await again.close();
  });

  test("gives the folder free where it cannot be opened", async () => {
    const broken = join(folder, "broken");
    await expect(openEmbedded(broken, new Blob(["no archive"]))).rejects.toThrow();
    await expect(openEmbedded(broken, new Blob(["no archive"]))).rejects.not.toMatchObject({
      code: "conflict",
    });
  });

  test("says that the database is away when its thread has ended", async () => {
    let thread: Worker | undefined;
    const client = await openInThread(other, undefined, () => {
      thread = new Worker(join(import.meta.dirname, "embedded", "thread.ts"));
      return thread;
    });
    const asked = client.query("select pg_sleep(60)");
    await thread?.terminate();
    await expect(asked).rejects.toSatisfy(isOutage);
    await expect(client.query("select 1")).rejects.toSatisfy(isOutage);
    expect(client.closed).toBe(true);
  });
});
