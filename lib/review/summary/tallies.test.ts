import { expect, it } from "vitest";
import { createTenant } from "#testing";
import { newId } from "#platform/ids";
import { addTasks, correctionsOf, createQueue, decideTask, firstCorrections, listTasks } from "../index.ts";

it("corrections of a version are edits and rejections of its outputs, in a span that leaves its start out", async () => {
  const tenant = await createTenant();
  const [versionId, otherId] = [newId(), newId()];
  const { id: queueId } = await createQueue(tenant.ctx, { name: "Corrections" });
  const item = (promptVersionId: string) => ({
    inputs: { ticket: "Two fees." },
    output: "Fees are not refundable.",
    reason: "sampled" as const,
    promptVersionId,
  });
  await addTasks(tenant.ctx, {
    queueId,
    items: [item(versionId), item(versionId), item(versionId), item(otherId)],
  });
  const ana = await tenant.as("reviewer");
  const { items } = await listTasks(ana, { queueId });
  const [approved = "", first = "", second = "", other = ""] = items.map(({ id }) => id);
  const decide = async (taskId: string, correction?: string) => {
    tenant.clock.advance(60_000);
    await decideTask(
      ana,
      correction
        ? { taskId, kind: "edit", correction, decisionMs: 1000 }
        : { taskId, kind: "approve", decisionMs: 1000 },
    );
    return tenant.clock.now();
  };
  await decide(approved);
  await decide(other);
  const firstAt = await decide(first, "Fees are refunded within a week.");
  const secondAt = await decide(second, "Fees are refunded within a day.");

  const asked = { promptVersionIds: [versionId, otherId] };
  expect(await firstCorrections(tenant.ctx, asked)).toEqual(new Map([[versionId, firstAt]]));
  const of = (after: Date | null, until: Date) =>
    correctionsOf(tenant.ctx, { promptVersionId: versionId, after, until });
  expect(await of(null, secondAt)).toEqual({ count: 2, last: secondAt });
  expect(await of(firstAt, secondAt)).toEqual({ count: 1, last: secondAt });
  expect(await of(null, firstAt)).toEqual({ count: 1, last: firstAt });
  expect(await of(secondAt, secondAt)).toEqual({ count: 0, last: null });
});
