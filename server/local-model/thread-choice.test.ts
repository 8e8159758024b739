import { describe, expect, it } from "vitest";
import { ThreadChoice } from "./thread-choice.ts";

/** Runs `blocks` of tokens on a machine where a token costs what `cost` says, and gives the threads of each block. */
function run(choice: ThreadChoice, blocks: number, cost: (threads: number) => number): number[] {
  return Array.from({ length: blocks }, () => {
    const used = choice.threads;
    choice.note(cost(used));
    return used;
  });
}
const idle = (threads: number) => 48 / threads;
const busy = (threads: number) => (threads === 2 ? 900 : 80);
const count = (used: number[], threads: number) => used.filter((each) => each === threads).length;

describe("ThreadChoice", () => {
  it("uses all cores of an idle machine, but for one look at the other way", () => {
    expect(count(run(new ThreadChoice(2), 50, idle), 1)).toBe(1);
  });

  it("uses half of them beside other work, and looks now and then whether it is over", () => {
    const used = run(new ThreadChoice(2), 50, busy);
    expect(count(used, 1)).toBeGreaterThan(40);
    expect(count(used, 2)).toBeGreaterThan(2);
  });

  it("follows a machine that becomes busy and idle again", () => {
    const choice = new ThreadChoice(2);
    run(choice, 20, idle);
    expect(count(run(choice, 20, busy), 1)).toBeGreaterThan(14);
    run(choice, 40, idle);
    expect(count(run(choice, 20, idle), 2)).toBeGreaterThan(16);
  });

  it("has no choice on one core", () => {
    expect(new Set(run(new ThreadChoice(1), 10, idle))).toEqual(new Set([1]));
  });
});
