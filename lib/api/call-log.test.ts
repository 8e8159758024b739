import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { projects } from "#db/schema/identity";
import { generationRollups, generations, spans } from "#db/schema/observability";
import { endUserHash, erasePerson, pruneAll, setRetention } from "#lib/governance";
import {
  enqueueGeneration,
  flushGenerations,
  openGenerationLog,
  recordGenerations,
} from "#lib/observability";
import { manualClock } from "#platform/clock";
import { env } from "#platform/env";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import "./every-room.ts";

// Here and not in lib/observability, since an erasure wants every room.

const root = join(env().VALUELOOP_DATA_DIR, "call-log");
let close: () => Promise<void> = async () => undefined;
let tenant: Tenant;

beforeEach(async () => {
  rmSync(root, { recursive: true, force: true });
  tenant = await createTenant();
});
afterEach(() => close());

function call(user: string, startedAt = new Date()) {
  return {
    id: newId(startedAt),
    traceId: newId().replaceAll("-", ""),
    startedAt,
    source: "api" as const,
    status: "succeeded" as const,
    provider: "p",
    model: "m",
    input: [{ role: "user", content: `I am ${user}` }],
    output: `Hello ${user}`,
    metadata: { user },
    latencyMs: 12.5,
    costUsd: 0.25,
  };
}

/** What a process on another machine left behind a while ago, in the form that docs/decisions states. */
function leaveBehind(calls: ReturnType<typeof call>[], projectId = tenant.projectId): void {
  const folder = join(root, `elsewhere-1-1-${newId().slice(-6)}`);
  mkdirSync(folder, { recursive: true });
  const lines = calls.map((generation) => {
    const span = {
      traceId: generation.traceId,
      spanId: "0123456789abcdef",
      parentSpanId: null,
      generationId: generation.id,
      name: "chat m",
      kind: "client",
      startUs: generation.startedAt.getTime() * 1_000,
      endUs: generation.startedAt.getTime() * 1_000 + 12_500,
      status: "ok",
      statusMessage: null,
      attributes: {},
      events: [],
    };
    const json = JSON.stringify({
      projectId,
      generation: { ...generation, actorKind: "api_key", actorId: null },
      endUserHash: endUserHash(projectId, String(generation.metadata.user)),
      spans: [span],
    });
    return `${crc32(json).toString(16).padStart(8, "0")} ${json}\n`;
  });
  writeFileSync(join(folder, "00000001.ndjson"), lines.join(""));
  const then = new Date(Date.now() - 120_000);
  utimesSync(folder, then, then);
}

async function start(): Promise<void> {
  await close();
  close = await openGenerationLog(tenant.open);
}

async function figures() {
  const { db } = tenant.open;
  const [rows, steps, sums] = await Promise.all([
    db.select().from(generations).where(eq(generations.projectId, tenant.projectId)),
    db.select().from(spans).where(eq(spans.projectId, tenant.projectId)),
    db.select().from(generationRollups).where(eq(generationRollups.projectId, tenant.projectId)),
  ]);
  const total = (of: (row: (typeof sums)[number]) => number) => sums.reduce((sum, row) => sum + of(row), 0);
  return {
    outputs: rows.map(({ output }) => output).toSorted(),
    spans: steps.length,
    count: total((row) => row.count),
    costUsd: total((row) => row.costUsd),
  };
}

it("a start stores what another process left, with its spans and sums, and a second time changes nothing", async () => {
  const calls = [call("anna"), call("bert"), call("clara")];
  leaveBehind(calls);
  await start();
  const expected = {
    outputs: ["Hello anna", "Hello bert", "Hello clara"],
    spans: 3,
    count: 3,
    costUsd: 0.75,
  };
  expect(await figures()).toEqual(expected);
  expect(readdirSync(root)).toEqual([]);
  leaveBehind(calls);
  await start();
  expect(await figures()).toEqual(expected);
  expect(readdirSync(root)).toEqual([]);
});

it("brings back nobody who was erased since, stored before or not, and keeps what they sent after it", async () => {
  const admin = await tenant.as("owner");
  const erasedAt = admin.clock.now().getTime();
  const before = new Date(erasedAt - 60_000);
  const stored = call("anna", before);
  await recordGenerations(admin, [stored, call("bert", before)]);
  await erasePerson(admin, { kind: "end_user", key: "anna" });
  const sums = { ...(await figures()), outputs: [], spans: 0 };
  expect(sums.count).toBe(2);
  leaveBehind([stored, call("anna", before), call("anna", new Date(erasedAt + 60_000))]);
  await start();
  expect(await figures()).toEqual({
    outputs: ["Hello anna", "Hello bert"],
    spans: 1,
    count: 3,
    costUsd: 0.75,
  });
});

it("brings back nothing that retention took", async () => {
  const admin = await tenant.as("owner");
  const old = new Date(Date.UTC(2026, 0, 5, 12));
  const now = new Date(Date.UTC(2026, 10, 20, 12));
  const stored = call("anna", old);
  await recordGenerations(admin, [stored, call("bert", now)]);
  await setRetention(admin, { kind: "observability.generations", days: 183 });
  await pruneAll(tenant.open.db, { signal: new AbortController().signal, clock: manualClock(now) });
  expect((await figures()).outputs).toEqual(["Hello bert"]);
  leaveBehind([stored, call("clara", now)]);
  await start();
  expect(await figures()).toMatchObject({ outputs: ["Hello bert", "Hello clara"], count: 3 });
});

it("a row that the database refuses takes none of the others with it", async () => {
  leaveBehind([call("anna"), { ...call("bert"), id: "no id" }, call("clara")]);
  await start();
  expect((await figures()).outputs).toEqual(["Hello anna", "Hello clara"]);
  expect(readdirSync(root)).toEqual(["refused.ndjson"]);
  expect(readFileSync(join(root, "refused.ndjson"), "utf8")).toContain("Hello bert");
});

it("keeps what belongs to another database, and stores it once a process has that one", async () => {
  const projectId = newId();
  leaveBehind([call("anna")]);
  leaveBehind([call("bert")], projectId);
  await start();
  expect((await figures()).outputs).toEqual(["Hello anna"]);
  const [kept = "", ...none] = readdirSync(join(root, "other-database"));
  expect(kept).toContain(projectId);
  expect(none).toEqual([]);
  const { db } = tenant.open;
  const [own] = await db.select().from(projects).where(eq(projects.id, tenant.projectId));
  if (!own) throw new Error("The tenant has a project.");
  await db.insert(projects).values({ ...own, id: projectId, slug: projectId, name: "Other" });
  await start();
  const stored = await db.select().from(generations).where(eq(generations.projectId, projectId));
  expect(stored.map(({ output }) => output)).toEqual(["Hello bert"]);
  expect(readdirSync(join(root, "other-database"))).toEqual([]);
});

it("what a process answers is in its log until it is stored, and its end leaves nothing", async () => {
  await start();
  await enqueueGeneration(await tenant.as("owner"), call("anna"));
  await flushGenerations();
  expect((await figures()).outputs).toEqual(["Hello anna"]);
  await close();
  close = async () => undefined;
  expect(readdirSync(root)).toEqual([]);
});
