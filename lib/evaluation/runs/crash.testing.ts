import { sql } from "drizzle-orm";
import { migrate, openEmbedded, openPostgres } from "#db";
import { organisations, projects } from "#db/schema/identity";
import { startRun } from "#lib/evaluation";
import { resumeRuns } from "./job.ts";
import { systemContext } from "#lib/identity";
import { closeQueue, drainJobs, openQueue } from "#lib/jobs";
import { flushGenerations, openGenerationLog } from "#lib/observability";
import { newId } from "#platform/ids";
import { buildBench } from "./fixture.testing.ts";

/**
 * A process of its own for the crash test. `start <database> <baseUrl> <cases>` makes a run and works on it,
 * `resume <database>` goes on with what a killed one left. The database is a PostgreSQL URL or a folder.
 */
const [what, where = "", baseUrl = "", examples = "0"] = process.argv.slice(2);
const open = where.startsWith("postgres") ? await openPostgres(where, 4) : await openEmbedded(where);
await migrate(open);
await openQueue(open);
const closeLog = await openGenerationLog(open);
if (what === "start") {
  const [organisationId, projectId] = [newId(), newId()];
  await open.db
    .insert(organisations)
    .values({ id: organisationId, slug: organisationId, name: "Organisation" });
  await open.db.insert(projects).values({ id: projectId, organisationId, slug: projectId, name: "Project" });
  const ctx = await systemContext(open.db, projectId);
  const made = await buildBench(ctx, ctx, { baseUrl, examples: Number(examples) });
  await startRun(ctx, {
    promptVersionId: made.versionIds[0],
    datasetVersionId: made.datasetVersionId,
    suiteVersionId: made.suiteVersionId,
    target: { connectionId: made.connectionId, model: "m" },
    concurrency: 6,
  });
  await drainJobs();
} else {
  // The lease of the killed process would run out in half a minute; the test does not wait for it.
  await open.db.execute(
    sql`update cases set leased_until = now() - interval '1 second' where status = 'running'`,
  );
  await resumeRuns(open, { isStart: true });
}
await flushGenerations();
await closeLog();
await closeQueue();
await open.close();
process.exit(0);
