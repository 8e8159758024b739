import { expect, it } from "vitest";
import { editSentence, sessionSentence } from "./describe.ts";

it("says what was done in a sitting", () => {
  expect(sessionSentence({ approve: 9, edit: 3, reject: 2 })).toBe(
    "You decided 14 tasks in this sitting: 9 approved, 3 edited and 2 rejected.",
  );
  expect(sessionSentence({ approve: 0, edit: 1, reject: 0 })).toBe(
    "You decided 1 task in this sitting: 1 edited.",
  );
  expect(sessionSentence({ approve: 0, edit: 0, reject: 0 })).toBe(
    "Every task of this queue is decided, or waits for somebody else.",
  );
});

it("says how much an edit touches", () => {
  expect(editSentence(0.343)).toBe("edit 34 % of the text");
  expect(editSentence(0.001)).toBe("edit under 1 % of the text");
  expect(editSentence(0)).toBe("no words changed");
});
