import { EventEmitter } from "node:events";
import { afterEach, describe, expect, test } from "vitest";
import { CodeChecker, type CodeThread, type FromCodeThread, type ToCodeThread } from "./checker.ts";
import type { CodeJob } from "./verdict.ts";

const job = (code: string): CodeJob => ({ language: "json", level: "parses", code, mark: "" });

/** A thread that answers as its code says. */
class Pretended extends EventEmitter {
  ended = false;
  postMessage({ id, asked }: ToCodeThread): void {
    const { code } = "check" in asked ? asked.check : "run" in asked ? asked.run : asked.score;
    const say = (message: FromCodeThread) => this.emit("message", message);
    if (code === "die") this.emit("error", new Error("out of memory"));
    else if (code !== "never load") {
      say({ id, loaded: true });
      if (code !== "never end") say({ id, verdict: { error: null } });
    }
  }
  async terminate(): Promise<number> {
    this.ended = true;
    return 0;
  }
  ref(): void {}
  unref(): void {}
}

const threads: Pretended[] = [];
let checker: CodeChecker;
const begin = (times: { loadMs?: number; readMs?: number; idleMs?: number } = {}) => {
  threads.length = 0;
  checker = new CodeChecker(() => {
    const thread = new Pretended();
    threads.push(thread);
    return thread as unknown as CodeThread;
  }, times);
};
afterEach(() => checker.close());

describe("the thread that checks code", () => {
  test("starts with the first job and serves all of them, in order", async () => {
    begin();
    expect(threads).toHaveLength(0);
    const done: string[] = [];
    await Promise.all(["a", "b", "c"].map((code) => checker.check(job(code)).then(() => done.push(code))));
    expect(done).toEqual(["a", "b", "c"]);
    expect(threads).toHaveLength(1);
  });

  test.each([
    ["never load", { loadMs: 20 }],
    ["never end", { readMs: 20 }],
    ["die", {}],
  ])("a job that makes it %s is unchecked, and the next has a new thread", async (code, times) => {
    begin(times);
    const [stuck, next] = await Promise.all([checker.check(job(code)), checker.check(job("a"))]);
    expect(stuck).toEqual({ unchecked: expect.stringContaining("could not be read") });
    expect(next).toEqual({ error: null });
    expect(threads).toHaveLength(2);
  });

  test("ends when it was idle for long", async () => {
    begin({ idleMs: 5 });
    await checker.check(job("a"));
    await expect.poll(() => threads[0]?.ended).toBe(true);
    await checker.check(job("a"));
    expect(threads).toHaveLength(2);
  });

  test("refuses what waits when the process ends", async () => {
    begin();
    const waiting = [checker.check(job("never end")), checker.check(job("a"))];
    await checker.close();
    for (const each of await Promise.allSettled(waiting))
      expect(each).toMatchObject({ reason: { code: "unavailable" } });
    expect(threads[0]?.ended).toBe(true);
  });
});
