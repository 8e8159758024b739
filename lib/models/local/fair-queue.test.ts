import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FairQueue } from "./fair-queue.ts";

describe("FairQueue", () => {
  it("serves another project's first before one project's second", () => {
    const queue = new FairQueue<string>();
    for (const item of ["a1", "a2", "a3", "b1", "c1", "b2"]) queue.add(item[0] ?? "", item);
    const order = Array.from({ length: 6 }, () => queue.next());
    expect(order).toEqual(["a1", "b1", "c1", "a2", "b2", "a3"]);
    expect(queue.next()).toBeUndefined();
  });

  it("loses nothing, doubles nothing, and lets nobody wait longer than one round", () => {
    const items = fc.array(fc.record({ key: fc.constantFrom("a", "b", "c"), id: fc.nat() }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(items, (all) => {
        const queue = new FairQueue<(typeof all)[number]>();
        for (const item of all) queue.add(item.key, item);
        const served: (typeof all)[number][] = [];
        for (let item = queue.next(); item; item = queue.next()) served.push(item);
        expect(new Set(served)).toEqual(new Set(all));
        expect(served).toHaveLength(all.length);
        for (const [position, item] of served.entries()) {
          const rank = served.slice(0, position).filter((other) => other.key === item.key).length;
          const others = served.slice(0, position).filter((other) => other.key !== item.key);
          for (const key of ["a", "b", "c"])
            expect(others.filter((other) => other.key === key).length).toBeLessThanOrEqual(rank + 1);
        }
      }),
    );
  });

  it("forgets an item that leaves", () => {
    const queue = new FairQueue<string>();
    queue.add("a", "a1");
    queue.add("a", "a2");
    expect(queue.remove("a1")).toBe(true);
    expect(queue.remove("a1")).toBe(false);
    expect(queue.size).toBe(1);
    expect(queue.next()).toBe("a2");
  });
});
