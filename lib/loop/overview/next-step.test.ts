import { describe, expect, it } from "vitest";
import { nextStepOf, type Situation } from "./next-step.ts";
import { changeOf, shareOf } from "./shares.ts";

describe("the next step", () => {
  const share = (good: number, judged: number) => shareOf([{ good, judged }]);
  const good = share(180, 200);
  const quiet: Situation = {
    openPromotion: null,
    newer: null,
    calls: 1_000,
    failed: 2,
    slow: { limitMs: 2_000, over: { answered: 998, low: 20, high: 20 } },
    limits: { errorRate: 0.01, quality: 0.8 },
    safety: { rejected: 0, decided: 200 },
    objectives: [{ title: "Cost under $5.00 per 1,000", value: "$4.00", isMet: true }],
    quality: good,
    edited: { now: share(20, 200), before: share(20, 200), change: null },
    corrections: 2,
    topReason: null,
  };
  const rose = {
    now: share(62, 200),
    before: share(24, 200),
    change: changeOf(share(62, 200), share(24, 200)),
  };
  const rows: [string, Partial<Situation>, string][] = [
    [
      "what is under way comes first",
      { openPromotion: { number: 31 }, corrections: 40 },
      "promotion 31 is open",
    ],
    [
      "a newer version that ran wants its promotion",
      { newer: { versionId: "v", versionNumber: 8, benchmark: "run" } },
      "v8 was run on the benchmark: request its promotion",
    ],
    [
      "a newer version wants a run",
      { newer: { versionId: "v", versionNumber: 8, benchmark: "not_run" } },
      "run v8 on the benchmark",
    ],
    [
      "calls that fail too often are said before what people say",
      { failed: 60, topReason: { key: "tone", name: "Too formal", count: 14 } },
      "6 % of 1,000 calls failed, 1 % may: read them",
    ],
    [
      "slow answers are said with their number",
      { slow: { limitMs: 2_000, over: { answered: 998, low: 90, high: 95 } } },
      "9 % of 998 answers took over 2 s, 5 % may",
    ],
    [
      "quality that is surely below its target is said",
      { quality: share(100, 200) },
      "quality 0.5 (0.43 to 0.57, n 200), below 0.8: read what was judged bad",
    ],
    [
      "people's reason is said by itself, not joined with an edit rate",
      { topReason: { key: "tone", name: "Too formal", count: 14 }, edited: rose },
      '14 rejections say "too formal": read them',
    ],
    [
      "a rising edit rate is said with its interval",
      { edited: rose },
      "31 % of 200 decisions are edits, up 19 points (11 to 27) from 200 decisions before: read them",
    ],
    ["corrections want a version", { corrections: 41 }, "make a version from 41 corrections"],
    ["silence is not health", { quality: share(0, 0) }, "nobody has judged an output yet"],
    ["a span without a call is not health", { calls: 0, failed: 0, slow: null }, "no call in this span"],
    [
      "three verdicts are not health",
      { quality: share(2, 3) },
      "too little to say: 3 outputs judged, 20 are needed",
    ],
    [
      "a target that is not shown to be reached is not health",
      { quality: share(170, 200) },
      "quality 0.85 (0.79 to 0.9, n 200), not shown to reach 0.8: have more judged",
    ],
    [
      "failures that chance could have made are not health",
      { failed: 12 },
      "12 of 1,000 calls failed: 1 % is not shown to hold",
    ],
    [
      "a limit of latency that just misses is not health",
      { slow: { limitMs: 2_000, over: { answered: 100, low: 6, high: 6 } } },
      "6 of 100 answers over 2 s: the limit is not shown to hold",
    ],
    [
      "without a target nobody can say that it is enough",
      { limits: { errorRate: null, quality: null } },
      "nothing stands out: quality 0.9 (0.85 to 0.94, n 200), and no target says if that is enough, no limit says how many calls may fail",
    ],
    [
      "a share is said to two digits",
      { quality: share(1_750, 2_000) },
      "healthy: quality 0.88 (0.86 to 0.89, n 2,000)",
    ],
    [
      "two rejections for one reason are not yet what people say",
      { topReason: { key: "tone", name: "Too formal", count: 2 } },
      "healthy: quality 0.9 (0.85 to 0.94, n 200)",
    ],
    [
      "a newer version without a benchmark wants one first",
      { newer: { versionId: "v", versionNumber: 8, benchmark: "none" } },
      "pin a benchmark and run v8 on it",
    ],
    [
      "an output that people rejected for safety is said before all else that is wrong",
      { safety: { rejected: 2, decided: 40 }, failed: 60 },
      "2 of 40 decisions reject an output for safety: read them",
    ],
    [
      "one is enough",
      { safety: { rejected: 1, decided: 40 } },
      "1 of 40 decisions rejects an output for safety: read it",
    ],
    [
      "nine of ten calls failing is said although the gate names no limit",
      { failed: 900, limits: { errorRate: null, quality: 0.8 }, slow: null },
      "90 % of 1,000 calls failed, and the gate says not how many may: read them",
    ],
    [
      "one call is not health, with a limit",
      { calls: 1, failed: 0, slow: null },
      "0 of 1 call failed: 1 % is not shown to hold",
    ],
    [
      "nor without",
      { calls: 1, failed: 0, slow: null, limits: { errorRate: null, quality: 0.8 } },
      "0 of 1 call failed: that at most 5 % do is not shown to hold",
    ],
    [
      "three fast answers are not health",
      { slow: { limitMs: 2_000, over: { answered: 3, low: 0, high: 0 } } },
      "0 of 3 answers over 2 s: the limit is not shown to hold",
    ],
    [
      "a limit of cost that is missed is not health",
      { objectives: [{ title: "Cost under $5.00 per 1,000", value: "$6.10", isMet: false }] },
      "missed: cost under $5.00 per 1,000, it is $6.10",
    ],
    [
      "nor one that nobody can hold it against",
      { objectives: [{ title: "Carbon under 40 gCO₂e per 1,000", value: "—", isMet: null }] },
      "not known: carbon under 40 gCO₂e per 1,000",
    ],
    [
      "quality never looks as if it reached a target that it misses",
      { quality: share(6_398, 8_000), limits: { errorRate: 0.01, quality: 0.8 } },
      "quality 0.7998 (0.79 to 0.81, n 8,000), not shown to reach 0.8: have more judged",
    ],
    [
      "a share of failures never looks like the limit it is over",
      { calls: 2_500_000, failed: 50_800, limits: { errorRate: 0.02, quality: 0.8 } },
      "2.03 % of 2,500,000 calls failed, 2 % may: read them",
    ],
    ["otherwise it is healthy, with what that rests on", {}, "healthy: quality 0.9 (0.85 to 0.94, n 200)"],
  ];
  it.each(rows)("%s", (_title, change, sentence) => {
    expect(nextStepOf({ ...quiet, ...change }).sentence).toBe(sentence);
  });
});
