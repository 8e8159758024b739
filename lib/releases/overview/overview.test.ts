import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decisions, queues, tasks } from "#db/schema";
import { createTenant, type Tenant } from "#db/testing";
import { defineKpi, recordFeedback, recordKpi } from "#lib/feedback";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { updateGate } from "../environments/update-gate.ts";
import { Gate } from "../gate/schema.ts";
import { approvePromotion } from "../promotions/decide.ts";
import { completePromotion } from "../promotions/complete.ts";
import { requestPromotion } from "../promotions/request.ts";
import { buildPrompt } from "../testing.ts";
import { nextStepOf, type Situation } from "./next-step.ts";
import { objectivesOf } from "./objectives.ts";
import { rangeOf } from "./range.ts";
import { readOverview } from "./read.ts";
import { OverviewInput } from "./schema.ts";
import { changeOf, type DayShare, shareLines, shareOf } from "./shares.ts";

describe("a span of days", () => {
  it("ends with today and has as many days before it, whatever the hour", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true }),
        fc.constantFrom(7, 30, 90),
        (now, days) => {
          const range = rangeOf(now, days);
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
    latencyP95Ms: 1400,
    errorRate: 0.0011,
    costPer1000Usd: 4.41,
    carbonPer1000: 38,
    quality: shareOf([{ good: 87, judged: 100 }]),
    safety: { rejected: 0, decided: 181 },
  };

  it("are those the gate states, with the room that is left", () => {
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
      ["p95 latency under 2 s", "1.4 s", true, 30],
      ["Error rate under 0.5 %", "0.11 %", true, 78],
      ["Cost under $4.00 per 1,000", "$4.41", false, 0],
      ["Safety: no output rejected for safety", "0 of 181 decisions", true, 100],
      ["Quality at least 0.85", "0.87", true, 13],
    ]);
  });

  it("do not exist where the gate is silent, and are not met by silence", () => {
    expect(objectivesOf(Gate.parse({ conditions: [] }), measured)).toEqual([]);
    const gate = Gate.parse({ conditions: [{ kind: "budget", latencyP95Ms: 2000 }] });
    expect(objectivesOf(gate, { ...measured, latencyP95Ms: null })).toEqual([
      { key: "latency", title: "p95 latency under 2 s", value: "—", headroom: null, isMet: null },
    ]);
  });
});

describe("the next step", () => {
  const quiet: Situation = {
    openPromotion: null,
    newer: null,
    corrections: 0,
    topReason: null,
    editRate: { now: 0.1, before: 0.1 },
    judged: 10,
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
      "people's reason is said",
      { topReason: { name: "Too formal", count: 14 }, editRate: { now: 0.31, before: 0.12 } },
      'edit rate up: 14 rejections say "too formal"',
    ],
    [
      "a rising edit rate is said",
      { editRate: { now: 0.31, before: 0.12 } },
      "edit rate up to 31 %: read the edits",
    ],
    ["corrections want a version", { corrections: 41 }, "make a version from 41 corrections"],
    ["silence is not health", { judged: 0 }, "nobody has judged an output yet"],
    ["otherwise it is healthy", {}, "healthy"],
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
    const judged = [{}, {}, { runId: newId() }, { generationId: old.id }];
    for (const [position, about] of judged.entries()) {
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
    expect(tiles.generate).toMatchObject({ calls: 10, simulated: 5, costUsd: expect.closeTo(0.02) });
    // 8 of 10 liked, 1 of 2 decisions on traffic approved; the third is a case of a run, the five others simulated.
    expect(tiles.evaluate.now).toMatchObject({ good: 9, judged: 12 });
    expect(tiles.review).toMatchObject({ decided: 3, approvalRate: 1 / 3 });
    expect(tiles.release).toMatchObject({ promotions: 1, basis: "version" });
    expect(chart.lines[0]?.points.at(-1)?.value).toBeCloseTo(0.75);
    expect(chart.marks).toMatchObject([{ label: "v1 promoted" }]);
    expect(production).toMatchObject([
      {
        versionNumber: 1,
        costPer1000Usd: expect.closeTo(2),
        carbonPer1000: expect.closeTo(40),
        kpi: { text: "72 %" },
      },
    ]);
    expect(objectives).toEqual([]);
    expect(firstSteps).toBeNull();
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
    expect(OverviewInput.parse({ days: "12", metric: "x", split: "y", promptId: "z" })).toMatchObject({
      days: 30,
      metric: "quality",
      split: "none",
      promptId: undefined,
    });
    const foreign = await readOverview(other.ctx, { promptId: served.promptId });
    expect(foreign.tiles.generate.calls).toBe(0);
    expect(foreign.production).toEqual([]);
    expect(foreign.firstSteps?.every(({ isDone }) => !isDone)).toBe(true);
    await expect(readOverview(other.asApiKey(["prompts:read"]), {})).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
