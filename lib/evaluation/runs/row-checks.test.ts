import { expect, it } from "vitest";
import { createTenant, testDatabase } from "#testing";
import { buildBenchmark, buildPrompt, buildRun } from "#testing/releases";

// On a server this is autovacuum's work.
it.skipIf(process.env["TEST_DATABASE_URL"])(
  "what a score belongs to is looked up by its id, however many cases the project has",
  async () => {
    const tenant = await createTenant();
    const { driver } = await testDatabase();
    const { promptId, v1 } = await buildPrompt(tenant, ["one"]);
    const benchmark = await buildBenchmark(tenant, 100);
    const passes = Array.from({ length: 100 }, () => true);
    const run = () => buildRun(tenant, benchmark, { promptId, versionId: v1, passes });
    for (let count = 0; count < 3; count += 1) await run();
    await driver.upkeep?.();
    await driver.exec("select pg_stat_reset()");
    await run();
    await driver.exec("select pg_stat_force_next_flush()");
    const { rows } = await driver.query(
      "select sum(idx_tup_read)::int as read from pg_stat_user_indexes where relname = 'cases'",
      [],
    );
    // Two scores a case and some reads of the run; planned on the empty table, it would be all 400 cases for each score.
    expect(Number(rows[0]?.["read"])).toBeLessThan(1_000);
  },
);
