import { expect, it } from "vitest";
import { enqueueGeneration, flushGenerations, listGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import { closeTestDatabase } from "./database.ts";

const call = ({ ctx }: Tenant) =>
  enqueueGeneration(ctx, {
    traceId: newId().replaceAll("-", ""),
    startedAt: ctx.clock.now(),
    source: "api",
    status: "succeeded",
    provider: "p",
    model: "m",
    input: [],
    output: "one",
    latencyMs: 1,
  } as unknown as Parameters<typeof enqueueGeneration>[1]);

it("what a test file left to be stored holds up none of the next one in its process", async () => {
  await call(await createTenant());
  await closeTestDatabase();
  const next = await createTenant();
  await call(next);
  await flushGenerations();
  expect((await listGenerations(next.ctx, {})).items).toHaveLength(1);
});
