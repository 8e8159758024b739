import { expect, it } from "vitest";
import { routeWords } from "./describe-route.ts";

const target = (model: string, order: number, weight = 1) => ({ connectionId: "c", model, order, weight });

it("says who is asked first, by which share, and who comes after", () => {
  const targets = [target("c", 5), target("a", 0, 3), target("b", 0)];
  const words = (choice: Parameters<typeof routeWords>[0]["choice"]) =>
    routeWords({ targets, choice }, ({ model }) => model);
  expect(words({ by: "weight" })).toBe("a (3 of 4) or b (1 of 4), then c");
  expect(words({ by: "latency" })).toBe("a or b, by least latency, then c");
  expect(words({ by: "sticky", key: "end_user" })).toBe("a (3 of 4) or b (1 of 4), sticky by a key, then c");
});
