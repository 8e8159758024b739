import { EventEmitter } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { PolicyRules, type PolicyRulesInput } from "../schema.ts";
import { compilePolicy } from "./compile.ts";
import { defaultRules } from "./default.ts";
import { inlineCharacters, judgeTexts } from "./judge.ts";
import { redactValue } from "./storage.ts";
import {
  type FromThread,
  JudgingThreads,
  judgingThreads,
  type JudgingThread,
  type ToThread,
} from "./threads.ts";

const policies = [
  compilePolicy({ id: "p", name: "Personal data", version: { number: 1, rules: defaultRules } }),
];
const log = "2026-11-27 06:00:00 10.0.0.1 user1@example.com 030 1234567 order 7919\n".repeat(3_000);

afterEach(() => judgingThreads().close());

/** The longest time in which nothing else was answered while `work` ran. */
async function longestStall(work: () => Promise<unknown>): Promise<number> {
  let [longest, last, isRunning] = [0, performance.now(), true];
  const tick = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (isRunning) setTimeout(tick, 1);
  };
  setTimeout(tick, 1);
  await work();
  isRunning = false;
  return longest;
}

describe("a long text", () => {
  it("is judged while other requests go on (PII-9: 233 kB of log)", async () => {
    await judgeTexts(policies, ["a@b.org ".repeat(inlineCharacters)], "stored");
    let text = "";
    const stalls: number[] = [];
    // The least of five: other programs on the machine hold this one up too.
    for (let turn = 0; turn < 5; turn += 1)
      stalls.push(
        await longestStall(async () => {
          text = (await redactValue(policies, { text: log })).value.text;
        }),
      );
    expect(text).not.toContain("@");
    expect(text).toContain("order 7919");
    expect(Math.min(...stalls)).toBeLessThan(100);
  }, 30_000);

  it("gives what a short one gives", async () => {
    const long = log.slice(0, inlineCharacters + 100);
    const [result] = await judgeTexts(policies, [long], "stored");
    const [short] = await judgeTexts(policies, [long.slice(0, 5_000)], "stored");
    expect(result?.text.slice(0, 3_000)).toBe(short?.text.slice(0, 3_000));
    expect(result?.findings[0]).toEqual(short?.findings[0]);
  });

  it("is given up when the caller leaves", async () => {
    const left = new AbortController();
    const judged = judgeTexts(policies, [log.repeat(20)], "stored", { signal: left.signal });
    left.abort();
    await expect(judged).rejects.toMatchObject({ code: "cancelled" });
    // The thread hears of it and takes the next job long before it would have ended the first.
    const [next] = await judgeTexts(policies, [log], "stored");
    expect(next?.action).toBe("redact");
  }, 30_000);
});

describe("what cannot be checked", () => {
  const under = (scan: PolicyRulesInput["scan"]) => [
    compilePolicy({
      id: "p",
      name: "Strict",
      version: {
        number: 1,
        rules: PolicyRules.parse({ pii: [{ type: "EMAIL_ADDRESS", input: "redact" }], scan }),
      },
    }),
  ];
  const tooMuch = "a@b.org ".repeat(2_000);

  it("is refused: longer than its policies check", async () => {
    await expect(judgeTexts(under({ maxCharacters: 9_000 }), [tooMuch], "input")).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  it("passes and is noted where every policy of the stage says so, but is never stored", async () => {
    const open = under({ maxCharacters: 9_000, otherwise: "pass" });
    const [result] = await judgeTexts(open, [tooMuch], "input");
    expect(result).toMatchObject({
      action: "pass",
      text: tooMuch,
      findings: [{ kind: "unchecked", action: "flag" }],
    });
    const strict = under({ maxCharacters: 9_500 });
    await expect(judgeTexts([...open, ...strict], [tooMuch], "input")).rejects.toMatchObject({
      code: "invalid_input",
    });
    const storing = PolicyRules.parse({
      pii: [{ type: "EMAIL_ADDRESS", stored: "redact" }],
      scan: { maxCharacters: 9_000, otherwise: "pass" },
    });
    const stored = compilePolicy({ id: "s", name: "Stored", version: { number: 1, rules: storing } });
    await expect(judgeTexts([stored], [tooMuch], "stored")).rejects.toMatchObject({ code: "invalid_input" });
  });
});

/** A thread of a test's own: it dies, or answers. */
class TestThread extends EventEmitter {
  readonly #onPost: (message: ToThread, thread: TestThread) => void;
  constructor(onPost: (message: ToThread, thread: TestThread) => void) {
    super();
    this.#onPost = onPost;
  }
  postMessage(message: ToThread): void {
    this.#onPost(message, this);
  }
  terminate = () => Promise.resolve(0);
  ref(): void {}
  unref(): void {}
}

const threadsOf = (onPost: (message: ToThread, thread: TestThread) => void) => {
  let started = 0;
  const threads = new JudgingThreads(() => {
    started += 1;
    return new TestThread(onPost) as unknown as JudgingThread;
  }, 1);
  return { threads, started: () => started };
};
const job = (text: string) => ({ sources: "[]", texts: [text], stage: "stored" as const });
const answer = ({ id, texts }: ToThread): FromThread => ({
  id,
  results: texts.map((text) => ({ action: "pass", text, findings: [], reason: null })),
});

describe("a thread that dies", () => {
  it("is replaced, and its text judged by the next one", async () => {
    let deaths = 0;
    const { threads, started } = threadsOf((message, thread) => {
      deaths += 1;
      if (deaths === 1) thread.emit("exit", 1);
      else thread.emit("message", answer(message));
    });
    await expect(threads.judge(job("x"))).resolves.toMatchObject({ results: [{ text: "x" }] });
    expect(started()).toBe(2);
  });

  it("twice under one text, leaves the text refused and the next one judged", async () => {
    const { threads } = threadsOf((message, thread) =>
      message.texts[0] === "bad"
        ? thread.emit("error", new Error("out of memory"))
        : thread.emit("message", answer(message)),
    );
    const [bad, good] = await Promise.allSettled([threads.judge(job("bad")), threads.judge(job("good"))]);
    expect(bad).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
    expect(good).toMatchObject({ status: "fulfilled", value: { results: [{ text: "good" }] } });
  });

  it("a failure inside it refuses the text too: nothing passes unjudged", async () => {
    const { threads } = threadsOf((message, thread) =>
      thread.emit("message", { id: message.id, failure: "TypeError" }),
    );
    await expect(threads.judge(job("x"))).rejects.toMatchObject({ code: "unavailable" });
  });
});
