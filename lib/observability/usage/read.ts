import { and, eq, gte, inArray, lte } from "drizzle-orm";
import { generationRollups } from "#db/schema";
import { type Context, requirePermission } from "#lib/identity";
import { ofEnvironment } from "../in-scope.ts";
import { addHistograms, histogramQuantile } from "../histogram.ts";
import { type Usage, UsageInput, type UsagePoint, UsageSeriesInput, type UsageSummary } from "../schema.ts";

type Row = typeof generationRollups.$inferSelect;

/** Sums over a span of days, from rollups alone; simulated calls are counted apart. Throws forbidden, invalid_input. */
export async function usageSummary(ctx: Context, input: UsageInput): Promise<UsageSummary> {
  requirePermission(ctx, "generation.read");
  const parsed = UsageInput.parse(input);
  const rows = await readRollups(ctx, parsed);
  const counted = rows.filter((row) => row.isSimulated === parsed.simulated);
  const simulated = rows.filter((row) => row.isSimulated);
  return { ...sumUp(counted), simulatedCount: simulated.reduce((sum, row) => sum + row.count, 0) };
}

/** The same sums per UTC day and group, in order of day; days without calls are absent. Throws forbidden, invalid_input. */
export async function usageSeries(ctx: Context, input: UsageSeriesInput): Promise<UsagePoint[]> {
  requirePermission(ctx, "generation.read");
  const parsed = UsageSeriesInput.parse(input);
  const rows = (await readRollups(ctx, parsed)).filter((row) => row.isSimulated === parsed.simulated);
  const cells = new Map<string, { group: UsagePoint["group"]; day: string; rows: Row[] }>();
  for (const row of rows) {
    const group = groupOf(row, parsed.groupBy);
    const key = `${row.day} ${group.key}`;
    const cell = cells.get(key) ?? { group, day: row.day, rows: [] };
    cell.rows.push(row);
    cells.set(key, cell);
  }
  return [...cells.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { day, group, rows: own }]) => ({ day, group, ...sumUp(own) }));
}

function readRollups(ctx: Context, input: ReturnType<typeof UsageInput.parse>): Promise<Row[]> {
  const sources = input.source === undefined ? undefined : [input.source].flat();
  return ctx.db
    .select()
    .from(generationRollups)
    .where(
      and(
        eq(generationRollups.projectId, ctx.project),
        gte(generationRollups.day, input.from.toISOString().slice(0, 10)),
        lte(generationRollups.day, input.to.toISOString().slice(0, 10)),
        input.promptId ? eq(generationRollups.promptId, input.promptId) : undefined,
        input.versionId ? eq(generationRollups.promptVersionKey, input.versionId) : undefined,
        input.model ? eq(generationRollups.model, input.model) : undefined,
        input.environment ? ofEnvironment(generationRollups.environment, input.environment) : undefined,
        sources ? inArray(generationRollups.source, sources) : undefined,
      ),
    );
}

function sumUp(rows: Row[]): Usage {
  const sum = (pick: (row: Row) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const latency = rows.reduce<number[]>((all, row) => addHistograms(all, row.latencyBuckets), []);
  const firstToken = rows.reduce<number[]>((all, row) => addHistograms(all, row.firstTokenBuckets), []);
  return {
    count: sum((row) => row.count),
    failed: sum((row) => row.failed),
    cancelled: sum((row) => row.cancelled),
    inputTokens: sum((row) => row.inputTokens),
    outputTokens: sum((row) => row.outputTokens),
    costUsd: sum((row) => row.costUsd),
    costUnknown: sum((row) => row.costUnknown),
    usageEstimated: sum((row) => row.usageEstimated),
    energyKwh: sum((row) => row.energyKwh),
    carbonGrams: sum((row) => row.carbonGrams),
    carbonGramsLow: sum((row) => row.carbonGramsLow),
    carbonGramsHigh: sum((row) => row.carbonGramsHigh),
    carbonUnknown: sum((row) => row.carbonUnknown),
    latencyP50Ms: histogramQuantile(latency, 0.5),
    latencyP95Ms: histogramQuantile(latency, 0.95),
    timeToFirstTokenP50Ms: histogramQuantile(firstToken, 0.5),
    timeToFirstTokenP95Ms: histogramQuantile(firstToken, 0.95),
  };
}

function groupOf(
  row: Row,
  by: "none" | "promptVersion" | "prompt" | "model" | "source",
): UsagePoint["group"] {
  const none = {
    promptId: null,
    promptPath: null,
    promptVersionId: null,
    promptVersionNumber: null,
    model: null,
  };
  const { promptId, promptPath, promptVersionNumber } = row;
  const isVersion = promptVersionNumber !== null;
  switch (by) {
    case "none":
      return { ...none, key: "all", label: "All calls" };
    case "promptVersion": {
      const version = isVersion ? `v${promptVersionNumber}` : "draft";
      const label = promptId ? `${promptPath ?? "prompt"} ${version}` : "No prompt";
      const promptVersionId = isVersion ? row.promptVersionKey : null;
      return {
        ...none,
        key: row.promptVersionKey,
        label,
        promptId,
        promptPath,
        promptVersionId,
        promptVersionNumber,
      };
    }
    case "prompt":
      return { ...none, key: promptId ?? "", label: promptPath ?? "No prompt", promptId, promptPath };
    case "model":
      return { ...none, key: `${row.provider}/${row.model}`, label: row.model, model: row.model };
    case "source":
      return { ...none, key: row.source, label: row.source };
    default:
      return by satisfies never;
  }
}
