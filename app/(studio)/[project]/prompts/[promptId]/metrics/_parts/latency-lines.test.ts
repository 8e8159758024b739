import { expect, it } from "vitest";
import type { UsagePoint } from "#lib/observability";
import { latencyLines } from "./latency-lines.ts";

function point(day: string, number: number | null, count: number, latencyP50Ms: number | null = 100) {
  const group = {
    key: `v${number}`,
    promptVersionId: number === null ? null : `id${number}`,
    promptVersionNumber: number,
  };
  // What a line reads of a point.
  return { day, count, latencyP50Ms, group } as UsagePoint;
}
const hrefOf = ({ day, versionId }: { day: string; versionId: string | null }) => `/${day}/${versionId}`;

it("draws the four versions called most over all days, the most called first", () => {
  const series = [
    point("2026-11-01", 1, 5),
    point("2026-11-01", 2, 9),
    point("2026-11-01", 3, 1),
    point("2026-11-02", 3, 30),
    point("2026-11-02", 4, 2),
    point("2026-11-02", null, 7),
  ];
  const lines = latencyLines(series, hrefOf);
  expect(lines.map(({ label }) => label)).toEqual(["v3", "v2", "draft", "v1"]);
  expect(lines[0]?.points).toEqual([
    { at: "2026-11-01", value: 100, href: "/2026-11-01/id3" },
    { at: "2026-11-02", value: 100, href: "/2026-11-02/id3" },
  ]);
});

it("leaves a gap where a day has no answered call", () => {
  const [line] = latencyLines([point("2026-11-01", 1, 1, null)], hrefOf);
  expect(line?.points[0]?.value).toBeNull();
  expect(latencyLines([], hrefOf)).toEqual([]);
});
