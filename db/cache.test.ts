import { beforeAll, describe, expect, it, vi } from "vitest";
import { publishInvalidation, inTransaction, makeCache, type Database, type OpenDatabase } from "#db";
import { isOutage, markOutage } from "#platform/outage";
import { createTenant } from "#testing";
import { registerRoot } from "./invalidation.ts";

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

  it("gives what is held when the database hangs, until a change is heard, and waits for none that is away", async () => {
    const { cache, read } = counted();
    const hang = () => new Promise<string>(() => undefined);
    await read();
    const ahead = performance.now() + 6_000;
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const now = vi.spyOn(performance, "now").mockReturnValue(ahead);
    try {
      const asked = Promise.all([
        cache.get(open, "project", "key", hang),
        cache.get(open, "project", "key", hang),
      ]);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(await asked).toEqual(["old", "old"]);
      // It counts as away now, so the next one does not wait at all.
      expect(await cache.get(open, "project", "key", hang)).toBe("old");
      const unknown = cache.get(open, "project", "never read", hang);
      const refused = expect(unknown).rejects.toSatisfy(isOutage);
      await vi.advanceTimersByTimeAsync(10_000);
      await refused;
    } finally {
      now.mockRestore();
      vi.useRealTimers();
    }
  });

  it("holds what it read while changes are not heard, for when the database goes, and gives it no sooner", async () => {
    const db = {} as Database;
    registerRoot(db, "postgres");
    const { world, cache } = counted();
    const ask = (load = () => Promise.resolve(world.value)) => cache.get({ db }, "project", "key", load);
    expect(await ask()).toBe("old");
    world.value = "new";
    expect(await ask()).toBe("new");
    expect(await ask(() => Promise.reject(markOutage(new Error("ECONNREFUSED"))))).toBe("new");
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
