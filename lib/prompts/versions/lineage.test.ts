import { expect, it } from "vitest";
import { lineageOf } from "./lineage.ts";

it("goes from a branch's newest version back to the first, past other branches and no further than the list", () => {
  const version = (id: string, parentId: string | null) => ({ id, parentId });
  const all = [
    version("5", "3"),
    version("4", "2"),
    version("3", "1"),
    version("2", "1"),
    version("1", null),
  ];
  const ids = (head: string, versions = all) => lineageOf(versions, head).map(({ id }) => id);
  expect(ids("5")).toEqual(["5", "3", "1"]);
  expect(ids("4")).toEqual(["4", "2", "1"]);
  expect(ids("4", all.slice(0, 3))).toEqual(["4"]);
  expect(ids("none")).toEqual([]);
});
