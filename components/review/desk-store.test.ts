import { describe, expect, it } from "vitest";
import type { DecideTaskInput, Task } from "#schema/review";
import type { Answer, QueueCalls } from "./calls.ts";
import { Connection } from "./connection.ts";
import { type Snapshot, viewOf, write } from "./desk.ts";
import { DeskStorage } from "./desk-storage.ts";
import { DeskStore } from "./desk-store.ts";
import { task } from "./desk.testing.ts";

const owner = { userId: "rui", project: "support", queueId: "queue" };

/** Lets everything that is ready run. */
const settle = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

function snapshotOf(count: number): Snapshot {
  const tasks = Array.from({ length: count }, (_, index) => task(index + 1));
  const progress = {
    total: count,
    decided: 0,
    differing: 0,
    waiting: count,
    waitingForMe: count,
    medianDecisionMs: null,
  };
  return { rows: tasks, tasks, progress, lastDecision: null };
}

/** The browser's storage, in memory. */
class Memory implements Storage {
  [name: string]: unknown;
  readonly #entries = new Map<string, string>();
  get length(): number {
    return this.#entries.size;
  }
  key(index: number): string | null {
    return [...this.#entries.keys()][index] ?? null;
  }
  getItem(name: string): string | null {
    return this.#entries.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.#entries.set(name, value);
  }
  removeItem(name: string): void {
    this.#entries.delete(name);
  }
  clear(): void {
    this.#entries.clear();
  }
}

const unreachable = { error: { code: "unreachable", message: "No answer." } };
const over = {
  error: { code: "conflict", message: "This task was decided meanwhile.", details: { kind: "task_over" } },
};

/** A studio that answers as the test says, and a desk at it. */
function session(options: { store?: Storage; count?: number } = {}) {
  const sent: DecideTaskInput[] = [];
  const undos: string[] = [];
  const failures: string[] = [];
  const studio = {
    isAway: false,
    decide: (verdict: DecideTaskInput): Answer<{ id: string }> => ({
      data: { id: `decision of ${verdict.taskId}` },
    }),
    claim: (taskId: string): Answer<Task> => ({ data: task(Number(taskId.replace("task-", ""))) }),
    waiting: (ids: readonly string[]): Answer<string[]> => ({ data: [...ids] }),
  };
  const calls: QueueCalls = {
    decide: async (verdict) => {
      if (studio.isAway) return unreachable;
      sent.push(verdict);
      return studio.decide(verdict);
    },
    claim: async (taskId) => (studio.isAway ? unreachable : studio.claim(taskId)),
    release: async () => ({ data: null }),
    skip: async () => (studio.isAway ? unreachable : { data: null }),
    undo: async (id) => {
      if (studio.isAway) return unreachable;
      undos.push(id);
      return { data: { note: "" } };
    },
    waiting: async (ids) => (studio.isAway ? unreachable : studio.waiting(ids)),
    load: async () => ({ data: { tasks: [], datasetNames: {} } }),
  };
  let again: () => void = () => undefined;
  const clock = { ms: 0 };
  const desk = new DeskStore(
    {
      calls,
      storage: new DeskStorage(options.store ?? new Memory(), owner),
      callbacks: { failed: (message) => failures.push(message), takeBack: () => undefined },
      nowMs: () => clock.ms,
      connection: (onChange) =>
        new Connection(onChange, {
          wait: () => new Promise((resolve) => (again = () => resolve(null))),
          onSign: () => () => undefined,
        }),
    },
    snapshotOf(options.count ?? 4),
    null,
  );
  desk.restore();
  const current = () => viewOf(desk.state.desk).current;
  const approve = () => {
    const shown = current();
    return shown !== null && desk.decide(shown, { taskId: shown.id, kind: "approve", decisionMs: 1 });
  };
  const restoreClock = async () => {
    studio.isAway = false;
    again();
    await settle();
  };
  return { desk, studio, sent, undos, failures, clock, current, approve, restoreClock };
}

describe("a desk while the studio is away", () => {
  it("keeps decisions, says that it is offline, moves nobody, and sends each once and in order", async () => {
    const { desk, studio, sent, current, approve, restoreClock } = session();
    studio.isAway = true;
    approve();
    approve();
    await settle();
    expect(desk.state).toMatchObject({ reach: "offline", unsent: 2 });
    expect(current()?.id).toBe("task-3");
    expect(sent).toEqual([]);
    await restoreClock();
    expect(sent.map(({ taskId }) => taskId)).toEqual(["task-1", "task-2"]);
    expect(new Set(sent.map(({ requestKey }) => requestKey)).size).toBe(2);
    expect(desk.state).toMatchObject({ reach: "online", unsent: 0 });
    expect(current()?.id).toBe("task-3");
  });

  it("keeps decisions over a reload and sends them with the same key", async () => {
    const store = new Memory();
    const before = session({ store });
    before.studio.isAway = true;
    before.approve();
    before.approve();
    await settle();
    const after = session({ store });
    expect(viewOf(after.desk.state.desk)).toMatchObject({ currentId: "task-3", left: 2 });
    await settle();
    expect(after.sent.map(({ taskId }) => taskId)).toEqual(["task-1", "task-2"]);
    await before.restoreClock();
    expect(before.sent.map(({ requestKey }) => requestKey)).toEqual(
      after.sent.map(({ requestKey }) => requestKey),
    );
    expect(session({ store }).desk.state.unsent).toBe(0);
  });

  it("takes back a decision that was never sent, here only", async () => {
    const { desk, studio, sent, current, approve, restoreClock, undos } = session();
    studio.isAway = true;
    approve();
    await settle();
    approve();
    await desk.undo();
    expect(current()?.id).toBe("task-2");
    await restoreClock();
    expect(sent.map(({ taskId }) => taskId)).toEqual(["task-1"]);
    expect(undos).toEqual([]);
  });

  it("undoes one that may have arrived only when it knows", async () => {
    const { desk, studio, approve, restoreClock, undos } = session();
    studio.isAway = true;
    approve();
    await settle();
    void desk.undo();
    await settle();
    expect(undos).toEqual([]);
    expect(desk.state.desk.said).toContain("when the connection is back");
    await restoreClock();
    expect(undos).toEqual(["decision of task-1"]);
  });
});

describe("a decision that the studio does not take", () => {
  it("lies there to be looked at, over a reload too, and never moves the reader", async () => {
    const store = new Memory();
    const { desk, studio, current, approve } = session({ store });
    studio.decide = () => ({ error: { code: "invalid_input", message: "Choose a category." } });
    approve();
    await settle();
    expect(current()?.id).toBe("task-2");
    expect(desk.state.desk.refusals).toMatchObject([{ taskNumber: 1, message: "Choose a category." }]);
    const after = session({ store });
    expect(after.desk.state.desk.refusals).toHaveLength(1);
    await settle();
    expect(after.sent).toEqual([]);
    after.desk.dismiss(after.desk.state.desk.refusals[0]?.key ?? "");
    expect(session({ store }).desk.state.desk.refusals).toEqual([]);
  });

  it("takes the task off the desk when somebody else decided it", async () => {
    const { desk, studio, approve } = session();
    studio.decide = () => over;
    approve();
    await settle();
    expect(viewOf(desk.state.desk).waiting.map(({ id }) => id)).not.toContain("task-1");
    expect(viewOf(desk.state.desk)).toMatchObject({ left: 3, done: 1 });
  });
});

describe("a task decided elsewhere", () => {
  it("leaves when its hold is refused, and no key decides the next one before the reader has seen it", async () => {
    const { desk, studio, sent, clock, current, approve } = session();
    studio.claim = () => over;
    desk.holder.keep("task-1");
    await settle();
    expect(current()?.id).toBe("task-2");
    expect(approve()).toBe(false);
    desk.skip(task(2));
    // A key on its way to the task before is no sign of having seen this one.
    desk.confirm();
    expect(approve()).toBe(false);
    clock.ms = 500;
    desk.touch();
    clock.ms = 1000;
    desk.confirm();
    expect(approve()).toBe(false);
    clock.ms = 1200;
    desk.confirm();
    expect(approve()).toBe(true);
    await settle();
    expect(sent.map(({ taskId }) => taskId)).toEqual(["task-2"]);
  });

  it("leaves the list when the desk asks what still waits", async () => {
    const { desk, studio, current } = session();
    studio.waiting = (ids) => ({ data: ids.filter((id) => id !== "task-3") });
    await desk.checkWaiting();
    expect(viewOf(desk.state.desk).waiting.map(({ id }) => id)).toEqual(["task-1", "task-2", "task-4"]);
    expect(current()?.id).toBe("task-1");
    expect(desk.state.desk.replacement).toBeNull();
  });

  it("is not decided by a verdict on another task than the one on the screen", () => {
    const { desk, sent } = session();
    expect(desk.decide(task(2), { taskId: "task-2", kind: "approve", decisionMs: 1 })).toBe(false);
    expect(sent).toEqual([]);
  });
});

describe("what is half written", () => {
  it("survives a reload, per task, and is gone once the decision is kept", async () => {
    const store = new Memory();
    const { desk } = session({ store });
    desk.change((now) => write(now, "task-1", { mode: "edit", correction: "Half a sent" }));
    desk.change((now) => write(now, "task-2", { mode: "reject", reasonKey: "tone", comment: "too form" }));
    const again = session({ store });
    expect(viewOf(again.desk.state.desk).draft).toMatchObject({ mode: "edit", correction: "Half a sent" });
    again.desk.decide(task(1), { taskId: "task-1", kind: "edit", correction: "Whole.", decisionMs: 1 });
    await settle();
    const third = session({ store }).desk.state.desk.drafts;
    expect([...third.keys()]).toEqual(["task-2"]);
    expect(third.get("task-2")).toMatchObject({ reasonKey: "tone", comment: "too form" });
  });

  it("is somebody else's business on the same machine", () => {
    const store = new Memory();
    const mine = new DeskStorage(store, owner);
    mine.keepDraft("task-1", {
      mode: "edit",
      correction: "Mine",
      reasonKey: null,
      comment: "",
      addExample: true,
    });
    expect(new DeskStorage(store, { ...owner, userId: "mara" }).drafts()).toEqual([]);
    expect(mine.drafts()).toHaveLength(1);
  });
});
