import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Task, TaskRow } from "#schema/review";
import {
  confirmReplacement,
  decide,
  type Desk,
  go,
  gone,
  goOn,
  held,
  kept,
  type LastDecision,
  neededTasks,
  openDesk,
  type RefusedDecision,
  refused,
  see,
  skip,
  type Snapshot,
  undone,
  viewOf,
  write,
} from "./desk.ts";
import { at, task } from "./desk.testing.ts";

type Row = { task: Task; mine: string | null; others: number };

/** A queue as the server keeps it: the truth that the desk's figures are held against. */
class Server {
  readonly rows: Row[];
  #mine: LastDecision[] = [];
  #made = 0;

  constructor(needs: readonly number[], decidedBefore: number) {
    this.rows = needs.map((needed, index) => ({ task: task(index + 1, needed), mine: null, others: 0 }));
    for (const row of this.rows.slice(0, decidedBefore)) this.decide(row.task.id, { before: true });
  }

  decide(taskId: string, options: { before?: boolean } = {}): string | null {
    const row = this.#find(taskId);
    if (options.before) row.task = { ...row.task, decisionsNeeded: 1 };
    if (this.isDecided(row) || row.mine) return null;
    this.#made += 1;
    row.mine = `decision-${String(this.#made).padStart(3, "0")}`;
    this.#mine.push({ id: row.mine, taskId, taskNumber: row.task.number, kind: "approve" });
    return row.mine;
  }

  undo(decision: LastDecision): void {
    expect(this.#mine.at(-1)?.id).toBe(decision.id);
    this.#mine.pop();
    this.#find(decision.taskId).mine = null;
  }

  colleagueDecides(taskId: string): void {
    const row = this.#find(taskId);
    if (!this.isDecided(row)) row.others += 1;
  }

  isDecided(row: Row): boolean {
    return (row.mine ? 1 : 0) + row.others >= row.task.decisionsNeeded;
  }

  mine(): Set<string> {
    return new Set(this.#mine.map((decision) => decision.taskId));
  }

  snapshot(limit: number): Snapshot {
    const open = this.rows.filter((row) => !this.isDecided(row) && !row.mine).map((row) => row.task);
    const decided = this.rows.filter((row) => this.isDecided(row)).length;
    return {
      rows: open.slice(0, limit) satisfies TaskRow[],
      tasks: open.slice(0, 3),
      progress: {
        total: this.rows.length,
        decided,
        differing: 0,
        waiting: this.rows.length - decided,
        waitingForMe: open.length,
        medianDecisionMs: null,
      },
      lastDecision: this.#mine.at(-1) ?? null,
    };
  }

  #find(taskId: string): Row {
    const row = this.rows.find((each) => each.task.id === taskId);
    if (!row) throw new Error(`no ${taskId}`);
    return row;
  }
}

const steps = [
  "decide",
  "arrive",
  "answer",
  "lose",
  "undo",
  "skip",
  "colleague",
  "look",
  "show",
  "ask",
] as const;

type Look = { snapshot: Snapshot; mine: Set<string> };

function refusalOn(taskId: string, message: string): RefusedDecision {
  const taskNumber = Number(taskId.replace("task-", ""));
  const verdict = { taskId, kind: "approve" as const, decisionMs: 1 };
  return { key: `unsent of ${taskId}`, taskId, taskNumber, kind: "approve", message, verdict };
}

/** A session: a desk, its server, and everything on the way between the two. */
class Play {
  readonly server: Server;
  readonly #limit: number;
  desk: Desk;
  #shown: Look;
  readonly #looks: Look[] = [];
  readonly #onTheirWay: string[] = [];
  readonly #answers: { taskId: string; id: string | null }[] = [];

  constructor(server: Server, limit: number) {
    this.server = server;
    this.#limit = limit;
    this.#shown = this.#look();
    this.desk = openDesk(this.#shown.snapshot, null);
  }

  readonly steps: Record<(typeof steps)[number], () => void> = {
    decide: () => {
      const current = this.server.rows.find((row) => row.task.id === viewOf(this.desk).currentId)?.task;
      if (!current) return;
      this.desk = decide(this.desk, current, "approve", "");
      this.#onTheirWay.push(current.id);
    },
    // One after the other: the next is sent when the answer to the one before is there.
    arrive: () => {
      const taskId = this.#answers.length > 0 ? undefined : this.#onTheirWay.shift();
      if (taskId) this.#answers.push({ taskId, id: this.server.decide(taskId) });
    },
    answer: () => {
      const next = this.#answers.shift();
      if (next?.id) this.desk = kept(this.desk, next.taskId, next.id);
      else if (next) this.desk = refused(this.desk, refusalOn(next.taskId, "no"));
    },
    lose: () => {
      const lost = this.#answers.length > 0 ? undefined : this.#onTheirWay.shift();
      if (lost) this.desk = refused(this.desk, refusalOn(lost, "lost"));
    },
    undo: () => {
      this.settle();
      const { last } = viewOf(this.desk);
      if (!last) return;
      this.server.undo(last);
      this.desk = undone(this.desk, last);
    },
    skip: () => {
      const { current } = viewOf(this.desk);
      if (current) this.desk = skip(this.desk, current);
    },
    colleague: () => {
      const free = this.server.rows.find((row) => !row.mine && !this.server.isDecided(row));
      if (free) this.server.colleagueDecides(free.task.id);
    },
    // The desk asks about what is on the screen, and lets it go when somebody decided it.
    ask: () => {
      const { currentId } = viewOf(this.desk);
      const row = this.server.rows.find(({ task: { id } }) => id === currentId);
      if (row && this.server.isDecided(row) && !row.mine) this.desk = gone(this.desk, [row.task.id], 1);
    },
    look: () => void this.#looks.push(this.#look()),
    show: () => {
      const next = this.#looks.shift();
      if (!next) return;
      this.#shown = next;
      this.desk = see(this.desk, next.snapshot);
    },
  };

  settle(): void {
    while (this.#onTheirWay.length + this.#answers.length > 0) {
      this.steps.arrive();
      this.steps.answer();
    }
  }

  /** The figures are the shown snapshot's, less and more by exactly the decisions it does not know of. */
  check(): void {
    const { snapshot, mine } = this.#shown;
    const onTheWay = [...this.#onTheirWay, ...this.#answers.map(({ taskId }) => taskId)];
    const standing = new Set([...this.server.mine(), ...onTheWay]);
    const added = [...standing].filter((id) => !mine.has(id));
    const gone = [...mine].filter((id) => !standing.has(id));
    const view = viewOf(this.desk);
    const { lost } = this.desk;
    const away = snapshot.rows.filter(({ id }) => lost.has(id) && !standing.has(id)).length;
    expect(view.left).toBe(Math.max(0, snapshot.progress.waitingForMe - added.length + gone.length - away));
    const closing = this.#closing(added) - this.#closing(gone);
    expect(view.done).toBe(Math.max(0, snapshot.progress.decided + closing + away));
    expect(view.waiting.filter((row) => lost.has(row.id))).toEqual([]);
    expect(view.waiting.filter((row) => standing.has(row.id))).toEqual([]);
    const missing = snapshot.rows.filter((row) => !view.waiting.some(({ id }) => id === row.id));
    expect(missing.filter((row) => !standing.has(row.id) && !lost.has(row.id))).toEqual([]);
    expect(standing.has(view.currentId ?? "")).toBe(false);
  }

  /** After everything has arrived and the server was asked again. */
  checkEnd(): void {
    this.settle();
    const snapshot = this.server.snapshot(this.#limit);
    this.desk = see(this.desk, snapshot);
    expect(viewOf(this.desk)).toMatchObject({
      done: snapshot.progress.decided,
      left: snapshot.progress.waitingForMe,
      isBehind: false,
    });
  }

  #look(): Look {
    return { snapshot: this.server.snapshot(this.#limit), mine: this.server.mine() };
  }

  #closing(ids: readonly string[]): number {
    return this.server.rows.filter((row) => ids.includes(row.task.id) && row.task.decisionsNeeded === 1)
      .length;
  }
}

describe("a desk", () => {
  it("counts done and left correctly, whenever the server's word was taken and whenever it comes", () => {
    const Needs = fc.array(fc.constantFrom(1, 1, 2), { minLength: 6, maxLength: 14 });
    const Steps = fc.array(fc.constantFrom(...steps, "decide", "decide", "arrive", "answer"), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        Needs,
        fc.nat({ max: 3 }),
        fc.constantFrom(4, 50),
        Steps,
        (needs, decidedBefore, limit, taken) => {
          const play = new Play(new Server(needs, decidedBefore), limit);
          for (const step of taken) {
            play.steps[step]();
            play.check();
          }
          play.checkEnd();
        },
      ),
      { numRuns: Number(process.env["FAST_CHECK_RUNS"] ?? 400) },
    );
  });

  it("decides a task once, however often its key is pressed", () => {
    const desk = openDesk(new Server([1, 1, 1], 0).snapshot(50), null);
    const once = decide(desk, task(1), "approve", "Task 1 approved.");
    expect(decide(once, task(1), "approve", "Task 1 approved.")).toBe(once);
    expect(viewOf(once)).toMatchObject({ currentId: "task-2", done: 1, left: 2 });
  });

  it("goes on from where the reviewer is, and never to a task that somebody holds", () => {
    const snapshot = new Server([1, 1, 1, 1], 0).snapshot(50);
    const rows = snapshot.rows.map((row) => (row.number === 3 ? { ...row, heldByName: "Ana" } : row));
    const desk = openDesk({ ...snapshot, rows }, "task-2");
    expect(viewOf(decide(desk, task(2), "approve", "")).currentId).toBe("task-4");
    const atEnd = decide(decide(desk, task(2), "approve", ""), task(4), "approve", "");
    expect(viewOf(atEnd).currentId).toBe("task-1");
  });

  it("keeps what was written through a refusal and drops it when the decision is kept", () => {
    let desk = openDesk(new Server([1, 1], 0).snapshot(50), null);
    desk = write(desk, "task-1", { mode: "edit", correction: "Better." });
    desk = decide(desk, task(1), "edit", "");
    const back = refused(desk, refusalOn("task-1", "That category does not exist."));
    // It lies there to be looked at; the reader stays at the task on the screen.
    expect(viewOf(back)).toMatchObject({ currentId: "task-2", done: 0, left: 2 });
    expect(back.replacement).toBeNull();
    expect(back.refusals).toMatchObject([{ taskId: "task-1", message: "That category does not exist." }]);
    expect(viewOf(go(back, "task-1"))).toMatchObject({
      draft: { correction: "Better." },
      problem: "That category does not exist.",
    });
    expect(decide(go(back, "task-1"), task(1), "edit", "").refusals).toEqual([]);
    expect(kept(desk, "task-1", "d").drafts.size).toBe(0);
    // The reviewer may be on the way to another page, which writing the address would call off.
    expect(back.address).toBe("task-2");
  });

  it("names the tasks that must come in full before the reviewer gets there", () => {
    const desk = openDesk(new Server(Array<number>(9).fill(1), 0).snapshot(50), null);
    expect(neededTasks(desk, 5)).toEqual(["task-4", "task-5"]);
    expect(neededTasks({ ...desk, selectedId: "task-8" }, 5)).toEqual(["task-8", "task-9"]);
  });

  it("goes on when a task asked for was decided by somebody meanwhile", () => {
    const desk = openDesk(new Server([1, 1, 1], 0).snapshot(50), "task-2");
    const after = viewOf(gone(desk, ["task-2"]));
    expect(after.currentId).toBe("task-3");
    expect(after.waiting.map(({ id }) => id)).toEqual(["task-1", "task-3"]);
  });

  it("shows at once who holds a task, and that it is free again", () => {
    const desk = openDesk(new Server([1, 1], 0).snapshot(50), null);
    const taken = held(desk, "task-1", { name: "Ana", until: at, message: "Ana works on this task." });
    expect(viewOf(taken)).toMatchObject({
      currentId: "task-1",
      current: { heldByName: "Ana" },
      problem: "Ana works on this task.",
    });
    const free = held(taken, "task-1", { name: null, until: null, message: null });
    expect(viewOf(free)).toMatchObject({ currentId: "task-1", problem: null });
  });

  it("passes by a task that came up by itself and that somebody took a moment before, in words", () => {
    const desk = gone(openDesk(new Server([1, 1, 1, 1], 0).snapshot(50), "task-1"), ["task-1"], 1000);
    expect(viewOf(desk).currentId).toBe("task-2");
    const by = { name: "Ana", until: at, message: "Ana works on this task." };
    const after = held(desk, "task-2", by);
    expect(viewOf(after).currentId).toBe("task-3");
    expect(after.said).toBe("Task 2 was taken by Ana a moment before. This is task 3.");
    expect(after.replacement).toMatchObject({ toId: "task-3" });
    expect(viewOf(held(after, "task-3", by)).currentId).toBe("task-4");
    // With none free it stays, and says who has it; so does one the reviewer has seen, or chose.
    const last = held(held(after, "task-3", by), "task-4", by);
    expect(viewOf(last)).toMatchObject({ currentId: "task-4", problem: by.message });
    expect(viewOf(held(confirmReplacement(desk), "task-2", by)).currentId).toBe("task-2");
    expect(viewOf(held(go(desk, "task-3"), "task-3", by)).currentId).toBe("task-3");
  });

  it("lets go of a task decided elsewhere with a word, its row and its count, and it stays away", () => {
    const server = new Server([1, 1, 1], 0);
    const before = server.snapshot(50);
    const desk = openDesk(before, "task-2");
    const after = gone(desk, ["task-2"], 1000);
    expect(viewOf(after)).toMatchObject({ currentId: "task-3", done: 1, left: 2 });
    expect(after.replacement).toMatchObject({ fromId: "task-2", toId: "task-3" });
    expect(after.said).toBe("Task 2 was decided by somebody else meanwhile. This is task 3.");
    // A list that was asked for before does not bring it back; a later one that names it does: it was undone.
    expect(viewOf(see(after, before, 2000)).waiting.map(({ id }) => id)).toEqual(["task-1", "task-3"]);
    expect(viewOf(see(after, before, 40_000)).waiting.map(({ id }) => id)).toContain("task-2");
  });

  it("notices from a list that the task on the screen is decided", () => {
    const server = new Server([1, 1, 1], 0);
    const desk = openDesk(server.snapshot(50), null);
    server.colleagueDecides("task-1");
    const after = see(desk, server.snapshot(50), 1);
    expect(viewOf(after).currentId).toBe("task-2");
    expect(after.replacement).toMatchObject({ fromId: "task-1", toId: "task-2" });
  });

  it("never changes the task on the screen by itself without making keys wait", () => {
    const Needs = fc.array(fc.constantFrom(1, 2), { minLength: 3, maxLength: 10 });
    fc.assert(
      fc.property(Needs, fc.array(fc.constantFrom(...steps), { maxLength: 40 }), (needs, taken) => {
        const play = new Play(new Server(needs, 0), 50);
        const byHand = new Set(["decide", "skip", "undo"]);
        for (const step of taken) {
          const before = viewOf(play.desk).currentId;
          play.steps[step]();
          const after = viewOf(play.desk).currentId;
          if (byHand.has(step)) play.desk = confirmReplacement(play.desk);
          else if (before !== null && after !== before) expect(play.desk.replacement?.toId).toBe(after);
        }
      }),
      { numRuns: Number(process.env["FAST_CHECK_RUNS"] ?? 300) },
    );
  });

  it("does not pull back a reader who has gone on since pressing undo", () => {
    const desk = openDesk(new Server([1, 1, 1, 1], 0).snapshot(50), null);
    const decided = kept(decide(desk, task(1), "approve", ""), "task-1", "d1");
    const last = { id: "d1", taskId: "task-1", taskNumber: 1, kind: "approve" as const };
    expect(viewOf(undone(decided, last, "task-2")).currentId).toBe("task-1");
    expect(undone(decided, last, "task-2").replacement).toMatchObject({ isMoment: true });
    const wentOn = undone(go(decided, "task-3"), last, "task-2");
    expect(viewOf(wentOn).currentId).toBe("task-3");
    expect(viewOf(wentOn).waiting.map(({ id }) => id)).toContain("task-1");
  });

  it("goes on from a task that a colleague has to the next free one, and from the last of them to none", () => {
    const by = { name: "Ana", until: at, message: null };
    const desk = held(go(openDesk(new Server([1, 1, 1], 0).snapshot(50), null), "task-2"), "task-2", by);
    expect(viewOf(goOn(desk)).currentId).toBe("task-3");
    const both = held(go(held(desk, "task-3", by), "task-3"), "task-3", by);
    expect(viewOf(goOn(both)).currentId).toBe("task-1");
    const all = held(both, "task-1", by);
    expect(viewOf(goOn(all)).currentId).toBeNull();
    expect(goOn(goOn(all)).selectedId).toBeNull();
  });
});
