import { expect, test } from "vitest";
import { contentOf, draftOf, withChanged, withMoved, withNew, without } from "./draft.ts";

const empty = draftOf({ evaluators: [], primaryMetric: "" });

test("the first quality metric becomes the primary one, and a second of its kind gets a key of its own", () => {
  const timed = withNew(empty, "latency");
  expect(timed.primaryMetric).toBe("");
  const two = withNew(withNew(timed, "exact"), "exact");
  expect(two.primaryMetric).toBe("accuracy");
  expect(two.rows.map(({ evaluator }) => evaluator.key)).toEqual(["latency", "accuracy", "accuracy_2"]);
  expect(new Set(two.rows.map(({ id }) => id)).size).toBe(3);
});

test("the primary metric follows its key when that is typed over, and only its own", () => {
  const two = withNew(withNew(empty, "exact"), "regex");
  const [first, second] = two.rows;
  if (!first || !second) throw new Error("two rows were made");
  const renamed = withChanged(two, first.id, { ...first.evaluator, key: "right" });
  expect(renamed.primaryMetric).toBe("right");
  expect(withChanged(renamed, second.id, { ...second.evaluator, key: "shape" }).primaryMetric).toBe("right");
});

test("without the primary metric the first quality metric left is it, and none where none is", () => {
  const three = withNew(withNew(withNew(empty, "exact"), "cost"), "regex");
  const left = without(three, "accuracy");
  expect(left.primaryMetric).toBe("regex");
  expect(without(left, "regex").primaryMetric).toBe("");
  expect(without(three, "cost").primaryMetric).toBe("accuracy");
});

test("a line moves by a place and stays at the ends", () => {
  const two = withNew(withNew(empty, "exact"), "regex");
  const keys = (draft: typeof two) => contentOf(draft).evaluators.map(({ key }) => key);
  expect(keys(withMoved(two, "regex", -1))).toEqual(["regex", "accuracy"]);
  expect(keys(withMoved(two, "regex", 1))).toEqual(["accuracy", "regex"]);
  expect(keys(withMoved(two, "accuracy", -1))).toEqual(["accuracy", "regex"]);
});
