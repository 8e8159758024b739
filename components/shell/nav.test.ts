import { expect, it } from "vitest";
import { currentItem, navGroups } from "./nav.ts";

const items = navGroups("shop").flatMap((group) => group.items);

it("marks the page and its sub-pages, and the overview only itself", () => {
  expect(currentItem(items, "/shop", "/shop")?.label).toBe("Overview");
  expect(currentItem(items, "/shop/runs/compare", "/shop")?.label).toBe("Runs");
  expect(currentItem(items, "/shop/promotions/31", "/shop")?.label).toBe("Promotions");
  expect(currentItem(items, "/shop/elsewhere", "/shop")).toBeUndefined();
});

it("gives every page its own key", () => {
  expect(new Set(items.map((item) => item.key)).size).toBe(items.length);
});
