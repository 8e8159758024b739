import { beforeAll, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { generationRollups } from "#db/schema/observability";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { createTenant, type Tenant } from "#testing";
import { compareSums } from "./sums.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
  const call = (model: string, source: "api" | "run", status: "succeeded" | "failed") => ({
    traceId: newId().replaceAll("-", ""),
    startedAt: new Date("2026-05-04T03:02:01Z"),
    source,
    status,
    provider: "p",
    model,
    input: [],
    output: "",
    inputTokens: 12,
    outputTokens: 3,
    costUsd: 0.1,
    latencyMs: 5,
  });
  await recordGenerations(tenant.ctx, [
    call("a", "api", "succeeded"),
    call("a", "api", "failed"),
    call("b", "run", "succeeded"),
  ]);
});

const own = async () => {
  const { faults } = await compareSums(tenant.open.driver);
  return faults.filter((fault) => fault.includes(tenant.projectId));
};

it("finds nothing where sums and calls agree, and each figure where they do not, also where the totals do", async () => {
  expect(await own()).toEqual([]);
  const { db } = tenant.open;
  const set = (model: string, values: Partial<typeof generationRollups.$inferInsert>) =>
    db.update(generationRollups).set(values).where(eq(generationRollups.model, model));
  await set("a", { count: 1 });
  await set("b", { count: 2 });
  expect(await own()).toEqual([
    expect.stringMatching(/say count 1 and the calls 2 of .* p\/a {2}api$/),
    expect.stringMatching(/say count 2 and the calls 1 of .* p\/b {2}run$/),
  ]);
  await set("a", { count: 2 });
  await set("b", { count: 1, inputTokens: 13, costUsd: 0.2 });
  expect(await own()).toEqual([
    expect.stringContaining("say cost 0.2 and the calls 0.1"),
    expect.stringContaining("say input tokens 13 and the calls 12"),
  ]);
});
