import { EventEmitter } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";
import { describe, expect, it } from "vitest";
import { miniLmPaths } from "#lib/downloads";
import { EmbeddingEngine, type EmbeddingThread, miniLmEngine } from "./engine.ts";
import type { FromEmbeddingThread, ToEmbeddingThread } from "./protocol.ts";

/** A thread the test plays. */
class PlayedThread extends EventEmitter {
  readonly asked: ToEmbeddingThread[] = [];
  isTerminated = false;
  isHeld = false;
  postMessage(message: ToEmbeddingThread): void {
    this.asked.push(message);
  }
  say(message: FromEmbeddingThread): void {
    this.emit("message", message);
  }
  async terminate(): Promise<number> {
    this.isTerminated = true;
    return 0;
  }
  ref(): void {
    this.isHeld = true;
  }
  unref(): void {
    this.isHeld = false;
  }
}

function played() {
  const threads: PlayedThread[] = [];
  const engine = new EmbeddingEngine(() => {
    const thread = new PlayedThread();
    threads.push(thread);
    return thread as unknown as EmbeddingThread;
  });
  return { engine, threads, thread: () => threads.at(-1) ?? expect.fail("no thread was started") };
}

describe("the embedding model's thread", () => {
  it("gives everybody their own vectors, whatever the order, and lets the process end when idle", async () => {
    const { engine, thread, threads } = played();
    const [first, second] = [engine.embed(["a"]), engine.embed(["b"])];
    const [one, other] = thread().asked.map(({ id }) => id);
    thread().say({ id: other ?? 0, vectors: [[2]] });
    expect(thread().isHeld).toBe(true);
    thread().say({ id: one ?? 0, vectors: [[1]] });
    expect(await Promise.all([first, second])).toEqual([[[1]], [[2]]]);
    expect(thread().isHeld).toBe(false);
    expect(threads).toHaveLength(1);
  });

  it("fails what waits when it dies, and starts again for the next", async () => {
    const { engine, thread, threads } = played();
    const waiting = engine.embed(["a"]);
    thread().emit("error", new Error("out of memory"));
    await expect(waiting).rejects.toMatchObject({ code: "upstream_failed" });
    const next = engine.embed(["b"]);
    thread().say({ id: thread().asked[0]?.id ?? 0, vectors: [[3]] });
    expect(await next).toEqual([[3]]);
    expect(threads).toHaveLength(2);
  });

  it("fails one text that it could not read, and what waits at the end", async () => {
    const { engine, thread } = played();
    const bad = engine.embed(["a"]);
    thread().say({ id: thread().asked[0]?.id ?? 0, failed: "no such token" });
    await expect(bad).rejects.toMatchObject({ code: "upstream_failed" });
    const closing = expect(engine.embed(["b"])).rejects.toMatchObject({ code: "unavailable" });
    const before = thread();
    await engine.close();
    await closing;
    expect(before.isTerminated).toBe(true);
  });

  /** Where it has arrived: VALUELOOP_DATA_DIR=.valueloop npx vitest run lib/models/embeddings/minilm. */
  it.runIf(existsSync(miniLmPaths().marker))(
    "embeds for real: near in meaning is near, long texts are cut",
    async () => {
      const texts = [
        "I want my money back",
        "Please refund me",
        "The weather is nice today",
        "",
        "word ".repeat(3_000),
      ];
      const vectors = await miniLmEngine().embed(texts);
      const near = (a: number, b: number) =>
        (vectors[a] ?? []).reduce((sum, value, at) => sum + value * (vectors[b]?.[at] ?? 0), 0);
      expect(vectors.map((vector) => vector.length)).toEqual([384, 384, 384, 384, 384]);
      for (const place of vectors.keys()) expect(near(place, place)).toBeCloseTo(1, 5);
      expect(near(0, 1)).toBeGreaterThan(0.5);
      expect(near(0, 2)).toBeLessThan(0.3);
      await miniLmEngine().close();
    },
    120_000,
  );
});

describe("its tokenizer", () => {
  const file = new URL("testdata/wordpiece.json", import.meta.url);
  const { tokenizer, vectors } = JSON.parse(readFileSync(file, "utf8")) as {
    tokenizer: object;
    vectors: [text: string, ids: number[]][];
  };

  it.each(vectors)("cuts %j as the tokenizers of Python do", (text, ids) => {
    expect(Array.from(new Tokenizer(tokenizer, {}).encode(text).ids, Number)).toEqual(ids);
  });
});
