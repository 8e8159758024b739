import { expect, it } from "vitest";
import { minutesLeft, paceSentence, workLeft } from "./pace.ts";

it("estimates the time left from the median decision", () => {
  expect(minutesLeft(14, 38_000)).toBe(9);
  expect(minutesLeft(3, null)).toBeNull();
});

it("says it in the unit a person would use", () => {
  expect(paceSentence(14, 38_000)).toBe("about 9 minutes left at your pace");
  expect(paceSentence(1, 10_000)).toBe("about a minute left at your pace");
  expect(paceSentence(400, 38_000)).toBe("about 4 hours left at your pace");
  expect(paceSentence(0, 38_000)).toBe("nothing left to decide");
  expect(paceSentence(2, null)).toBe("2 tasks left");
  expect([workLeft(14, 38_000), workLeft(1, null), workLeft(0, null)]).toEqual([
    "about 9 minutes",
    "1 task",
    "nothing",
  ]);
});
