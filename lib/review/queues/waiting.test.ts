import { describe, expect, it } from "vitest";
import type { QueueWithProgress } from "../schema.ts";
import { nextQueueOf, waitingSentence } from "./waiting.ts";

function queue(
  id: string,
  waitingForMe: number,
  medianDecisionMs: number | null = null,
  archivedAt: Date | null = null,
) {
  // What these sentences read of a queue; the rest of its row says nothing here.
  return {
    id,
    name: `Queue ${id}`,
    archivedAt,
    progress: { waitingForMe, medianDecisionMs },
  } as QueueWithProgress;
}

describe("the next queue", () => {
  it("is the one where most waits, the present one and empty ones aside", () => {
    const queues = [queue("a", 3), queue("b", 9), queue("c", 0), queue("d", 5)];
    expect(nextQueueOf(queues, null)).toEqual({ id: "b", name: "Queue b", waiting: 9 });
    expect(nextQueueOf(queues, "b")).toEqual({ id: "d", name: "Queue d", waiting: 5 });
    expect(nextQueueOf([queue("c", 0)], null)).toBeNull();
    expect(nextQueueOf([queue("b", 9)], "b")).toBeNull();
  });
});

describe("what waits", () => {
  it("is counted over the open queues", () => {
    expect(waitingSentence([])).toBe("Nothing waits for you.");
    expect(waitingSentence([queue("a", 4, 1000, new Date(0))])).toBe("Nothing waits for you.");
    expect(waitingSentence([queue("a", 1)])).toBe("1 task waits for you, 1 task left.");
    expect(waitingSentence([queue("a", 1_000), queue("b", 200)])).toBe(
      "1,200 tasks wait for you, 1200 tasks left.",
    );
  });

  it("takes each queue's own pace, and the others' where a queue has none yet", () => {
    // 10 at 30 s and 10 at 3 min are 35 minutes, whichever queue comes first.
    const [quick, slow] = [queue("a", 10, 30_000), queue("b", 10, 180_000)];
    for (const queues of [
      [quick, slow],
      [slow, quick],
    ])
      expect(waitingSentence(queues)).toBe("20 tasks wait for you, about 35 minutes left at your pace.");
    expect(waitingSentence([quick, queue("c", 10)])).toBe(
      "20 tasks wait for you, about 10 minutes left at your pace.",
    );
    // Where nothing waits, its pace says nothing.
    expect(waitingSentence([queue("d", 0, 3_600_000), quick])).toBe(
      "10 tasks wait for you, about 5 minutes left at your pace.",
    );
  });
});
