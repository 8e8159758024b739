import { expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import { recordGenerations } from "#lib/observability";
import { newId } from "#platform/ids";
import { firstComplaints, recordFeedback } from "../index.ts";

async function scored(
  tenant: Tenant,
  promptVersionId: string,
  score: number,
  isSimulated = false,
): Promise<Date> {
  const [generation] = await recordGenerations(tenant.ctx, [
    {
      traceId: newId().replaceAll("-", ""),
      startedAt: tenant.clock.now(),
      source: "api",
      status: "succeeded",
      provider: "test",
      model: "test-model",
      input: [],
      output: "On its way.",
      latencyMs: 120,
      promptId: newId(),
      promptPath: "support/reply",
      promptVersionId,
      promptVersionNumber: 1,
      isSimulated,
    },
  ]);
  tenant.clock.advance(60_000);
  await recordFeedback(tenant.ctx, { generationId: generation?.id ?? "", kind: "rating", score });
  return tenant.clock.now();
}

it("the first complaint of a version is its earliest score below a half of a call that was no simulation, whatever was said of others", async () => {
  const tenant = await createTenant();
  const [bad, liked, unasked] = [newId(), newId(), newId()];
  await scored(tenant, bad, 0.9);
  await scored(tenant, bad, 0.5);
  await scored(tenant, unasked, 0);
  await scored(tenant, bad, 0, true);
  const first = await scored(tenant, bad, 0.49);
  await scored(tenant, bad, 0);
  await scored(tenant, liked, 0.5);
  expect(await firstComplaints(tenant.ctx, { promptVersionIds: [bad, liked] })).toEqual(
    new Map([[bad, first]]),
  );
  expect(await firstComplaints(tenant.ctx, { promptVersionIds: [] })).toEqual(new Map());
});

it("a complaint in another project is none here", async () => {
  const [tenant, other] = [await createTenant(), await createTenant()];
  const versionId = newId();
  await scored(other, versionId, 0);
  expect(await firstComplaints(tenant.ctx, { promptVersionIds: [versionId] })).toEqual(new Map());
});
