import { expect, it } from "vitest";
import { recordFeedback } from "#lib/feedback";
import { recordGenerations } from "#lib/observability";
import { rollback, updateGate } from "#lib/releases";
import { addTasks, createQueue, decideTask, listTasks } from "#lib/review";
import { newId } from "#platform/ids";
import { createTenant } from "#testing";
import { buildPromotion, buildPrompt } from "#testing/releases";
import { readOverview } from "./read.ts";

const minuteMs = 60_000;

/** A project whose production promotes by one approval, and what happens in it, each thing ten minutes after the last. */
async function openStory() {
  const tenant = await createTenant();
  const { ctx, clock } = tenant;
  const second = await tenant.as("engineer");
  await updateGate(await tenant.as("admin"), {
    environment: "production",
    gate: { conditions: [{ kind: "approvals" }] },
  });
  const later = async <Made>(make: () => Promise<Made>): Promise<Made> => {
    clock.advance(10 * minuteMs);
    return make();
  };
  const record = async (promptId: string, promptVersionId: string): Promise<string> => {
    const [call] = await recordGenerations(ctx, [
      {
        traceId: newId(),
        startedAt: clock.now(),
        source: "api",
        label: "production",
        status: "succeeded",
        provider: "p",
        model: "m",
        input: [],
        output: "x",
        latencyMs: 1,
        promptId,
        promptPath: "support/p",
        promptVersionId,
        promptVersionNumber: 1,
      },
    ]);
    return call?.id ?? "";
  };
  return {
    ctx,
    rest: (days: number) => clock.advance(days * 24 * 60 * minuteMs),
    prompt: (texts: string[]) => later(() => buildPrompt(tenant, texts)),
    /** Closes a minute after it was asked for. */
    promote: (promptId: string, versionId: string) =>
      later(() => buildPromotion(tenant, second, promptId, versionId)),
    back: (promptId: string) => later(() => rollback(second, { promptId, environment: "production" })),
    complain: (promptId: string, promptVersionId: string) =>
      later(async () => {
        const generationId = await record(promptId, promptVersionId);
        await recordFeedback(ctx, { generationId, score: 0 });
      }),
    correct: (promptId: string, promptVersionId: string) =>
      later(async () => {
        const { id: queueId } = await createQueue(ctx, { name: `weekly ${newId()}` });
        const call = await record(promptId, promptVersionId);
        await addTasks(ctx, { queueId, generationIds: [call] });
        const [task] = (await listTasks(ctx, { queueId })).items;
        clock.advance(minuteMs);
        await decideTask(second, {
          taskId: task?.id ?? "",
          kind: "edit",
          correction: "y",
          decisionMs: 1_000,
        });
      }),
    tile: async (search = {}) => (await readOverview(ctx, search)).tiles.release,
  };
}

it("a release is timed from the first complaint about what it replaced, else from its version being saved", async () => {
  const { prompt, promote, complain, back, tile } = await openStory();
  expect(await tile()).toMatchObject({ promotions: 0, rollbacks: 0, medianMs: null, timed: 0 });
  const one = await prompt(["one", "two"]);
  await promote(one.promptId, one.v1);
  expect(await tile()).toMatchObject({ basis: "version", timed: 1, medianMs: 11 * minuteMs });
  const other = await prompt(["one", "two"]);
  await promote(other.promptId, other.v1);
  await promote(other.promptId, other.v2);
  // Saved, and promoted 11 and 22 minutes after.
  expect(await tile()).toMatchObject({ basis: "version", timed: 3, medianMs: 11 * minuteMs });
  // A complaint about what was replaced before it came says nothing of how long that took.
  await complain(other.promptId, other.v1);
  expect(await tile()).toMatchObject({ basis: "version", timed: 3 });
  await complain(one.promptId, one.v1);
  await complain(one.promptId, one.v1);
  await promote(one.promptId, one.v2);
  expect(await tile()).toEqual({
    environment: "production",
    promotions: 4,
    rollbacks: 0,
    basis: "feedback",
    timed: 1,
    medianMs: 21 * minuteMs,
  });
  await back(one.promptId);
  expect(await tile()).toMatchObject({ promotions: 4, rollbacks: 1, timed: 1 });
  expect(await tile({ environment: "staging" })).toMatchObject({
    environment: "staging",
    promotions: 0,
    rollbacks: 0,
  });
  expect(await tile({ prompt: other.promptId })).toMatchObject({ promotions: 2, rollbacks: 0 });
});

it("a release is timed from the first correction just as from the first complaint", async () => {
  const { prompt, promote, complain, correct, tile } = await openStory();
  const { promptId, v1, v2 } = await prompt(["one", "two"]);
  await promote(promptId, v1);
  await correct(promptId, v1);
  await complain(promptId, v1);
  await promote(promptId, v2);
  // Corrected, ten minutes later complained about, eleven minutes after that replaced.
  expect(await tile()).toMatchObject({ basis: "feedback", timed: 1, medianMs: 21 * minuteMs });
});

it("a release is timed from whichever sign came first, also where the replaced version was promoted before the span", async () => {
  const { prompt, promote, complain, correct, rest, tile } = await openStory();
  const { promptId, v1, v2 } = await prompt(["one", "two"]);
  await promote(promptId, v1);
  rest(40);
  await complain(promptId, v1);
  await correct(promptId, v1);
  await promote(promptId, v2);
  // Complained about, eleven minutes later corrected, eleven minutes after that replaced.
  expect(await tile()).toMatchObject({ promotions: 1, basis: "feedback", timed: 1, medianMs: 22 * minuteMs });
});

it("edits are corrections that a version can be made from", async () => {
  const { ctx, prompt, promote, correct } = await openStory();
  const { promptId, v1 } = await prompt(["one"]);
  await promote(promptId, v1);
  const step = async () => (await readOverview(ctx, {})).production[0]?.nextStep;
  for (let count = 0; count < 2; count += 1) await correct(promptId, v1);
  expect((await step())?.to).not.toBe("corrections");
  await correct(promptId, v1);
  expect(await step()).toEqual({ sentence: "make a version from 3 corrections", to: "corrections" });
});

it("a chart marks each move with its version, and with the prompt's name once there are several", async () => {
  const { ctx, prompt, promote, back } = await openStory();
  const [one, other] = [await prompt(["one", "two"]), await prompt(["one"])];
  await promote(one.promptId, one.v1);
  const labels = async (search = {}) =>
    (await readOverview(ctx, search)).chart.marks.map(({ label, promotionNumber }) => [
      label,
      promotionNumber,
    ]);
  expect(await labels()).toEqual([["v1 promoted", 1]]);
  await promote(one.promptId, one.v2);
  await back(one.promptId);
  await promote(other.promptId, other.v1);
  const [name, otherName] = [one.path.replace("support/", ""), other.path.replace("support/", "")];
  expect(await labels()).toEqual([
    [`${name} v1 promoted`, 1],
    [`${name} v2 promoted`, 2],
    [`${name} v1 restored`, 3],
    [`${otherName} v1 promoted`, 4],
  ]);
  expect(await labels({ prompt: other.promptId })).toEqual([["v1 promoted", 4]]);
});
