import { expect, it } from "vitest";
import { hitsByDay } from "./hits-by-day.ts";

const hit = (day: string, action: string, findings: number) => ({ day, action, calls: 1, findings });
const span = { from: new Date("2026-11-26T00:00:00Z"), to: new Date("2026-11-29T00:00:00Z") };

it("counts findings, not calls, and has a point for each day of the span, 0 where nothing was found", () => {
  const hits = [
    hit("2026-11-26", "redact", 4),
    hit("2026-11-28", "block", 2),
    hit("2026-11-28", "redact", 3),
  ];
  expect(hitsByDay(hits, span)).toEqual({
    total: 9,
    actions: [
      {
        action: "redact",
        points: [
          { at: "2026-11-26T00:00:00.000Z", value: 4 },
          { at: "2026-11-27T00:00:00.000Z", value: 0 },
          { at: "2026-11-28T00:00:00.000Z", value: 3 },
        ],
      },
      {
        action: "block",
        points: [
          { at: "2026-11-26T00:00:00.000Z", value: 0 },
          { at: "2026-11-27T00:00:00.000Z", value: 0 },
          { at: "2026-11-28T00:00:00.000Z", value: 2 },
        ],
      },
    ],
  });
});

it("has no action where nothing was found", () => {
  expect(hitsByDay([], span)).toEqual({ total: 0, actions: [] });
});
