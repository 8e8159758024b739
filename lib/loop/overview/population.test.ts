import { rowsOf } from "#db";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { Tenant } from "#testing";
import { countFeedback, kpiFigure, listFeedback } from "#lib/feedback";
import { callsByVersion, countGenerations, usageSummary } from "#lib/observability";
import { exploreDecisions, listDecisions, listExplored, reviewSummary } from "#lib/review";
import { newId } from "#platform/ids";
import { readScope, scopeOf } from "#client/observability";
import { quantile } from "#statistics";
import { listPromotions } from "#lib/releases";
import type { buildPrompt } from "#testing/releases";
import { seedPopulation } from "./population.testing.ts";
import { readOverview } from "./read.ts";
import { qualityFigure } from "./verdicts.ts";

const dayMs = 86_400_000;
let tenant: Tenant;
let prompt: Awaited<ReturnType<typeof buildPrompt>>;
let other: typeof prompt;

beforeAll(async () => {
  ({ tenant, prompt, other } = await seedPopulation());
}, 120_000);

const searches: [string, Record<string, string>][] = [
  ["the usual", {}],
  ["7 days", { days: "7" }],
  ["90 days", { days: "90" }],
  ["one day", { from: "2026-12-30", to: "2026-12-31" }],
  ["an hour", { from: "2026-12-30T10:00:00Z", to: "2026-12-30T23:59:59.999Z" }],
  ["every source and environment", { environment: "any", source: "any", days: "90" }],
  ["the playground", { environment: "any", source: "playground", days: "90" }],
  ["runs and judges, by no label", { environment: "none", source: "run,judge", days: "90" }],
  ["staging", { environment: "staging" }],
];

type Row = Record<string, number | string | boolean | null>;

/** Rows by plain SQL, in the words of the address only. */
async function rawRows(select: string, search: Record<string, string>, at: string): Promise<Row[]> {
  const { from, to } = scopeOf(readScope(search), tenant.clock.now());
  const environment = search["environment"] ?? "production";
  const sources = (search["source"] ?? "api").split(",");
  const parts = [
    sql`g.project_id = ${tenant.projectId}`,
    sql`not g.is_simulated`,
    sql`${sql.raw(at)} >= ${from.toISOString()}::timestamptz and ${sql.raw(at)} < ${to.toISOString()}::timestamptz`,
    ...(environment === "any"
      ? []
      : [environment === "none" ? sql`g.label is null` : sql`g.label = ${environment}`]),
    ...(sources[0] === "any"
      ? []
      : [
          sql`g.source in (${sql.join(
            sources.map((each) => sql`${each}`),
            sql`, `,
          )})`,
        ]),
  ];
  return rowsOf(await tenant.ctx.db.execute(sql`${sql.raw(select)} where ${sql.join(parts, sql` and `)}`));
}

const callRows = (search: Record<string, string>) =>
  rawRows("select g.* from generations g", search, "g.started_at");
const decisionRows = (search: Record<string, string>) =>
  rawRows(
    "select d.kind, t.prompt_id, t.prompt_version_id, g.model, g.source from decisions d join tasks t on t.id = d.task_id join generations g on g.id = t.generation_id",
    search,
    "d.created_at",
  );
const scoreRows = (search: Record<string, string>) =>
  rawRows(
    "select f.score, f.prompt_id, f.prompt_version_id, g.model, g.source from feedback f join generations g on g.id = f.generation_id",
    search,
    "f.created_at",
  );

describe.each(searches)("in the scope of %s", (_name, search) => {
  it("overview, metrics, traffic and its list count the same calls", async () => {
    const rows = await callRows(search);
    const scope = scopeOf(readScope(search), tenant.clock.now());
    const { tiles } = await readOverview(tenant.ctx, search);
    const metrics = await usageSummary(tenant.ctx, scope);
    expect(tiles.generate).toMatchObject(metrics);
    const priced = rows.filter((row) => row["cost_usd"] !== null);
    const answered = rows
      .filter((row) => row["status"] === "succeeded")
      .map((row) => Number(row["latency_ms"]));
    expect(metrics).toMatchObject({
      count: rows.length,
      failed: rows.length - answered.length,
      priced: priced.length,
      costUsd: expect.closeTo(
        priced.reduce((sum, row) => sum + Number(row["cost_usd"]), 0),
        9,
      ),
    });
    if (answered.length === 0) expect(metrics.latencyP95Ms).toBeNull();
    else {
      const p95 = quantile(answered, 0.95);
      expect(Math.abs((metrics.latencyP95Ms ?? 0) - p95) / p95).toBeLessThanOrEqual(
        metrics.latencyError + 1e-12,
      );
      expect(metrics.latencyError > 0).toBe(answered.length > 300);
    }
    expect((await countGenerations(tenant.ctx, { ...scope, simulated: false })).count).toBe(rows.length);
  });

  it("overview, judged outputs, decisions and feedback count the same verdicts", async () => {
    const [decided, said] = [await decisionRows(search), await scoreRows(search)];
    const scored = said.filter((row) => row["score"] !== null);
    const good =
      decided.filter((row) => row["kind"] === "approve").length +
      scored.filter((row) => Number(row["score"]) >= 0.5).length;
    const scope = scopeOf(readScope(search), tenant.clock.now());
    const { tiles, against } = await readOverview(tenant.ctx, search);
    expect(tiles.evaluate.now).toMatchObject({ good, judged: decided.length + scored.length });
    expect(await qualityFigure(tenant.ctx, scope)).toEqual({
      quality: tiles.evaluate.now,
      decided: decided.length,
      scored: scored.length,
    });
    expect(tiles.review.now.judged).toBe(decided.length);
    const { from, to } = against.scope;
    const before = { ...search, from: from.toISOString(), to: to.toISOString() };
    const [earlier, saidEarlier] = [await decisionRows(before), await scoreRows(before)];
    expect(tiles.review.before).toMatchObject({
      judged: earlier.length,
      good: earlier.filter((row) => row["kind"] === "approve").length,
    });
    expect(tiles.evaluate.before.judged).toBe(
      earlier.length + saidEarlier.filter((row) => row["score"] !== null).length,
    );
    expect(tiles.generate.callsBefore).toBe((await callRows(before)).length);
    const review = await reviewSummary(tenant.ctx, { ...scope, withoutSimulated: true });
    for (const [kind, count] of [
      ["approve", review.approved],
      ["edit", review.edited],
      ["reject", review.rejected],
    ] as const)
      expect(decided.filter((row) => row["kind"] === kind)).toHaveLength(count);
    const span = { ...scope, safetyOnly: true };
    expect((await exploreDecisions(tenant.ctx, span)).listed).toBe(review.safetyRejected);
    expect((await listExplored(tenant.ctx, { ...span, limit: 200 })).items).toHaveLength(
      review.safetyRejected,
    );
    // What "make a version from 5 corrections" opens.
    const corrected = { ...scope, kind: "not_approved" as const };
    expect((await exploreDecisions(tenant.ctx, corrected)).listed).toBe(review.edited + review.rejected);
    expect((await listExplored(tenant.ctx, { ...corrected, limit: 200 })).items).toHaveLength(
      review.edited + review.rejected,
    );
    const listed = await listDecisions(tenant.ctx, {
      ...scope,
      withoutSimulated: true,
      outcomesOnly: true,
      limit: 200,
    });
    expect(listed.items.length).toBe(decided.length);
    const feedbackList = { ...scope, simulated: false };
    expect(await countFeedback(tenant.ctx, feedbackList)).toBe(said.length);
    expect(await countFeedback(tenant.ctx, { ...feedbackList, which: "scored" })).toBe(scored.length);
    expect((await listFeedback(tenant.ctx, { ...feedbackList, limit: 200 })).items).toHaveLength(said.length);
  });

  it("a row of production is of the served version only, and has as many rows behind it", async () => {
    if (search["environment"] || search["source"]) return;
    const { production, against } = await readOverview(tenant.ctx, search);
    const [row] = production;
    expect(row).toMatchObject({ versionId: prompt.v2, versionNumber: 2 });
    const own = (rows: Row[]) => rows.filter((each) => each["prompt_version_id"] === prompt.v2);
    const scored = own(await scoreRows(search)).filter((each) => each["score"] !== null);
    const decided = own(await decisionRows(search));
    expect(row?.usage.count).toBe(own(await callRows(search)).length);
    expect(row?.quality.now.judged).toBe(decided.length + scored.length);
    expect(row?.edited).toMatchObject({
      judged: decided.length,
      good: decided.filter((each) => each["kind"] === "edit").length,
    });
    // What it is compared with is the same prompt, whichever version it was served by then.
    const { from, to } = against.scope;
    const before = { ...search, from: from.toISOString(), to: to.toISOString() };
    const earlier = [...(await decisionRows(before)), ...(await scoreRows(before))].filter(
      (each) => each["prompt_id"] === prompt.promptId && each["score"] !== null,
    );
    expect(row?.quality.before.judged).toBe(earlier.length);
  });
});

const columns = { prompt: "prompt_id", version: "prompt_version_id", model: "model", source: "source" };

/** The values a figure is the mean of, by plain SQL. */
async function valuesOf(
  metric: string,
  search: Record<string, string>,
): Promise<{ row: Row; value: number }[]> {
  if (metric === "cost")
    return (await callRows(search))
      .filter((row) => row["cost_usd"] !== null)
      .map((row) => ({ row, value: 1_000 * Number(row["cost_usd"]) }));
  const decided = await decisionRows(search);
  if (metric === "edit") return decided.map((row) => ({ row, value: row["kind"] === "edit" ? 1 : 0 }));
  const said = (await scoreRows(search)).filter((row) => row["score"] !== null);
  return [
    ...decided.map((row) => ({ row, value: row["kind"] === "approve" ? 1 : 0 })),
    ...said.map((row) => ({ row, value: Number(row["score"]) >= 0.5 ? 1 : 0 })),
  ];
}

const meanOf = (values: readonly { value: number }[]) =>
  values.reduce((sum, { value }) => sum + value, 0) / values.length;

const wide = { source: "any", environment: "any" };

describe.each<[string, Record<string, string>, Record<string, string>]>([
  ["the span before", { days: "20", ...wide }, { from: "2026-11-29", to: "2026-12-19", ...wide }],
  [
    "staging",
    { days: "45", source: "any", against: "environment:staging" },
    { days: "45", source: "any", environment: "staging" },
  ],
  [
    "the version before",
    { days: "45", ...wide, against: "version" },
    { from: "2026-10-10", to: "2027-01-08", ...wide },
  ],
])("where the change against %s comes from", (name, asked, other) => {
  it.each(["quality", "edit", "cost"] as const)(
    "%s: has the rows of SQL, adds up, and opens as many",
    async (metric) => {
      const isVersion = name === "the version before";
      const search = isVersion ? { ...asked, version: prompt.v2, prompt: prompt.promptId } : asked;
      const own = (rows: { row: Row; value: number }[], version: string | undefined) =>
        isVersion ? rows.filter(({ row }) => row["prompt_version_id"] === version) : rows;
      const now = own(await valuesOf(metric, asked), prompt.v2);
      const before = own(await valuesOf(metric, other), prompt.v1);
      for (const by of ["prompt", "version", "model", "source"] as const) {
        const { parts, tiles, against } = await readOverview(tenant.ctx, { ...search, metric, by });
        if (!parts.isShown) throw new Error(parts.why);
        expect([parts.n, parts.nBefore]).toEqual([now.length, before.length]);
        const change = meanOf(now) - meanOf(before);
        expect(parts.change.value).toBeCloseTo(change, 9);
        expect(parts.rows.reduce((sum, { total }) => sum + total.value, 0)).toBeCloseTo(change, 9);
        expect(parts.within.value + parts.mix.value + parts.apart.value).toBeCloseTo(change, 9);
        if (metric === "quality")
          expect((tiles.evaluate.now.value ?? 0) - (tiles.evaluate.before.value ?? 0)).toBeCloseTo(change, 9);
        for (const row of parts.rows) {
          const of = (values: typeof now) => values.filter((each) => each.row[columns[by]] === row.key);
          expect([row.n, row.nBefore], row.label).toEqual([of(now).length, of(before).length]);
          if (row.within)
            expect((meanOf(of(now)) - meanOf(of(before))) * row.within.value).toBeGreaterThanOrEqual(0);
          if (row.key === null) continue;
          expect(row.total.low).toBeLessThan(row.total.high);
          const scope = scopeOf(readScope(search), tenant.clock.now());
          for (const [n, base] of [
            [row.n, scope],
            [row.nBefore, against.scope],
          ] as const)
            // A part of only one side opens the rows of that side.
            if (n > 0) expect(await countListed(metric, { ...base, ...narrowedTo(by, row.key) })).toBe(n);
        }
      }
    },
  );
});

function narrowedTo(by: keyof typeof columns, key: string) {
  return { [{ prompt: "promptId", version: "promptVersionId", model: "model", source: "source" }[by]]: key };
}

/** How many rows the list has that a part's number opens. */
async function countListed(
  metric: "quality" | "edit" | "cost",
  scope: ReturnType<typeof scopeOf>,
): Promise<number> {
  if (metric === "cost")
    return (await countGenerations(tenant.ctx, { ...scope, simulated: false, known: "cost" })).count;
  const { items } = await listDecisions(tenant.ctx, {
    ...scope,
    withoutSimulated: true,
    outcomesOnly: true,
    limit: 200,
  });
  if (metric === "edit") return items.length;
  const scored = await countFeedback(tenant.ctx, { ...scope, simulated: false, which: "scored" });
  const { quality, decided } = await qualityFigure(tenant.ctx, scope);
  expect([quality.judged, decided]).toEqual([items.length + scored, items.length]);
  return quality.judged;
}

it("shows no parts of a percentile, nor of too few", async () => {
  for (const search of [
    { metric: "latency" },
    { from: "2026-12-30", to: "2026-12-31" },
    { metric: "kpi" },
  ] as const)
    expect((await readOverview(tenant.ctx, search)).parts).toMatchObject({
      isShown: false,
      why: expect.any(String),
    });
});

it("falls back to the span before where the address asks for what is not there", async () => {
  for (const against of ["version", "environment:moon", "environment:production"])
    expect((await readOverview(tenant.ctx, { against })).against).toMatchObject({
      kind: "span",
      words: "the 30 days before",
    });
});

it("says what it compares with, and how the address opens that", async () => {
  const compared = async (search: Record<string, string>) => {
    const { against, from, to, tiles } = await readOverview(tenant.ctx, search);
    return { against, from, to, days: tiles.generate.daysBefore.all };
  };
  expect((await compared({ days: "1" })).against).toMatchObject({ kind: "span", words: "the day before" });
  expect(await compared({ days: "7" })).toMatchObject({ against: { words: "the 7 days before" }, days: 7 });
  const staging = await compared({ against: "environment:staging" });
  expect(staging.against).toMatchObject({
    kind: "environment",
    words: "staging",
    where: "staging in this span",
    scope: { environment: "staging", from: staging.from, to: staging.to },
    change: { environment: "staging" },
  });
  const search = { prompt: prompt.promptId, version: prompt.v2, against: "version", days: "7" };
  const version = await compared(search);
  const from = new Date(version.from.getTime() - 7 * dayMs);
  expect(version.days).toBe(14);
  expect(version.against).toMatchObject({
    kind: "version",
    words: "v1",
    where: "v1 in this span and the one before",
    scope: { promptVersionId: prompt.v1, from, to: version.to },
    change: { version: prompt.v1, from, to: version.to },
  });
  // The first version has none before it; an unknown one none at all.
  for (const other of [prompt.v1, newId()])
    expect((await compared({ ...search, version: other })).against.kind).toBe("span");
});

it("serves an environment's prompts, those of production where the scope names none", async () => {
  const read = async (search: Record<string, string>) => {
    const { environment, production, productionCount, objectives } = await readOverview(tenant.ctx, search);
    return [environment, production.map(({ versionId }) => versionId), productionCount, objectives.length];
  };
  for (const environment of ["production", "any", "none"])
    expect(await read({ environment })).toEqual(["production", [prompt.v2], 1, 0]);
  expect(await read({ environment: "staging" })).toEqual(["staging", [], 0, 0]);
  expect(await read({ prompt: prompt.promptId })).toEqual(["production", [prompt.v2], 1, 0]);
  expect(await read({ prompt: other.promptId })).toEqual(["production", [], 0, 0]);
  expect(await read({ version: prompt.v1 })).toEqual(["production", [], 0, 0]);
  const { scopes } = await readOverview(tenant.ctx, { prompt: other.promptId });
  const everything = { source: "any", environment: "any" };
  const own = (await callRows(everything)).filter((row) => row["prompt_id"] === other.promptId);
  const counted = scopes.filter(({ isSimulated }) => !isSimulated);
  expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(own.length);
});

it("refuses the quality of a model whose name is longer than any", async () => {
  const scope = scopeOf(readScope({}), tenant.clock.now());
  await expect(qualityFigure(tenant.ctx, { ...scope, model: "m".repeat(200) })).resolves.toMatchObject({
    decided: 0,
  });
  await expect(qualityFigure(tenant.ctx, { ...scope, model: "m".repeat(201) })).rejects.toThrow();
});

it("counts the KPI values of a scope's calls and those that name no call", async () => {
  const scope = scopeOf(readScope({}), tenant.clock.now());
  const found = await tenant.ctx.db.execute(sql`
    select count(*)::int as n, sum(k.sum) as good from kpi_values k left join generations g on g.id = k.generation_id
    where k.project_id = ${tenant.projectId} and k.at >= ${scope.from.toISOString()}::timestamptz and k.at < ${scope.to.toISOString()}::timestamptz
    and (g.id is null or (g.label = 'production' and g.source = 'api' and not g.is_simulated))`);
  const [row] = rowsOf<{ n: number; good: number }>(found);
  const figure = await kpiFigure(tenant.ctx, { key: "solved", ...scope });
  expect(figure).toMatchObject({
    records: row?.n,
    value: expect.closeTo(Number(row?.good) / Number(row?.n), 12),
  });
  const { kpi } = await readOverview(tenant.ctx, { metric: "kpi" });
  expect(kpi).toMatchObject({
    value: figure.value,
    low: figure.low,
    high: figure.high,
    weight: figure.weight,
  });
});

it("opens as many promotions as it counts", async () => {
  for (const search of [{}, { days: "90" }, { days: "7" }]) {
    const { tiles, from, to } = await readOverview(tenant.ctx, search);
    const { items } = await listPromotions(tenant.ctx, {
      environment: "production",
      status: "promoted",
      kind: "promotion",
      from,
      to,
    });
    expect(items).toHaveLength(tiles.release.promotions);
  }
  expect((await readOverview(tenant.ctx, { days: "90" })).tiles.release.promotions).toBe(2);
});

it.each([{}, { days: "7" }, { days: "90" }, { source: "any", environment: "any" }])(
  "counts a version's calls in the scope %j as the raw rows do",
  async (search) => {
    const scope = scopeOf(readScope(search), tenant.clock.now());
    const label = "environment" in search ? sql`true` : sql`g.label = 'production'`;
    const source = "source" in search ? sql`true` : sql`g.source = 'api'`;
    const found = await tenant.ctx.db.execute(sql`
      select coalesce(g.prompt_version_id::text, '') as key, count(*)::int as calls from generations g
      where g.project_id = ${tenant.projectId} and g.started_at >= ${scope.from.toISOString()}::timestamptz
      and g.started_at < ${scope.to.toISOString()}::timestamptz and ${label} and ${source} and not g.is_simulated group by 1`);
    const raw = new Map(rowsOf<{ key: string; calls: number }>(found).map(({ key, calls }) => [key, calls]));
    const calls = await callsByVersion(tenant.ctx, scope);
    expect(raw.size).toBeGreaterThan(0);
    for (const [key, count] of raw) if (key !== "") expect(calls.get(key)).toBe(count);
    expect([...calls.values()].reduce((sum, more) => sum + more, 0)).toBe(
      [...raw.values()].reduce((sum, more) => sum + more, 0),
    );
  },
);
