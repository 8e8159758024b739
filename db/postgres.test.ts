import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction, type OpenDatabase, openPostgres, rowsOf } from "#db";
import { newId } from "#platform/ids";
import { makeSlots } from "./slots.ts";
import { parameterText } from "./postgres-values.ts";

describe("a parameter's text", () => {
  it.each([
    [null, null],
    [undefined, null],
    [1.5, "1.5"],
    [12n, "12"],
    [true, "true"],
    [new Date("2026-11-23T09:00:00.123Z"), "2026-11-23T09:00:00.123Z"],
    [{ a: [1] }, '{"a":[1]}'],
    [[], "{}"],
    [["a", 'say "no"', "back\\slash", null], '{"a","say \\"no\\"","back\\\\slash",NULL}'],
    [[[1, 2], [3]], '{{"1","2"},{"3"}}'],
    [[{ a: '"' }], '{"{\\"a\\":\\"\\\\\\"\\"}"}'],
    [[new Date(0), false], '{"1970-01-01T00:00:00.000Z","false"}'],
  ])("%#: is text that any type reads", (value, text) => {
    expect(parameterText(value)).toBe(text);
  });
});

it("slots are taken in the order of coming, and given back by what failed", async () => {
  const { run, whenIdle } = makeSlots(2);
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const start = (name: string) =>
    run(
      () =>
        new Promise<void>((resolve, reject) => {
          begun.push(name);
          ends.set(name, (error) => (error ? reject(error) : resolve()));
        }),
    );
  const first = start("a");
  const rest = ["b", "c", "d"].map(start);
  expect(begun).toEqual(["a", "b"]);
  ends.get("a")?.(new Error("broken"));
  await expect(first).rejects.toThrow("broken");
  await expect.poll(() => begun).toEqual(["a", "b", "c"]);
  for (const name of ["b", "c"]) ends.get(name)?.();
  await expect.poll(() => begun).toEqual(["a", "b", "c", "d"]);
  let isIdle = false;
  const idle = whenIdle().then(() => (isIdle = true));
  await Promise.all(rest.slice(0, 2));
  expect(isIdle).toBe(false);
  ends.get("d")?.();
  await Promise.all([...rest, idle]);
  await whenIdle();
});

const server = process.env["TEST_DATABASE_URL"];
describe.runIf(server)("PostgreSQL by postgres.js", () => {
  let open: OpenDatabase;
  let other: OpenDatabase;
  beforeAll(async () => {
    open = await openPostgres(server ?? "", 2);
    other = await openPostgres(server ?? "", 1);
  });
  afterAll(async () => {
    await Promise.all([open.close(), other.close()]);
  });
  /** Ends the connection whose last statement holds this text, as a restart of the server would. */
  const breakConnection = (text: string) =>
    other.driver.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like $1 and pid <> pg_backend_pid()",
      [`%${text}%`],
    );

  it("hands raw rows on as pg did: dates as Date, bigint and numeric as text, arrays and json read", async () => {
    const statement = `select $1::timestamptz as at, $2::text[] as words, $3::jsonb[] as objects, $4::boolean as yes,
      $5::bigint as big, $6::numeric as exact, $7::json as object, 9007199254740993::int8 as wide, null as nothing`;
    const at = new Date("2026-11-23T09:00:00.123Z");
    // Five times: from the third sight on the statement is prepared.
    for (let time = 0; time < 5; time += 1) {
      const { rows } = await open.driver.query(statement, [
        at,
        ["a", 'b"', null],
        [{ a: 1 }, { b: '"' }],
        true,
        12n,
        "1.10",
        { deep: [1] },
      ]);
      expect(rows).toEqual([
        {
          at,
          words: ["a", 'b"', null],
          objects: [{ a: 1 }, { b: '"' }],
          yes: true,
          big: "12",
          exact: "1.10",
          object: { deep: [1] },
          wide: "9007199254740993",
          nothing: null,
        },
      ]);
    }
  });

  it("takes a Date in a drizzle fragment, and false stays false", async () => {
    const at = new Date("2026-11-23T09:00:00Z");
    const found = await open.db.execute(
      sql`select ${at}::timestamptz = '2026-11-23T09:00:00Z' as same, ${false}::boolean as no, ${"true"}::boolean as yes`,
    );
    expect(rowsOf(found)).toEqual([{ same: true, no: false, yes: true }]);
  });

  it("runs a script that opens its own transaction, and a failed one leaves no open transaction behind", async () => {
    const one = await openPostgres(server ?? "", 1);
    expect(await one.driver.exec("begin; select 1 as a; select 2 as a; commit")).toEqual({
      rows: [{ a: 1 }, { a: 2 }],
    });
    await expect(one.driver.exec("begin; select 1 / 0")).rejects.toMatchObject({ code: "22012" });
    expect((await one.driver.query("select $1::int as a", [3])).rows).toEqual([{ a: 3 }]);
    await one.close();
  });

  it("a slow statement keeps none waiting that another connection could take", async () => {
    // Both connections are there: one that only now connects would take no further statement.
    await Promise.all([1, 2].map(() => open.db.execute(sql`select pg_sleep(0.1)`)));
    const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const done: string[] = [];
    const holder = inTransaction(open, async (tx) => {
      await tx.db.execute(sql`select 1`);
      begin();
      await held;
    });
    await begun;
    const slow = open.db.execute(sql`select pg_sleep(2)`).then(() => done.push("slow"));
    const fast = open.db.execute(sql`select 1`).then(() => done.push("fast"));
    letGo();
    await Promise.all([holder, slow, fast]);
    expect(done).toEqual(["fast", "slow"]);
  });

  it("prepares what it sees a third time, and never a very long text", async () => {
    const one = await openPostgres(server ?? "", 1);
    const prepared = async () =>
      (
        await one.driver.exec(
          "select statement from pg_prepared_statements where statement like 'select $1%'",
        )
      ).rows.map((row) => String(row["statement"]));
    const short = "select $1::int as a";
    const long = `select $1::int as a /* ${"x".repeat(8_000)} */`;
    for (const [sight, expected] of [[], [], [short], [short]].entries()) {
      await one.driver.query(short, [sight]);
      await one.driver.query(long, [sight]);
      expect(await prepared(), `sight ${sight + 1}`).toEqual(expected);
    }
    await one.close();
  });

  it("a savepoint that fails takes only its own work back", async () => {
    await inTransaction(open, async (tx) => {
      await tx.db.execute(sql`create temporary table kept (n int) on commit drop`);
      await inTransaction(tx, async (inner) => {
        await inner.db.execute(sql`insert into kept values (1)`);
        await inner.db.execute(sql`select 1 / 0`);
      }).catch(() => undefined);
      await tx.db.execute(sql`insert into kept values (2)`);
      expect(rowsOf(await tx.db.execute(sql`select n from kept`))).toEqual([{ n: 2 }]);
    });
  });

  it.each(["between two statements", "inside a statement"])(
    "a connection lost %s of a transaction fails it, runs none of the rest outside of it, and the pool goes on",
    async (when) => {
      const name = `lost_${newId().replaceAll("-", "")}`;
      await other.driver.exec(`create table ${name} (n int)`);
      const work = inTransaction(open, async (tx) => {
        await tx.db.execute(sql.raw(`insert into ${name} values (1)`));
        if (when.startsWith("between")) {
          await breakConnection(`insert into ${name} values (1)`);
          await expect
            .poll(
              async () =>
                (
                  await other.driver.query(
                    `select 1 from pg_stat_activity where query like $1 and pid <> pg_backend_pid()`,
                    [`%${name}%`],
                  )
                ).rows,
            )
            .toEqual([]);
        } else {
          const waiting = tx.db.execute(sql.raw(`select pg_sleep(20), '${name}'`)).catch(() => undefined);
          await expect
            .poll(async () => (await breakConnection(`select pg_sleep(20), '${name}'`)).rows)
            .toHaveLength(1);
          await waiting;
        }
        // A caller that does not notice must not write on whatever connection comes next.
        await tx.db.execute(sql.raw(`insert into ${name} values (2)`));
      });
      await expect(work).rejects.toThrow();
      for (let time = 0; time < 4; time += 1)
        expect((await open.driver.query(`select * from ${name}`)).rows).toEqual([]);
      await other.driver.exec(`drop table ${name}`);
    },
  );

  it("a listener hears its channel, says once that its connection is lost, and nothing after it was stopped", async () => {
    const heard: string[] = [];
    let losses = 0;
    const channel = `c_${newId().replaceAll("-", "")}`;
    const listen = () =>
      open.driver.listen(
        channel,
        (payload) => heard.push(payload),
        () => (losses += 1),
      );
    const tell = (payload: string) => other.driver.query("select pg_notify($1, $2)", [channel, payload]);
    await listen();
    await tell("first");
    await expect.poll(() => heard).toEqual(["first"]);
    await breakConnection(`listen "${channel}"`);
    await expect.poll(() => losses).toBe(1);
    const stop = await listen();
    await tell("again");
    await expect.poll(() => heard).toEqual(["first", "again"]);
    await stop();
    await tell("late");
    expect([heard, losses]).toEqual([["first", "again"], 1]);
  });

  it("a server that is away is named by its code, and soon", async () => {
    const away = await openPostgres("postgres://app@127.0.0.1:9/loop", 1);
    await expect(away.driver.query("select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(away.driver.query("select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await expect(away.driver.listen("c", () => undefined)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    await away.close();
  });
});
