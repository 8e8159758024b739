import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { LocalEngine, type ModelThread } from "./engine.ts";
import type { FromWorker, GenerateOptions, ToWorker } from "./protocol.ts";

const options: GenerateOptions = {
  maxTokens: 5,
  temperature: 0,
  topP: null,
  seed: null,
  stop: [],
  responseSchema: null,
};

/** A thread the test plays: it sees what it is asked and answers when it likes. */
class PlayedThread extends EventEmitter {
  readonly asked: ToWorker[] = [];
  isTerminated = false;
  postMessage(message: ToWorker): void {
    this.asked.push(message);
  }
  say(message: FromWorker): void {
    this.emit("message", message);
  }
  async terminate(): Promise<number> {
    this.isTerminated = true;
    return 0;
  }
  ref(): void {}
  unref(): void {}
  get running(): number[] {
    return this.asked.flatMap((message) => (message.type === "generate" ? [message.id] : []));
  }
}

function engineWithThreads() {
  const threads: PlayedThread[] = [];
  const engine = new LocalEngine(() => {
    const thread = new PlayedThread();
    threads.push(thread);
    return thread as unknown as ModelThread;
  });
  const thread = (at = -1) => threads.at(at) ?? expect.fail("no thread was started");
  const ask = (queueKey: string, prompt = queueKey, signal?: AbortSignal) => {
    const texts: string[] = [];
    const done = engine.generate({ queueKey, prompt, options, signal }, (text) => texts.push(text));
    done.catch(() => undefined);
    return { done, texts };
  };
  const end = (id: number): FromWorker => ({
    type: "end",
    id,
    inputTokens: 3,
    outputTokens: 2,
    finishReason: "stop",
    computeMs: 10,
  });
  return { engine, threads, thread, ask, end };
}

describe("LocalEngine", () => {
  it("streams text and ends with the counts of the model's own tokenizer", async () => {
    const { thread, ask, end } = engineWithThreads();
    const { done, texts } = ask("a");
    thread().say({ type: "delta", id: 1, text: "Hel" });
    thread().say({ type: "delta", id: 1, text: "lo" });
    thread().say(end(1));
    expect(await done).toMatchObject({ inputTokens: 3, outputTokens: 2, finishReason: "stop" });
    expect(texts).toEqual(["Hel", "lo"]);
  });

  it("runs one at a time, and lets another project in before a project's second", async () => {
    const { thread, ask, end, engine } = engineWithThreads();
    ask("a", "a1");
    ask("a", "a2");
    ask("a", "a3");
    ask("b", "b1");
    expect(thread().running).toEqual([1]);
    expect(engine.waiting).toBe(3);
    thread().say(end(1));
    thread().say(end(2));
    const prompts = () =>
      thread().asked.map((message) => (message.type === "generate" ? message.prompt : ""));
    expect(prompts()).toEqual(["a1", "a2", "b1"]);
    ask("c", "c1");
    thread().say(end(4));
    expect(prompts().at(-1)).toBe("a3");
  });

  it("cancels at once while waiting, without troubling the thread", async () => {
    const { thread, ask } = engineWithThreads();
    const controller = new AbortController();
    ask("a");
    const waiting = ask("b", "b", controller.signal);
    controller.abort();
    await expect(waiting.done).rejects.toMatchObject({ code: "cancelled" });
    expect(thread().asked).toHaveLength(1);
  });

  it("cancels at once while running, and begins the next only when the thread has let go", async () => {
    const { thread, ask } = engineWithThreads();
    const controller = new AbortController();
    const first = ask("a", "a", controller.signal);
    ask("b");
    controller.abort();
    await expect(first.done).rejects.toMatchObject({ code: "cancelled" });
    expect(thread().asked.map(({ type }) => type)).toEqual(["generate", "cancel"]);
    thread().say({ type: "delta", id: 1, text: "too late" });
    expect(first.texts).toEqual([]);
    thread().say({ type: "error", id: 1, reason: "cancelled", message: "" });
    expect(thread().running).toEqual([1, 2]);
  });

  it("does not begin what is already cancelled", async () => {
    const { threads, ask } = engineWithThreads();
    await expect(ask("a", "a", AbortSignal.abort()).done).rejects.toMatchObject({ code: "cancelled" });
    expect(threads).toHaveLength(0);
  });

  it("fails what runs when the thread dies, and serves the next with a new thread", async () => {
    const { threads, thread, ask, end } = engineWithThreads();
    const first = ask("a");
    const second = ask("b");
    thread(0).emit("error", new Error("segmentation fault"));
    thread(0).emit("exit", 139);
    await expect(first.done).rejects.toMatchObject({
      code: "upstream_failed",
      details: { isRetryable: true },
    });
    expect(threads).toHaveLength(2);
    thread(1).say(end(2));
    await expect(second.done).resolves.toMatchObject({ outputTokens: 2 });
  });

  it("tells a prompt that is too long and a schema without grammar apart from failures", async () => {
    const { thread, ask } = engineWithThreads();
    const long = ask("a");
    thread().say({ type: "error", id: 1, reason: "too_large", message: "The prompt has 5000 tokens." });
    await expect(long.done).rejects.toMatchObject({
      code: "too_large",
      message: "The prompt has 5000 tokens.",
    });
    const schema = ask("a");
    thread().say({ type: "error", id: 2, reason: "bad_schema", message: "No grammar." });
    await expect(schema.done).rejects.toMatchObject({ code: "invalid_input" });
    const broken = ask("a");
    thread().say({ type: "error", id: 3, reason: "failed", message: "llama said no" });
    await expect(broken.done).rejects.toMatchObject({ code: "upstream_failed" });
  });

  it("fails everybody kindly when it closes", async () => {
    const { engine, thread, ask } = engineWithThreads();
    const [running, waiting] = [ask("a"), ask("b")];
    await engine.close();
    await expect(running.done).rejects.toMatchObject({ code: "unavailable" });
    await expect(waiting.done).rejects.toMatchObject({ code: "unavailable" });
    expect(thread().isTerminated).toBe(true);
  });
});
