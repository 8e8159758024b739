import { expect, it } from "vitest";
import { routeWords } from "./describe-route.ts";

const target = (model: string, order: number, weight = 1) => ({ connectionId: "c", model, order, weight });

it("says who is asked first, by which share, and who comes after", () => {
  const targets = [target("c", 5), target("a", 0, 3), target("b", 0)];
  expect(routeWords({ targets }, ({ model }) => model)).toBe("a (3 of 4) or b (1 of 4), then c");
});
