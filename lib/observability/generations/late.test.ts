import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { generations } from "#db/schema/observability";
import { newId } from "#platform/ids";
import { createTenant } from "#testing";
import type { Generation } from "./schema.ts";
import { absent } from "./absent.ts";
import type { StorableGeneration } from "./storable.ts";
import { makeWriter } from "./writer.ts";

it("stores what waited of projects that are there, and makes no rows of one that is not", async () => {
  const { open, projectId } = await createTenant();
  const gone = newId();
  const call = (of: string): StorableGeneration => {
    const known = {
      id: newId(),
      traceId: newId().replaceAll("-", ""),
      startedAt: new Date(),
      output: "late",
    };
    const what = { source: "api", status: "succeeded", provider: "p", model: "m", input: [], latencyMs: 1 };
    const generation = { ...absent, ...known, ...what, actorKind: "system", actorId: null };
    return { projectId: of, generation: generation as unknown as Generation, spans: [] };
  };
  const writer = makeWriter({ flushMs: 1, lateMs: -1 });
  for (const of of [projectId, gone, projectId]) await writer.add(open.db, call(of));
  await writer.flush();
  const rows = (of: string) => open.db.$count(generations, eq(generations.projectId, of));
  expect([await rows(projectId), await rows(gone)]).toEqual([2, 0]);
});
