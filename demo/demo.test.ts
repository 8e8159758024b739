import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import type { OpenDatabase } from "#db";
import { testDatabase } from "#testing";
import { demoPeople, contextForUser, type Context } from "#lib/identity";
import { generate } from "#lib/generation";
import { verifyAudit } from "#lib/governance";
import { flushGenerations, getGeneration, getTrace, listGenerations } from "#lib/observability";
import { getPromotion, listPromotions, projectAuditChecks } from "#lib/releases";
import { listQueues } from "#lib/review";
import { systemClock } from "#platform/clock";
import { keptSecret } from "#platform/crypto";
import { isDemoSeeded, seedDemo } from "./demo.ts";
import { readSamples } from "./content/samples.ts";
import "../server/jobs.ts";

let open: OpenDatabase;
let owner: Context;

/** In `verify` the journeys begin with this seed (e2e/serve.ts), so that the month is lived through once a database. */
async function keepSeed(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const dump = await open.driver.dump?.();
  if (!dump) throw new Error("Only the embedded database is kept for the journeys.");
  writeFileSync(join(folder, "database.tar"), Buffer.from(await dump.arrayBuffer()));
  writeFileSync(join(folder, "encryption.key"), keptSecret("encryption.key"), { mode: 0o600 });
}

beforeAll(async () => {
  open = await testDatabase();
  await seedDemo(open);
  if (process.env["VALUELOOP_KEEP_SEED"]) await keepSeed(process.env["VALUELOOP_KEEP_SEED"]);
  const { email } = demoPeople.find(({ key }) => key === "owner") ?? { email: "" };
  const [user] = await rows<{ id: string }>("select id from users where email = $1", [email]);
  const found = await contextForUser(open.db, { userId: user?.id ?? "", projectSlug: "customer-support" });
  owner = found.ctx;
}, 600_000);

async function rows<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  const { rows: found } = await open.driver.query(text, values);
  // Each query names its columns.
  return found as Row[];
}

async function count(text: string): Promise<number> {
  const [row] = await rows<{ count: string }>(`select count(*) as count from ${text}`);
  return Number(row?.count);
}

it("is there, and the clock is back in the present", async () => {
  expect(await isDemoSeeded(open.db)).toBe(true);
  expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(1_000);
});

it("writes audit events in the order in which they happened, none in the future, in chains that hold", async () => {
  const ordered = `(select at, lag(at) over (partition by chain_id order by seq) as before from audit_events) as events`;
  expect(await count("audit_events")).toBeGreaterThan(500);
  expect(await count(`${ordered} where at < before`)).toBe(0);
  expect(await count(`audit_events where at > now()`)).toBe(0);
  expect(await verifyAudit(owner, {}, projectAuditChecks)).toMatchObject({ isIntact: true, problems: [] });
});

it("keeps everything that people did before now, and feedback after what it is about", async () => {
  for (const [table, column] of [
    ["generations", "started_at"],
    ["feedback", "created_at"],
    ["kpi_values", "at"],
    ["decisions", "created_at"],
    ["tasks", "created_at"],
    ["promotions", "created_at"],
  ])
    expect(await count(`${table} where ${column} > now()`), table).toBe(0);
  const early = `feedback f join generations g on g.id = f.generation_id where f.created_at < g.started_at`;
  expect(await count(early)).toBe(0);
  expect(await count(`members where created_at > now() - interval '40 days'`)).toBe(0);
  expect(await count(`api_keys where created_at > now() - interval '40 days'`)).toBe(0);
});

it("marks all of the month's traffic as demo data, with the prompts of the versions that served", async () => {
  expect(await count(`generations where source = 'api' and not is_demo`)).toBe(0);
  expect(await count(`feedback where not is_demo`)).toBe(0);
  const calls = await count(`generations where source = 'api'`);
  expect(calls).toBeGreaterThan(2_400);
  expect(calls).toBeLessThan(3_500);
  expect(await count(`generations where source = 'api' and output like '%recorded answer%'`)).toBe(0);
  expect(await count(`generations where source = 'api' and input::text like '%{{%'`)).toBe(0);
  expect(await count(`generations where source = 'api' and status = 'succeeded' and output = ''`)).toBe(0);
  const failed = await count(`generations where source = 'api' and status = 'failed'`);
  expect(failed / calls).toBeLessThan(0.02);
});

it("keeps spans of every call, under the names that a call made by the studio has", async () => {
  const names = async (source: string, list = "s.name") =>
    (
      await rows<{ name: string }>(
        `select distinct ${list} as name from generations g join spans s on s.generation_id = g.id and s.project_id = g.project_id and s.trace_id = g.trace_id
         left join lateral jsonb_object_keys(s.attributes) key on true
         where g.source = $1 and g.status = 'succeeded' and g.prompt_path = 'support/triage'
         and ${list} is not null and ${list} <> 'valueloop.retry'`,
        [source],
      )
    )
      .map(({ name }) => name)
      .filter((name) => !/^(?:valueloop\.)?error\./.test(name))
      .toSorted();
  expect(await names("api")).toEqual(await names("run"));
  expect(await names("api", "key")).toEqual(await names("run", "key"));
  expect(
    await count(
      `generations g where source = 'api' and not exists
         (select from spans s where s.project_id = g.project_id and s.trace_id = g.trace_id and s.generation_id = g.id)`,
    ),
  ).toBe(0);
  const { items } = await listGenerations(owner, { source: "api", status: "succeeded", limit: 5 });
  for (const { id, traceId, latencyMs } of items) {
    const trace = await getTrace(owner, { traceId });
    expect(trace.roots).toHaveLength(1);
    expect(trace.roots[0]?.children.length).toBeGreaterThanOrEqual(3);
    expect(trace.durationMs).toBeCloseTo(latencyMs, 0);
    expect((await getGeneration(owner, { generationId: id })).metadata).toMatchObject({
      channel: expect.any(String),
      locale: expect.any(String),
    });
  }
});

it("says more and better things about newer versions", async () => {
  const found = await rows<{ path: string; first: number; last: number; words: number }>(
    `select prompt_path as path,
       avg(score) filter (where prompt_version_number = oldest)::float as first,
       avg(score) filter (where prompt_version_number = newest)::float as last,
       avg((comment <> '')::int)::float as words
     from (select *, min(prompt_version_number) over (partition by prompt_path) as oldest,
       max(prompt_version_number) over (partition by prompt_path) as newest from feedback) as f
     group by prompt_path`,
  );
  expect(found).toHaveLength(6);
  for (const { path, first, last } of found) expect(last, path).toBeGreaterThan(first - 0.1);
  const triage = found.find(({ path }) => path === "support/triage");
  expect(triage?.last).toBeGreaterThan(triage?.first ?? 1);
  const words = await count(`feedback where comment <> ''`);
  expect(words / (await count("feedback"))).toBeGreaterThan(0.15);
});

it("has people's verdicts on most prompts in production, and tasks that wait in each queue", async () => {
  const decided = await rows<{ path: string; decided: number; edited: number }>(
    `select t.prompt_path as path, count(*)::int as decided, (count(*) filter (where d.kind = 'edit'))::int as edited
     from decisions d join tasks t on t.id = d.task_id group by 1 having count(*) >= 5`,
  );
  expect(decided.length).toBeGreaterThanOrEqual(4);
  expect(decided.find(({ path }) => path === "support/reply")?.edited).toBeGreaterThan(3);
  const queues = await listQueues(owner);
  expect(queues.filter(({ name }) => /weekly sample/.test(name))).toHaveLength(1);
  // The comparison sends its cases to the first queue by name.
  expect(queues[0]?.name).toBe("Triage, weekly sample");
  expect(queues.map(({ progress }) => progress.waiting)).toEqual([7, 5, 7, 2]);
});

it("promotes nothing that its gate did not let pass, on evidence that says what it was", async () => {
  const { items } = await listPromotions(owner, { status: "promoted", limit: 50 });
  const triage = items.filter(({ promptPath }) => promptPath === "support/triage");
  expect(triage).toHaveLength(5);
  for (const { number, fromVersionNumber } of triage) {
    const { gate } = await getPromotion(owner, { number });
    expect(gate.status).toBe("met");
    expect(gate.conditions.map(({ kind }) => kind)).toContain("suite_passed");
    expect(gate.runs.candidate).toMatchObject({ failed: 0, unjudged: 0, model: "gpt-4o-mini" });
    const { candidate, baseline } = gate.runs;
    expect(baseline === null).toBe(fromVersionNumber === null);
    if (baseline) expect(baseline.datasetVersionId).toBe(candidate?.datasetVersionId);
    expect(gate.conditions[0]?.sentence).toMatch(
      /\d+ judged (pairs|cases), gpt-4o-mini on tickets@\d+ with triage-quality@1(, the prompt's benchmark)?; run \d+/,
    );
  }
});

it("has authored enough to choose from, each with a weak answer that differs from the good one", () => {
  const enough = {
    "support/triage": 70,
    "support/reply": 75,
    "support/summary": 16,
    "billing/dispute": 14,
    "kb/answer": 20,
    "support/tone": 14,
  };
  const samples = readSamples();
  for (const [path, least] of Object.entries(enough)) {
    const own = samples[path] ?? [];
    expect(own.length, path).toBeGreaterThanOrEqual(least);
    for (const { good, poor } of own) expect(poor).not.toBe(good);
  }
});

it("has prompts that can be called as they were released, by nothing but their name", async () => {
  const paths = await rows<{ path: string }>(
    `select p.path from prompts p join labels l on l.prompt_id = p.id and l.name = 'production'`,
  );
  expect(paths).toHaveLength(6);
  for (const { path } of paths) {
    const [sample] = readSamples()[path] ?? [];
    const generation = await generate(owner, {
      source: "api",
      prompt: { promptPath: path, label: "production", variables: sample?.variables ?? {} },
    });
    expect(generation, path).toMatchObject({ status: "succeeded", model: "gpt-4o-mini", isSimulated: true });
  }
  await flushGenerations();
});
