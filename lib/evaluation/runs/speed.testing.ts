import { migrate, openEmbedded, openPostgres } from "#db";
import { organisations, projects } from "#db/schema/identity";
import { getRun, startRun, workOnRun } from "#lib/evaluation";
import { systemContext } from "#lib/identity";
import { closeQueue, openQueue } from "#lib/jobs";
import { flushGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { buildBench, exactSuite } from "./fixture.testing.ts";
import { openLoopback } from "./loopback.testing.ts";

/** Prints how long a run takes against its ideal: `speed.testing.ts [cases] [ms] [atOnce] [postgres url]`. */
const [count = "1000", delay = "100", atOnce = "32", url] = process.argv.slice(2);
process.env["VALUELOOP_ALLOW_PRIVATE_URLS"] = "1";
const open = url ? await openPostgres(url) : await openEmbedded();
await migrate(open);
await openQueue(open);
const server = await openLoopback(() => ({ text: "yes", delayMs: Number(delay) }));
const [organisationId, projectId] = [newId(), newId()];
await open.db
  .insert(organisations)
  .values({ id: organisationId, slug: organisationId, name: "Organisation" });
await open.db.insert(projects).values({ id: projectId, organisationId, slug: projectId, name: "Project" });
const ctx = await systemContext(open.db, projectId);
const suite = exactSuite([
  { key: "short", name: "Short", kind: "length", config: { max: 10 } },
  { key: "words", name: "Words", kind: "contains", config: {} },
]);
const made = await buildBench(ctx, ctx, { baseUrl: server.url, examples: Number(count), suite });
const run = await startRun(ctx, {
  promptVersionId: made.versionIds[0],
  datasetVersionId: made.datasetVersionId,
  suiteVersionId: made.suiteVersionId,
  target: { connectionId: made.connectionId, model: "m" },
  concurrency: Number(atOnce),
});
const [began, cpu] = [performance.now(), process.cpuUsage()];
await workOnRun(ctx, { runId: run.id });
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
const ideal = (Math.ceil(Number(count) / Number(atOnce)) * Number(delay)) / 1000;
const { doneCases } = await getRun(ctx, { runId: run.id });
process.stdout.write(
  `${doneCases} cases in ${seconds.toFixed(2)} s; ideal ${ideal.toFixed(2)} s; ${((user + system) / 1e6).toFixed(2)} s of processor\n`,
);
await flushGenerations();
await server.close();
await closeQueue();
await open.close();
process.exit(0);
