import { expect, it } from "vitest";
import { decisionsSentence, editSentence, sessionSentence } from "./describe.ts";

it("says what was done in a session", () => {
  expect(sessionSentence({ approve: 9, edit: 3, reject: 2 })).toBe(
    "You decided 14 tasks in this session: 9 approved, 3 edited and 2 rejected.",
  );
  expect(sessionSentence({ approve: 0, edit: 1, reject: 0 })).toBe(
    "You decided 1 task in this session: 1 edited.",
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

it("says what was decided in a queue, and why the most was rejected", () => {
  const sentence = (decided: number, reasons: [string, number][]) =>
    decisionsSentence({ decided, reasons: reasons.map(([name, count]) => ({ key: name, name, count })) });
  expect(sentence(0, [])).toBe("Nothing is decided yet.");
  expect(sentence(1, [])).toBe("1 decision stands; none is a rejection.");
  expect(
    sentence(1_200, [
      ["wrong fact", 31],
      ["tone", 4],
    ]),
  ).toBe("1,200 decisions stand; the most common reason to reject is “wrong fact” (31).");
});
