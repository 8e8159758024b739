import { recordFeedback, recordKpi } from "#lib/feedback";
import { costUsd, getModelFacts } from "#lib/models";
import { recordGenerations } from "#lib/observability";
import { estimateCarbon } from "#lib/sustainability";
import { newId } from "#platform/ids";
import { type Random, seededRandom } from "#platform/random";
import type { GenerationRecord } from "#schema/observability";
import { readTickets } from "./files.ts";
import type { Cast } from "./people.ts";
import type { Told, ToldPrompt, ToldVersion } from "./story.ts";
import { comeBack, dayMs } from "./time.ts";

const days = 30;
type Facts = Awaited<ReturnType<typeof getModelFacts>>;

/** A month of calls with their feedback and KPI, day by day, through the same doors the gateway writes by. */
export async function makeTraffic({ owner, engineer }: Cast, told: Told): Promise<void> {
  comeBack();
  const random = seededRandom(42);
  const facts = await getModelFacts(owner, {
    connectionId: told.connection.id,
    model: told.connection.model,
  });
  const now = Date.now();
  for (let daysAgo = days; daysAgo >= 0; daysAgo -= 1) {
    const records: GenerationRecord[] = [];
    for (const prompt of told.prompts)
      records.push(...callsOfDay(prompt, { daysAgo, now, random, facts, told }));
    await recordGenerations(engineer, records);
    await giveFeedback({ owner, engineer }, told, records, random);
    await recordDayOfKpi(engineer, told, { daysAgo, now, random });
  }
}

type Day = { daysAgo: number; now: number; random: Random; facts: Facts; told: Told };

function callsOfDay(prompt: ToldPrompt, day: Day): GenerationRecord[] {
  const { daysAgo, now, random } = day;
  const weekday = new Date(now - daysAgo * dayMs).getUTCDay();
  const share = weekday === 0 || weekday === 6 ? 0.45 : 1;
  const count = Math.round(prompt.traffic.perDay * share * (0.8 + 0.4 * random()));
  const version = servingVersion(prompt, daysAgo);
  return version ? Array.from({ length: count }, () => oneCall(prompt, version, day)) : [];
}

function servingVersion({ production }: ToldPrompt, daysAgo: number): ToldVersion | undefined {
  return production.filter((version) => version.fromDaysAgo >= daysAgo).at(-1);
}

const tickets = readTickets();

function oneCall(
  prompt: ToldPrompt,
  version: ToldVersion,
  { daysAgo, now, random, facts, told }: Day,
): GenerationRecord {
  const { traffic } = prompt;
  const spread = () => Math.exp((random() + random() + random() - 1.5) * 0.6);
  const inputTokens = Math.round(traffic.inputTokens * spread());
  const outputTokens = Math.max(1, Math.round(traffic.outputTokens * spread()));
  const latencyMs = Math.round(traffic.latencyMs * spread() * (random() < 0.03 ? 2.4 : 1));
  const isFailed = random() < 0.002;
  const sample = tickets[Math.floor(random() * tickets.length)];
  const carbon = estimateCarbon({
    provider: facts.provider,
    activeParametersBillions: facts.parameters?.activeBillions ?? null,
    totalParametersBillions: facts.parameters?.totalBillions ?? null,
    outputTokens: isFailed ? 0 : outputTokens,
    latencySeconds: latencyMs / 1000,
    gridZone: facts.gridZone,
  });
  return {
    id: newId(),
    traceId: newId().replaceAll("-", ""),
    startedAt: new Date(now - daysAgo * dayMs - Math.floor(random() * 9 * 3_600_000)),
    source: "api",
    status: isFailed ? "failed" : "succeeded",
    promptId: prompt.id,
    promptPath: prompt.path,
    promptVersionId: version.id,
    promptVersionNumber: version.number,
    label: "production",
    connectionId: told.connection.id,
    connectionName: told.connection.name,
    provider: facts.provider,
    model: told.connection.model,
    input: [{ role: "user", content: sample?.ticket ?? "" }],
    variables: { ticket: sample?.ticket ?? "" },
    output: isFailed
      ? ""
      : prompt.path === "support/triage"
        ? JSON.stringify({ category: sample?.category })
        : `(recorded answer of ${outputTokens} tokens)`,
    finishReason: isFailed ? null : "stop",
    errorCode: isFailed ? "upstream_failed" : null,
    errorMessage: isFailed ? "The provider answered 503." : null,
    inputTokens,
    outputTokens: isFailed ? 0 : outputTokens,
    costUsd: costUsd(
      facts,
      { inputTokens, outputTokens: isFailed ? 0 : outputTokens, cachedInputTokens: 0 },
      new Date(now),
    ),
    latencyMs,
    timeToFirstTokenMs: Math.round(latencyMs * 0.35),
    energyKwh: carbon.energyKwh,
    carbonGrams: carbon.carbonGrams,
    carbonGramsLow: carbon.low,
    carbonGramsHigh: carbon.high,
    carbonMethod: carbon.method,
    isDemo: true,
  };
}

/** End users say up or down on one call in ten; a newer version pleases a little more often. */
async function giveFeedback(
  { engineer }: Pick<Cast, "owner" | "engineer">,
  told: Told,
  records: GenerationRecord[],
  random: Random,
): Promise<void> {
  const byId = new Map(told.prompts.map((prompt) => [prompt.id, prompt]));
  for (const record of records) {
    if (record.status !== "succeeded" || random() > 0.1 || !record.id || !record.startedAt) continue;
    const prompt = byId.get(record.promptId ?? "");
    if (!prompt) continue;
    const approval = prompt.traffic.approval - 0.05 + 0.012 * (record.promptVersionNumber ?? 1);
    const isUp = random() < approval;
    const at = new Date(record.startedAt.getTime() + 3_600_000 * random());
    const ctx = { ...engineer, clock: { now: () => at } };
    await recordFeedback(ctx, {
      generationId: record.id,
      kind: "thumbs",
      score: isUp ? 1 : 0,
      comment: isUp || random() < 0.7 ? "" : complaint(prompt.path, random),
      isDemo: true,
    });
  }
}

const complaints: Record<string, string[]> = {
  "support/triage": [
    "Went to the wrong team.",
    "I wanted my money back, not the courier.",
    "Took two transfers.",
  ],
  "support/reply": ["Too formal.", "Did not answer my question.", "Promises a refund we don't give."],
};

function complaint(path: string, random: Random): string {
  const list = complaints[path] ?? ["Not helpful.", "Missed the point."];
  return list[Math.floor(random() * list.length)] ?? "";
}

/** The business side of it: tickets solved first time, per day and serving version of the prompts that touch them. */
async function recordDayOfKpi(
  engineer: Cast["engineer"],
  told: Told,
  { daysAgo, now, random }: Omit<Day, "facts" | "told">,
): Promise<void> {
  const at = new Date(now - daysAgo * dayMs);
  const measured = told.prompts.filter(({ path }) => path.startsWith("support/") && path !== "support/tone");
  const versions = measured.flatMap((prompt) => {
    const version = servingVersion(prompt, daysAgo);
    return version ? [{ prompt, version }] : [];
  });
  const weight = () => Math.round(30 + 20 * random());
  await recordKpi(engineer, {
    key: "solved_first_time",
    values: versions.map(({ version }) => ({
      value: Math.min(0.97, 0.62 + 0.022 * version.number + 0.05 * (random() - 0.5)),
      weight: weight(),
      at,
      promptVersionId: version.id,
    })),
    isDemo: true,
  });
  await recordKpi(engineer, {
    key: "handling_time",
    values: versions.map(({ version }) => ({
      value: 460 - 12 * version.number + 40 * (random() - 0.5),
      weight: weight(),
      at,
      promptVersionId: version.id,
    })),
    isDemo: true,
  });
}
