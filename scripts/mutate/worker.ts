import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, inject } from "vitest";

/** Runs in every worker before a test file: says which mutant is awake, or notes which the file reaches. */
declare module "vitest" {
  interface ProvidedContext {
    mutate: Orders;
  }
}

/** What a test file is to do: its tests once for each of `ids`, null being the code as it is. */
export type Orders = {
  ids: (number | null)[];
  /** The only mutant is awake from the first import on, for what is computed once, when a module is loaded. */
  isFromLoad: boolean;
  isNoting: boolean;
  hitsFolder: string;
  limitMs: number;
};

type Woken = { __mutant(id: number): boolean; __orders: Orders; __wake(id: number | null): void };

const orders = inject("mutate");
const { ids, isFromLoad, isNoting, hitsFolder, limitMs } = orders;
const reached = { atLoad: new Set<number>(), inTests: new Set<number>() };
let active = isFromLoad ? ids[0] : null;
let isLoading = true;
let deadline = performance.now() + limitMs;
let calls = 0;

Object.assign(globalThis as unknown as Woken, {
  __orders: orders,
  __wake(id: number | null) {
    active = id;
    isLoading = false;
    deadline = performance.now() + limitMs;
  },
  __mutant(id: number) {
    if (isNoting) reached[isLoading ? "atLoad" : "inTests"].add(id);
    calls += 1;
    // A loop that a mutant made endless is left here: nothing else can stop it in its own thread.
    if (calls % 1024 === 0 && performance.now() > deadline) throw new Error("The mutant runs for ever.");
    return id === active;
  },
});

if (isNoting)
  afterAll(() => {
    mkdirSync(hitsFolder, { recursive: true });
    const file = expect.getState().testPath ?? "";
    const { atLoad, inTests } = reached;
    writeFileSync(
      join(hitsFolder, `${process.pid}-${Date.now()}-${inTests.size}.json`),
      JSON.stringify({ file, atLoad: [...atLoad], inTests: [...inTests] }),
    );
  });
