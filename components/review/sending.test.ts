import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Holder } from "./holder.ts";
import { Outbox } from "./outbox.ts";

/** Lets everything that is ready run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("an outbox", () => {
  it("sends in order, goes on after a failure and counts what is on its way", async () => {
    const sizes: number[] = [];
    const sent: string[] = [];
    const outbox = new Outbox((size) => sizes.push(size));
    const first = Promise.withResolvers<string>();
    const results = [
      outbox.put(() => first.promise),
      outbox.put(() => Promise.reject(new Error("the network is gone"))),
      outbox.put(async () => void sent.push("third")),
    ];
    const failed = expect(results[1]).rejects.toThrow("the network is gone");
    await settle();
    expect(sent).toEqual([]);
    first.resolve("one");
    expect(await results[0]).toBe("one");
    await failed;
    await outbox.settled();
    expect(sent).toEqual(["third"]);
    expect(sizes).toEqual([1, 2, 3, 2, 1, 0]);
  });
});

/** A server that keeps one person's hold, whose answers come when the test says so. */
function slowServer() {
  const waiting: (() => void)[] = [];
  const log: string[] = [];
  const call = (what: string) => (taskId: string) => {
    log.push(`${what} ${taskId}`);
    const answer = Promise.withResolvers<void>();
    waiting.push(answer.resolve);
    return answer.promise;
  };
  const answer = async () => {
    waiting.shift()?.();
    await settle();
  };
  return { log, answer, holder: new Holder({ claim: call("claim"), release: call("release") }) };
}

describe("a holder", () => {
  it("lets a task go when another is opened, after the claim has been answered", async () => {
    const { log, answer, holder } = slowServer();
    holder.keep("a");
    await settle();
    holder.leave("a");
    holder.keep("b");
    await settle();
    expect(log).toEqual(["claim a"]);
    await answer();
    await answer();
    expect(log).toEqual(["claim a", "release a", "claim b"]);
  });

  it("asks nothing for a task that was only leafed past, nor for one that was decided", async () => {
    const { log, answer, holder } = slowServer();
    holder.leave("a");
    holder.keep("b");
    await settle();
    await answer();
    holder.forget("b");
    holder.leave("b");
    await settle();
    expect(log).toEqual(["claim b"]);
  });

  it("keeps a task that was left and opened again at once", async () => {
    const { log, answer, holder } = slowServer();
    holder.keep("a");
    await settle();
    holder.leave("a");
    holder.keep("a");
    await answer();
    await answer();
    expect(log.at(-1)).toBe("claim a");
    expect(log).not.toContain("release a");
  });

  it("lets go of a task that an undo brought back", async () => {
    const { log, holder } = slowServer();
    holder.took("a");
    holder.leave("a");
    await settle();
    expect(log).toEqual(["release a"]);
  });

  it("lets go at once when the page goes away", async () => {
    const { log, holder } = slowServer();
    holder.keep("a");
    await settle();
    holder.leaveNow();
    expect(log).toEqual(["claim a", "release a"]);
  });

  it("ends with exactly the task on the screen held, whatever was opened and left", async () => {
    const Step = fc.record({ id: fc.constantFrom("a", "b", "c"), how: fc.constantFrom("leave", "forget") });
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { maxLength: 12 }), fc.boolean(), async (steps, staysOpen) => {
        let held: string | null = null;
        const holder = new Holder({
          claim: async (id) => void (held = id),
          release: async (id) => void (held = held === id ? null : held),
        });
        for (const [index, { id, how }] of steps.entries()) {
          holder.keep(id);
          if (index % 3 === 0) await settle();
          if (staysOpen && index === steps.length - 1) break;
          if (how === "leave") holder.leave(id);
          else {
            holder.forget(id);
            // The server drops the hold with the decision.
            held = null;
          }
        }
        await settle();
        expect(held).toBe(staysOpen ? (steps.at(-1)?.id ?? null) : null);
      }),
    );
  });
});
