import { describe, expect, it } from "vitest";
import { changeOf, type DayShare, groupOf, mostLines, shareLines, shareOf, trailingDays } from "./shares.ts";

describe("shares", () => {
  const row = (day: string, good: number, judged: number, versionNumber = 1): DayShare => ({
    day,
    promptId: "p",
    promptPath: "support/triage",
    versionId: `v${versionNumber}`,
    versionNumber,
    good,
    judged,
  });

  it("carry the exact interval, and nothing where nothing was judged", () => {
    expect(shareOf([row("a", 78, 100)])).toMatchObject({
      value: 0.78,
      low: expect.closeTo(0.686_080_346_2, 9),
      high: expect.closeTo(0.856_696_423_3, 9),
    });
    expect(shareOf([])).toMatchObject({ value: null, low: null, high: null });
  });

  it("are drawn over the days up to each point, with gaps", () => {
    const days = ["2026-11-20", "2026-11-21", "2026-11-22"];
    const [line] = shareLines([row("2026-11-19", 1, 1), row("2026-11-20", 0, 1)], days, "none", 2);
    expect(line?.points.map(({ value }) => value)).toEqual([0.5, 0, null]);
    expect(
      shareLines([row("2026-11-20", 1, 1, 1), row("2026-11-20", 1, 2, 2)], days, "version").map(
        ({ label }) => label,
      ),
    ).toEqual(["support/triage v2", "support/triage v1"]);
  });

  it("change only surely when the interval leaves zero, and not at all with few verdicts", () => {
    const of = (good: number, judged: number) => shareOf([row("a", good, judged)]);
    expect(changeOf(of(90, 100), of(70, 100))).toMatchObject({ change: expect.closeTo(0.2), isSure: true });
    expect(changeOf(of(18, 20), of(17, 20))).toMatchObject({ isSure: false });
    expect(changeOf(of(18, 20), of(9, 10))).toBeNull();
  });
});

it("a share's line looks back on a week once more than a week is drawn", () => {
  expect([1, 7, 8, 90].map(trailingDays)).toEqual([1, 1, 7, 7]);
});

it("verdicts on what names no prompt or version are drawn as such", () => {
  const nothing = { promptId: null, promptPath: null, versionId: null, versionNumber: null };
  expect(groupOf(nothing, "none")).toEqual({ key: "all", label: "All prompts" });
  expect(groupOf(nothing, "prompt")).toEqual({ key: "none", label: "no prompt" });
  expect(groupOf({ ...nothing, promptId: "p", promptPath: "a/b" }, "version")).toEqual({
    key: "none",
    label: "a/b",
  });
});

it("the lines with the most verdicts are drawn, the most first, and no more than can be told apart", () => {
  const rows = Array.from({ length: 6 }, (_, place): DayShare => ({
    day: "2026-11-20",
    promptId: `p${place}`,
    promptPath: `p${place}`,
    versionId: null,
    versionNumber: null,
    good: 0,
    judged: place + 1,
  }));
  const lines = shareLines(rows, ["2026-11-20"], "prompt");
  expect(lines.map(({ key }) => key)).toEqual(["p5", "p4", "p3", "p2"]);
  expect(lines).toHaveLength(mostLines);
});

it("a change that only falls is as sure as one that rises", () => {
  const of = (good: number, judged: number) => shareOf([{ good, judged }]);
  expect(changeOf(of(70, 100), of(90, 100))).toMatchObject({ change: expect.closeTo(-0.2), isSure: true });
  expect(changeOf(of(20, 20), of(20, 20))).toMatchObject({ change: 0, isSure: false });
  expect(changeOf(of(19, 19), of(90, 100))).toBeNull();
});
