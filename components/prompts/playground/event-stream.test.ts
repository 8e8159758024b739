import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvents } from "./event-stream.ts";
import { afterEvent, figuresOf, isRunning, type PaneRun, startedRun } from "./run-state.ts";

const start = {
  type: "start",
  generationId: "g",
  model: "m",
  connectionName: "c",
  isSimulated: false,
} as const;
const events = [
  start,
  { type: "delta", text: "Grüße, 你好 🙂\n" },
  { type: "delta", text: "second" },
] as const;

async function readAll(bytes: Uint8Array, cuts: number[]): Promise<unknown[]> {
  const places = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const [index, from] of places.slice(0, -1).entries())
        controller.enqueue(bytes.slice(from, places[index + 1]));
      controller.close();
    },
  });
  return Array.fromAsync(readEvents(body));
}

describe("reading a streamed answer", () => {
  it("gives the same events wherever the network cuts them", async () => {
    const bytes = new TextEncoder().encode(events.map((event) => `${JSON.stringify(event)}\n`).join(""));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(), { maxLength: 12 }), async (cuts) => {
        expect(await readAll(bytes, cuts)).toEqual(events);
      }),
    );
  });
});

describe("a pane's run", () => {
  const after = (run: PaneRun, ...all: Parameters<typeof afterEvent>[1][]) => all.reduce(afterEvent, run);
  const progress = {
    type: "progress",
    inputTokens: 10,
    outputTokens: 21,
    costUsd: 0.1,
    latencyMs: 2_100,
    timeToFirstTokenMs: 100,
    energyKwh: null,
    carbonGrams: 2,
    carbonGramsLow: 1,
    carbonGramsHigh: 3,
    isSimulated: false,
  } as const;
  it("gathers the answer and begins again when a fallback takes over", () => {
    const run = after(startedRun, ...events);
    expect(run).toMatchObject({ status: "streaming", text: "Grüße, 你好 🙂\nsecond" });
    expect(after(run, start)).toMatchObject({ text: "" });
  });
  it("tells the running figures", () => {
    expect(figuresOf(after(startedRun, start, progress))).toMatchObject({
      inputTokens: 10,
      firstTokenMs: 100,
      totalMs: null,
      tokensPerSecond: 10,
      carbonRange: { low: 1, high: 3 },
    });
    expect(figuresOf(startedRun)).toBeNull();
  });
  it("runs until it is done, stopped or failed", () => {
    expect(
      ["waiting", "streaming", "done", "stopped", "failed"].map((status) =>
        isRunning({ ...startedRun, status: status as PaneRun["status"] }),
      ),
    ).toEqual([true, true, false, false, false]);
  });
});
