import { defineKpi, recordFeedback, recordKpi } from "#lib/feedback";
import { recordGenerations } from "#lib/observability";
import { updateGate } from "#lib/releases";
import { addTasks, createQueue, decideTask, listTasks } from "#lib/review";
import { newId } from "#platform/ids";
import { seededRandom } from "#platform/random";
import type { GenerationRecord } from "#schema/observability";
import { createTenant } from "#testing";
import { buildPromotion, buildPrompt } from "#testing/releases";

const dayMs = 86_400_000;

/** Six weeks of calls of every source, label and version, simulated and failed ones, at the bounds of days too, and what people said of them. */
export async function seedPopulation() {
  const tenant = await createTenant();
  const { ctx, clock } = tenant;
  const prompt = await buildPrompt(tenant, ["one", "two"]);
  const versions = [prompt.v1, prompt.v2];
  const other = await buildPrompt(tenant, ["other"]);
  await updateGate(await tenant.as("admin"), {
    environment: "production",
    gate: { conditions: [{ kind: "approvals" }] },
  });
  await defineKpi(ctx, { key: "solved", name: "Solved", unit: "percent" });
  const second = await tenant.as("engineer");
  await buildPromotion(tenant, second, prompt.promptId, prompt.v1);
  const queue = await createQueue(ctx, { name: "all" });
  const random = seededRandom(5);
  const begin = Date.UTC(2026, 10, 24);
  for (let day = 0; day < 45; day += 1) {
    const at = (ms: number) => new Date(begin + day * dayMs + ms);
    if (day === 30) await buildPromotion(tenant, second, prompt.promptId, prompt.v2);
    const records = Array.from({ length: 8 }, (_, place): GenerationRecord => {
      const version = random() < 0.5 ? 0 : 1;
      const isOther = random() < 0.2;
      const source =
        (["api", "api", "api", "playground", "run", "judge"] as const)[Math.floor(random() * 6)] ?? "api";
      return {
        id: newId(),
        traceId: newId(),
        startedAt: at([0, dayMs - 1][place] ?? random() * dayMs),
        source,
        ...(source === "run" ? { runId: newId() } : {}),
        label: (["production", "production", "staging", null] as const)[Math.floor(random() * 4)] ?? null,
        status: random() < 0.1 ? "failed" : "succeeded",
        provider: "p",
        model: place % 3 === 0 ? "n" : "m",
        input: [{ role: "user", content: "Where?" }],
        output: "There.",
        latencyMs: 100 + 2_000 * random(),
        costUsd: random() < 0.2 ? null : random(),
        carbonGrams: random(),
        promptId: isOther ? other.promptId : prompt.promptId,
        promptPath: isOther ? other.path : prompt.path,
        promptVersionId: isOther ? other.v1 : versions[version],
        promptVersionNumber: isOther ? 1 : version + 1,
        isSimulated: random() < 0.15,
      };
    });
    await recordGenerations(ctx, records);
    clock.set(at(dayMs - 1));
    const ids = records.flatMap(({ id }) => id ?? []);
    await addTasks(ctx, { queueId: queue.id, generationIds: ids.slice(0, 2) });
    for (const generationId of ids.slice(1, 4))
      await recordFeedback(
        ctx,
        random() < 0.2 ? { generationId, comment: "hm" } : { generationId, score: random() < 0.7 ? 1 : 0 },
      );
    await recordKpi(ctx, {
      key: "solved",
      values: ids.slice(5).map((generationId) => ({ value: random() < 0.6 ? 1 : 0, generationId })),
    });
    await recordKpi(ctx, { key: "solved", values: [{ value: 1, promptVersionId: prompt.v2 }, { value: 0 }] });
  }
  const reviewer = await tenant.as("reviewer");
  let cursor: string | undefined;
  const open: string[] = [];
  do {
    const page = await listTasks(ctx, { queueId: queue.id, limit: 100, ...(cursor ? { cursor } : {}) });
    open.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  for (const [place, taskId] of open.entries()) {
    clock.set(
      new Date(
        begin +
          Math.floor(place / 2) * dayMs +
          (place % 3 === 0 ? 0 : place % 3 === 1 ? dayMs - 1 : dayMs / 2),
      ),
    );
    const decide = [
      { kind: "approve" as const },
      { kind: "approve" as const },
      { kind: "edit" as const, correction: `There ${place}.` },
      { kind: "reject" as const, reasonKey: place % 2 === 0 ? "unsafe" : "tone" },
    ][Math.floor(random() * 4)] ?? { kind: "approve" as const };
    await decideTask(reviewer, { taskId, decisionMs: 1_000, ...decide });
  }
  clock.set(new Date(begin + 44 * dayMs + dayMs / 2));
  return { tenant, prompt, other };
}
