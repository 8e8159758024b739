import { sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenDatabase, rowsOf } from "#db";
import { testDatabase } from "#testing";
import {
  closeQueue,
  defineJob,
  drainJobs,
  enqueue,
  isQueueReady,
  type JobRun,
  openQueue,
  startWorking,
} from "./index.ts";

type Word = { word: string };
let runs: string[] = [];
let handle: (run: JobRun<Word>) => Promise<void>;
/** The kinds of work under test; what they do is each test's own. */
const define = (name: string, settings: { retryLimit?: number; concurrency?: number }) =>
  defineJob<Word>({
    ...settings,
    name,
    handler: (run) => {
      runs.push(run.data.word);
      return handle(run);
    },
  });
const plain = define("test.plain", { retryLimit: 2 });
const patient = define("test.patient", { retryLimit: 0 });
const several = define("test.several", { concurrency: 2 });

let open: OpenDatabase;
beforeAll(async () => {
  open = await testDatabase();
});
beforeEach(async () => {
  runs = [];
  handle = async () => undefined;
  await open.driver.exec("delete from pgboss.job");
});
afterEach(async () => {
  await closeQueue();
  await openQueue(open);
});

async function states(): Promise<unknown[]> {
  const { rows } = await open.driver.query("select state::text from pgboss.job order by created_on, id");
  return rows.map((row) => row["state"]);
}
/** Retries wait a second and more; this lets them wait no longer. */
async function letRetriesBegin(): Promise<void> {
  await open.driver.exec("update pgboss.job set start_after = now() where state = 'retry'");
}

/** A promise and the way to keep it. */
function gate() {
  let pass = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    pass = resolve;
  });
  return { pass, passed };
}

describe("a job", () => {
  it("exists only if the act it belongs to does", async () => {
    const undone = open.db.transaction(async (tx) => {
      await enqueue({ db: tx as never }, plain, { word: "undone" });
      throw new Error("the act failed");
    });
    await expect(undone).rejects.toThrow("the act failed");
    await open.db.transaction((tx) => enqueue({ db: tx as never }, plain, { word: "done" }));
    expect(await drainJobs()).toBe(1);
    expect(runs).toEqual(["done"]);
    expect(await states()).toEqual(["completed"]);
  });

  it("gets its id, the database and a signal that is still quiet", async () => {
    let found: unknown;
    handle = async ({ id, open: { db }, signal }) => {
      const rows = rowsOf(await db.execute(sql`select id from pgboss.job`));
      found = [rows, signal.aborted];
      expect(rows).toEqual([{ id }]);
    };
    await enqueue(open, plain, { word: "one" });
    await drainJobs();
    expect(found).toEqual([[{ id: expect.any(String) }], false]);
  });

  it("that fails is tried again as often as its kind allows, and then no more", async () => {
    handle = async () => {
      throw new Error("the provider is away");
    };
    await enqueue(open, plain, { word: "again" });
    await enqueue(open, patient, { word: "once" });
    await drainJobs();
    expect(await states()).toEqual(["retry", "failed"]);
    for (let pass = 0; pass < 4; pass += 1) {
      await letRetriesBegin();
      await drainJobs();
    }
    expect(runs.toSorted()).toEqual(["again", "again", "again", "once"]);
    expect(await states()).toEqual(["failed", "failed"]);
  });

  it("that failed once and then works is done", async () => {
    handle = async () => {
      if (runs.length === 1) throw new Error("once");
    };
    await enqueue(open, plain, { word: "twice" });
    await drainJobs();
    await letRetriesBegin();
    expect(await drainJobs()).toBe(1);
    expect(await states()).toEqual(["completed"]);
  });

  it("with a key stands for all that wait under it, with the last one's data", async () => {
    await enqueue(open, several, { word: "first" }, { singletonKey: "a" });
    await enqueue(open, several, { word: "other" }, { singletonKey: "b" });
    await open.db.transaction((tx) =>
      enqueue({ db: tx as never }, several, { word: "last" }, { singletonKey: "a" }),
    );
    await enqueue(open, several, { word: "keyless" });
    await enqueue(open, several, { word: "keyless" });
    // One that came while another of its key is at work is not lost.
    handle = async ({ data }) => {
      if (data.word === "last") await enqueue(open, several, { word: "meanwhile" }, { singletonKey: "a" });
    };
    await drainJobs();
    expect(runs.toSorted()).toEqual(["keyless", "keyless", "last", "meanwhile", "other"]);
  });

  it("may wait before it begins", async () => {
    await enqueue(open, plain, { word: "later" }, { startAfterSeconds: 3600 });
    expect(await drainJobs()).toBe(0);
    await open.driver.exec("update pgboss.job set start_after = now()");
    expect(await drainJobs()).toBe(1);
  });
});

describe("a process that works", () => {
  it("does as many of a kind at once as the kind allows", async () => {
    const { pass, passed } = gate();
    const both = gate();
    let atOnce = 0;
    let most = 0;
    handle = async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      if (atOnce === 2) both.pass();
      await passed;
      atOnce -= 1;
    };
    for (const word of ["a", "b", "c"]) await enqueue(open, several, { word });
    await startWorking();
    await both.passed;
    expect(await states()).toEqual(["active", "active", "created"]);
    pass();
    // At once, not when it next looks by itself.
    await expect.poll(states, { interval: 20, timeout: 4_000 }).toEqual(Array(3).fill("completed"));
    expect(most).toBe(2);
  });

  it("has a kind with a time of its own put on the queue at that time, in UTC", async () => {
    defineJob<object>({ name: "test.nightly", cron: "17 2 * * *", handler: async () => undefined });
    await closeQueue();
    await openQueue(open);
    await startWorking();
    const { rows } = await open.driver.query("select name, cron, timezone from pgboss.schedule");
    expect(rows).toContainEqual({ name: "test.nightly", cron: "17 2 * * *", timezone: "UTC" });
  });

  it("lets what runs at its end finish, and takes nothing new", async () => {
    const begun = gate();
    handle = async ({ signal }) => {
      begun.pass();
      await new Promise((resolve) => {
        signal.addEventListener("abort", () => setImmediate(resolve), { once: true });
      });
    };
    await enqueue(open, patient, { word: "running" });
    await startWorking();
    await begun.passed;
    await enqueue(open, patient, { word: "waiting" });
    await closeQueue();
    expect(await states()).toEqual(["completed", "created"]);
    expect(runs).toEqual(["running"]);
  });

  it("hands back what stops at its end, and the next process goes on with it", async () => {
    const begun = gate();
    handle = async ({ signal }) => {
      begun.pass();
      await new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("stopped half way")), { once: true });
      });
    };
    await enqueue(open, plain, { word: "half" });
    await startWorking();
    await begun.passed;
    await closeQueue();
    expect(await states()).toEqual(["retry"]);
    handle = async () => undefined;
    await openQueue(open);
    await letRetriesBegin();
    await drainJobs();
    expect(runs).toEqual(["half", "half"]);
    expect(await states()).toEqual(["completed"]);
  });

  it("says that nothing can be put on a closed queue", async () => {
    await closeQueue();
    expect(await isQueueReady()).toBe(false);
    await expect(enqueue(open, plain, { word: "late" })).rejects.toMatchObject({ code: "unavailable" });
    await expect(startWorking()).rejects.toMatchObject({ code: "unavailable" });
    await closeQueue();
    await openQueue(open);
    expect(await isQueueReady()).toBe(true);
  });

  // PGlite has one connection, in this process: it is not lost.
  it.runIf(process.env["TEST_DATABASE_URL"])("listens again after its connection was lost", async () => {
    const listeners = async () =>
      (
        await open.driver.query(
          "select pid from pg_stat_activity where query like 'listen \"pgboss%' and datname = current_database()",
        )
      ).rows.map((row) => row["pid"]);
    await startWorking();
    const [before] = await listeners();
    expect(before).toEqual(expect.any(Number));
    await open.driver.query("select pg_terminate_backend($1)", [before]);
    const isAnother = async () => {
      const now = await listeners();
      return now.length === 1 && now[0] !== before;
    };
    await expect.poll(isAnother, { timeout: 8_000 }).toBe(true);
    await enqueue(open, plain, { word: "heard" });
    await expect.poll(() => runs, { timeout: 4_000 }).toEqual(["heard"]);
  });
});
