import { beforeAll, describe, expect, it, vi } from "vitest";
import { publishInvalidation, inTransaction, makeCache, type OpenDatabase } from "#db";
import { markOutage } from "#platform/outage";
import { createTenant } from "#testing";

let open: OpenDatabase;
beforeAll(async () => {
  ({ open } = await createTenant());
});

let made = 0;
/** A cache of its own, a count of its reads, and a value to change. */
function counted(settings: { maxEntries?: number; freshMs?: number } = {}) {
  made += 1;
  const cache = makeCache<string>(`test.${made}`, { topic: "policies", ...settings });
  const world = { value: "old", reads: 0 };
  const read = (db = open.db, scope = "project", key = "key") =>
    cache.get({ db }, scope, key, async () => {
      world.reads += 1;
      return Promise.resolve(world.value);
    });
  return { cache, world, read };
}

describe("a cache", () => {
  it("reads once, and again after an announced change of its scope and topic only", async () => {
    const { world, read } = counted();
    await Promise.all([read(), read(), read()]);
    await publishInvalidation(open, "policies", "another project");
    await publishInvalidation(open, "prompts", "project");
    world.value = "new";
    expect([await read(), world.reads]).toEqual(["old", 1]);
    await publishInvalidation(open, "policies", "project");
    expect([await read(), world.reads]).toEqual(["new", 2]);
  });

  it("forgets at the commit, not before, not at all after a roll-back, and not at an inner savepoint", async () => {
    const { world, read } = counted();
    await read();
    const failing = inTransaction(open, async (tx) => {
      await publishInvalidation(tx, "policies", "project");
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    await inTransaction(open, async (tx) => {
      await inTransaction(tx, async (inner) => publishInvalidation(inner, "policies", "project"));
      world.value = "new";
      expect(await read()).toBe("old");
      expect(await read(tx.db)).toBe("new");
    });
    expect([await read(), world.reads]).toEqual(["new", 3]);
  });

  it("gives what was read before the database went away, for as long as that may be, and no change that was announced", async () => {
    const { cache, read, world } = counted();
    const start = performance.now();
    let passedMs = 0;
    vi.spyOn(performance, "now").mockImplementation(() => start + passedMs);
    const away = () => Promise.reject(markOutage(new Error("ECONNREFUSED")));
    const ask = (key: string) => cache.get(open, "project", key, away);
    await read();
    passedMs = 6_000;
    expect(await Promise.all([ask("key"), ask("key")])).toEqual(["old", "old"]);
    await expect(ask("never read")).rejects.toThrow("ECONNREFUSED");
    await expect(
      cache.get(open, "project", "other", () => Promise.reject(new Error("a fault"))),
    ).rejects.toThrow("a fault");
    await publishInvalidation(open, "policies", "project");
    await expect(ask("key")).rejects.toThrow("ECONNREFUSED");
    world.value = "new";
    expect(await read()).toBe("new");
    passedMs += 901_000;
    await expect(ask("key")).rejects.toThrow("ECONNREFUSED");
    vi.restoreAllMocks();
  });

  it("keeps no read that began before a change", async () => {
    const { cache, read, world } = counted();
    const { promptly, finish } = slow();
    const early = cache.get(open, "project", "key", promptly);
    await publishInvalidation(open, "policies", "project");
    world.value = "new";
    expect(await read()).toBe("new");
    finish("old");
    expect(await early).toBe("old");
    expect(await read()).toBe("new");
  });

  it("keeps no failure, no more than it may, and nothing for longer than it may", async () => {
    const { cache, read, world } = counted({ maxEntries: 3 });
    await expect(
      cache.get(open, "project", "key", () => Promise.reject(new Error("no answer"))),
    ).rejects.toThrow("no answer");
    for (const key of ["a", "b", "c", "a", "d"]) await read(open.db, "project", key);
    expect(world.reads).toBe(4);
    // What was used lately is still held; only "b" had to go.
    for (const key of ["c", "a", "d"]) await read(open.db, "project", key);
    expect(world.reads).toBe(4);
    await read(open.db, "project", "b");
    expect(world.reads).toBe(5);
    const short = counted({ freshMs: 0 });
    await short.read();
    await short.read();
    expect(short.world.reads).toBe(2);
  });

  it.runIf(process.env["TEST_DATABASE_URL"])("hears what another process announces", async () => {
    const { read, world } = counted();
    await read();
    world.value = "new";
    await open.driver.query("select pg_notify('valueloop_changes', 'another-process policies project')");
    await expect.poll(() => read(), { timeout: 1_000, interval: 5 }).toBe("new");
  });
});

function slow() {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { promptly: () => promise, finish: resolve };
}
