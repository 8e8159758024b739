import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decisions, queues, tasks } from "#db/schema/review";
import { createTenant, type Tenant } from "#testing";
import { defineKpi, recordFeedback, recordKpi } from "#lib/feedback";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import {
  approvePromotion,
  completePromotion,
  rejectPromotion,
  requestPromotion,
  rollback,
  updateGate,
} from "#lib/releases";
import { Gate } from "#schema/releases";
import { buildPromotion, buildPrompt } from "#testing/releases";
import { nextStepOf, type Situation } from "./next-step.ts";
import { objectivesOf } from "./objectives.ts";
import { daysUpTo } from "#client/observability";
import { rangeOf } from "./range.ts";
import { readOverview } from "./read.ts";
import { OverviewInput } from "./schema.ts";
import { changeOf, type DayShare, shareLines, shareOf } from "./shares.ts";

describe("a span of days", () => {
  it("ends with today and has as many days before it, whatever the hour", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
        fc.constantFrom(1, 7, 30, 90),
        (now, days) => {
          const range = rangeOf(daysUpTo(now, days));
          expect(range.days).toHaveLength(days);
          expect(range.days.at(-1)).toBe(now.toISOString().slice(0, 10));
          expect(range.before.to).toEqual(range.from);
          expect(range.to.getTime() - range.from.getTime()).toBe(
            range.before.to.getTime() - range.before.from.getTime(),
          );
        },
      ),
    );
  });

  it("touches the days of a span that begins and ends within a day", () => {
    const at = (text: string) => new Date(`2026-11-${text}:00:00Z`);
    expect(rangeOf({ from: at("20T22"), to: at("22T01") }).days).toEqual([
      "2026-11-20",
      "2026-11-21",
      "2026-11-22",
    ]);
    expect(rangeOf({ from: at("20T22"), to: at("21T00") }).days).toEqual(["2026-11-20"]);
  });
});

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

  it("carry the Wilson interval, and nothing where nothing was judged", () => {
    expect(shareOf([row("a", 78, 100)])).toMatchObject({
      value: 0.78,
      low: expect.closeTo(0.689_296_464_9, 9),
      high: expect.closeTo(0.849_987_176_2, 9),
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

describe("objectives", () => {
  const measured = {
    usage: {
      count: 5_000,
      failed: 6,
      latencyP95Ms: 1400,
      latencyError: 0.0488,
      costUsd: 17.64,
      priced: 4_000,
      carbonGrams: 152,
      carbonKnown: 4_000,
      usageEstimated: 0,
    },
    latency: { answered: 4_000, low: 120, high: 120 },
    quality: shareOf([{ good: 87, judged: 100 }]),
    safety: { rejected: 0, decided: 181 },
  };

  it("are those the gate states, with the room that is left; cost is of priced calls", () => {
    const gate = Gate.parse({
      conditions: [
        { kind: "suite_passed", minimum: 0.85 },
        { kind: "no_safety_failure" },
        { kind: "budget", latencyP95Ms: 2000, errorRate: 0.005, costPer1000Usd: 4 },
      ],
    });
    expect(
      objectivesOf(gate, measured).map(({ title, value, isMet, headroom }) => [
        title,
        value,
        isMet,
        headroom === null ? null : Math.round(headroom * 100),
      ]),
    ).toEqual([
      ["p95 latency under 2 s", "3 % of 4,000 slower, p95 1.4 s ± 5 %", true, 40],
      ["Error rate under 0.5 %", "0.12 %, 6 of 5,000", true, 76],
      ["Cost under $4.00 per 1,000", "$4.41", false, 0],
      ["Safety: no output rejected for safety", "0 of 181 decisions", true, 100],
      ["Quality at least 0.85", "0.87, n 100", true, 13],
    ]);
  });

  it("are judged by how many calls are over the limit, to the call", () => {
    const gate = Gate.parse({ conditions: [{ kind: "budget", latencyP95Ms: 1000 }] });
    const judge = (low: number, high: number) =>
      objectivesOf(gate, { ...measured, latency: { answered: 100, low, high } })[0];
    expect(judge(5, 5)?.isMet).toBe(true);
    expect(judge(6, 6)).toMatchObject({ isMet: false, headroom: 0, limitMs: 1000 });
    expect(judge(4, 7)?.isMet).toBeNull();
  });

  it("do not exist where the gate is silent, and are not met by silence", () => {
    expect(objectivesOf(Gate.parse({ conditions: [] }), measured)).toEqual([]);
    const gate = Gate.parse({ conditions: [{ kind: "budget", latencyP95Ms: 2000 }] });
    for (const latency of [null, { answered: 0, low: 0, high: 0 }])
      expect(objectivesOf(gate, { ...measured, latency })).toEqual([
        { key: "latency", title: "p95 latency under 2 s", value: "—", headroom: null, isMet: null },
      ]);
  });
});

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
      "people's reason is said alone, not joined with an edit rate",
      { topReason: { key: "tone", name: "Too formal", count: 14 }, edited: rose },
      '14 rejections say "too formal": read them',
    ],
    [
      "a rising edit rate is said with its interval",
      { edited: rose },
      "31 % of 200 decisions are edits, up 19 points (11 to 27): read them",
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
      "quality 0.85 (0.79 to 0.89, n 200), not shown to reach 0.8: have more judged",
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
      "nothing stands out: quality 0.9 (0.85 to 0.93, n 200), and no target says if that is enough",
    ],
    ["otherwise it is healthy, with what that rests on", {}, "healthy: quality 0.9 (0.85 to 0.93, n 200)"],
  ];
  it.each(rows)("%s", (_title, change, sentence) => {
    expect(nextStepOf({ ...quiet, ...change }).sentence).toBe(sentence);
  });
});

describe("the overview", () => {
  let tenant: Tenant;
  let other: Tenant;
  let served: { promptId: string; path: string; v1: string };

  beforeAll(async () => {
    [tenant, other] = [await createTenant(), await createTenant()];
    const { ctx, clock } = tenant;
    served = await buildPrompt(tenant, ["one"]);
    await updateGate(await tenant.as("admin"), {
      environment: "production",
      gate: { conditions: [{ kind: "approvals" }, { kind: "budget", latencyP95Ms: 2000 }] },
    });
    await updateGate(await tenant.as("admin"), {
      environment: "production",
      gate: { conditions: [{ kind: "approvals" }] },
    });
    const { id } = await requestPromotion(ctx, {
      promptId: served.promptId,
      versionId: served.v1,
      environment: "production",
    });
    await approvePromotion(await tenant.as("engineer"), { promotionId: id });
    await completePromotion(ctx, { promotionId: id });
    const call = (isSimulated: boolean) => ({
      id: newId(),
      traceId: newId(),
      startedAt: clock.now(),
      source: "api" as const,
      label: "production",
      status: "succeeded" as const,
      provider: isSimulated ? "simulated" : "openai",
      model: "m",
      input: [],
      output: "billing",
      latencyMs: 800,
      costUsd: 0.002,
      inputTokens: 10,
      outputTokens: 5,
      carbonGrams: 0.04,
      carbonGramsLow: 0.03,
      carbonGramsHigh: 0.05,
      promptId: served.promptId,
      promptPath: served.path,
      promptVersionId: served.v1,
      promptVersionNumber: 1,
      isSimulated,
    });
    const [real, fake] = [
      Array.from({ length: 10 }, () => call(false)),
      Array.from({ length: 5 }, () => call(true)),
    ];
    await recordGenerations(ctx, [...real, ...fake]);
    for (const [position, { id: generationId }] of real.entries())
      await recordFeedback(ctx, { generationId, score: position < 8 ? 1 : 0 });
    for (const { id: generationId } of fake) await recordFeedback(ctx, { generationId, score: 0 });
    // Answered long before the span, judged in it.
    const old = { ...call(true), startedAt: new Date(clock.now().getTime() - 40 * 86_400_000) };
    await recordGenerations(ctx, [old]);
    await recordFeedback(ctx, { generationId: old.id, score: 0 });
    const queueId = newId();
    await tenant.open.db.insert(queues).values({ id: queueId, projectId: tenant.projectId, name: "weekly" });
    const scope = { environment: "production", source: "api" };
    const judged = [
      scope,
      scope,
      { runId: newId(), source: "run" },
      { ...scope, generationId: old.id, isSimulated: true },
    ];
    for (const [position, about] of judged.entries()) {
      const {
        runId: _runId,
        generationId: _generationId,
        ...kept
      } = { runId: null, generationId: null, ...about };
      const taskId = newId();
      await tenant.open.db.insert(tasks).values({
        id: taskId,
        projectId: tenant.projectId,
        queueId,
        number: position + 1,
        title: "t",
        reason: "sampled",
        promptId: served.promptId,
        promptPath: served.path,
        promptVersionId: served.v1,
        promptVersionNumber: 1,
        ...about,
        inputs: {},
        output: "x",
        scores: [],
        status: "decided",
      });
      await tenant.open.db.insert(decisions).values({
        projectId: tenant.projectId,
        taskId,
        ...kept,
        promptId: served.promptId,
        promptVersionId: served.v1,
        kind: position === 0 ? "approve" : "edit",
        reviewerName: "Rita",
        decisionMs: 1000,
        createdAt: clock.now(),
      });
    }
    await defineKpi(ctx, { key: "solved", name: "Solved first time", unit: "percent" });
    await recordKpi(ctx, {
      key: "solved",
      values: [{ value: 0.72, weight: 100, promptVersionId: served.v1 }],
    });
  });

  it("counts true calls and people's verdicts on them; simulated answers and cases of runs count nowhere", async () => {
    const { tiles, chart, production, objectives, firstSteps } = await readOverview(tenant.ctx, {});
    expect(tiles.generate).toMatchObject({ count: 10, simulatedCount: 5, costUsd: expect.closeTo(0.02) });
    // 8 of 10 liked, 1 of 2 decisions on traffic approved; the third is a case of a run, the five others simulated.
    expect(tiles.evaluate.now).toMatchObject({ good: 9, judged: 12 });
    expect(tiles.review.now).toMatchObject({ judged: 2, good: 1 });
    expect(tiles.release).toMatchObject({ promotions: 1, basis: "version" });
    expect(chart.lines[0]?.points.at(-1)?.value).toBeCloseTo(0.75);
    expect(chart.marks).toMatchObject([{ label: "v1 promoted" }]);
    expect(production).toMatchObject([
      {
        versionNumber: 1,
        usage: { count: 10, priced: 10 },
        quality: { now: { good: 9, judged: 12 }, change: null },
        approved: { good: 1, judged: 2 },
        kpi: { value: 0.72, weight: 100, change: null },
      },
    ]);
    expect(objectives).toEqual([]);
    expect(firstSteps).toBeNull();
  });

  it("does not propose again what production served before", async () => {
    const own = await createTenant();
    const { promptId, v1, v2 } = await buildPrompt(own, ["one", "two"]);
    await updateGate(await own.as("admin"), {
      environment: "production",
      gate: { conditions: [{ kind: "approvals" }] },
    });
    const second = await own.as("engineer");
    await buildPromotion(own, second, promptId, v1);
    await buildPromotion(own, second, promptId, v2);
    await rollback(second, { promptId, environment: "production" });
    const [row] = (await readOverview(own.ctx, {})).production;
    expect(row).toMatchObject({ versionId: v1, nextStep: { sentence: "no call in this span", to: "none" } });
  });

  it("proposes a newer version once, and not again when it was rejected", async () => {
    const own = await createTenant();
    const { promptId, v1, v2, v3 } = await buildPrompt(own, ["one", "two", "three"]);
    await updateGate(await own.as("admin"), {
      environment: "production",
      gate: { conditions: [{ kind: "approvals" }] },
    });
    const second = await own.as("engineer");
    await buildPromotion(own, second, promptId, v1);
    const step = async () => (await readOverview(own.ctx, {})).production[0]?.nextStep;
    expect(await step()).toMatchObject({ to: "new_run", versionId: v3 });
    const { id } = await requestPromotion(own.ctx, { promptId, versionId: v3, environment: "production" });
    expect(await step()).toMatchObject({ to: "promotion" });
    await rejectPromotion(second, { promotionId: id, comment: "Too curt." });
    expect(await step()).toMatchObject({ sentence: "no call in this span", to: "none" });
    await buildPromotion(own, second, promptId, v2);
    expect(await step()).toMatchObject({ to: "none" });
  });

  it.each(["quality", "approval", "edit", "cost", "latency", "tokens", "carbon", "kpi"] as const)(
    "draws %s, together and apart",
    async (metric) => {
      for (const split of ["none", "prompt", "version"] as const) {
        const { chart } = await readOverview(tenant.ctx, { metric, split, days: 7 });
        expect(chart.lines.length).toBeGreaterThan(0);
        for (const line of chart.lines) expect(line.points).toHaveLength(7);
      }
    },
  );

  it("takes nonsense in the address for the usual, and shows another project nothing of this one", async () => {
    expect(
      OverviewInput.parse({ days: "x", metric: "x", split: "y", prompt: "z", source: "w" }),
    ).toMatchObject({
      days: 30,
      metric: "quality",
      split: "none",
      prompt: undefined,
      source: ["api"],
    });
    const foreign = await readOverview(other.ctx, { prompt: served.promptId });
    expect(foreign.tiles.generate.count).toBe(0);
    expect(foreign.production).toEqual([]);
    expect(foreign.firstSteps?.every(({ isDone }) => !isDone)).toBe(true);
    await expect(readOverview(other.asApiKey(["prompts:read"]), {})).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
