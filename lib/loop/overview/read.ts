import { listKpis } from "#lib/feedback";
import { type Context, requirePermission } from "#lib/identity";
import { callsOver, scopeCounts, usageSummary, scopeOf } from "#lib/observability";
import { reviewSummary } from "#lib/review";
import { anyScope, noEnvironment, type Scope } from "#schema/observability";
import { listEnvironments, listMoves } from "#lib/releases";
import type { Gate, Environment } from "#schema/releases";
import { readAgainst } from "./against.ts";
import { readChart } from "./chart.ts";
import { chooseKpi } from "./choose-kpi.ts";
import { limitsOf, objectivesOf } from "./objectives.ts";
import { readChangeParts } from "./parts.ts";
import { readKpi, readProduction } from "./production.ts";
import { readFirstSteps } from "./first-steps.ts";
import { rangeOf } from "./range.ts";
import { type Overview, OverviewInput } from "./schema.ts";
import { shareOf } from "./shares.ts";
import { readTiles } from "./tiles.ts";
import { readVerdicts } from "./verdicts.ts";

/**
 * How the loop is doing in a scope: tiles, one chart, objectives and the prompts that are served. Every figure is of the
 * scope's calls and of what people said of those; simulated calls count nowhere. Throws forbidden.
 */
export async function readOverview(ctx: Context, input: OverviewInput): Promise<Overview> {
  requirePermission(ctx, "project.read");
  requirePermission(ctx, "promotion.read");
  const query = OverviewInput.parse(input);
  const scope = scopeOf(query, ctx.clock.now());
  const range = rangeOf(scope);
  const environmentName =
    query.environment === anyScope || query.environment === noEnvironment ? "production" : query.environment;
  const environments = await listEnvironments(ctx);
  const environment = narrowed(environments.find(({ name }) => name === environmentName) ?? null, scope);
  const against = await readAgainst(ctx, {
    query,
    scope,
    environments: environments.map(({ name }) => name),
  });
  const now = await readVerdicts(ctx, scope);
  const verdicts = { now, before: await readVerdicts(ctx, against.scope) };
  const lookedBack =
    against.kind === "span" ? verdicts.before : await readVerdicts(ctx, { ...scope, ...range.before });
  const kpis = await listKpis(ctx);
  const kpi = chooseKpi(kpis, query.kpi);
  const limits = environment ? limitsOf(environment.gate) : null;
  const moves = await listMoves(ctx, {
    environment: environmentName,
    promptId: scope.promptId,
    from: range.from,
    to: range.to,
  });
  const production = await readProduction(ctx, {
    environment,
    scope,
    against: against.scope,
    verdicts,
    kpi,
    limits,
  });
  return {
    query,
    from: range.from,
    to: range.to,
    against,
    parts: await readChangeParts(ctx, {
      metric: query.metric,
      by: query.by ?? (query.prompt || query.version ? "version" : "prompt"),
      now: scope,
      before: against.scope,
    }),
    environment: environmentName,
    scopes: await scopeCounts(ctx, spanOf(scope)),
    tiles: await readTiles(ctx, {
      scope,
      against: against.scope,
      verdicts,
      environment: environmentName,
      moves,
    }),
    chart: await readChart(ctx, {
      query,
      scope,
      range,
      verdicts: { now, before: lookedBack },
      kpi,
      moves,
      qualityTarget: limits?.quality ?? null,
    }),
    objectives:
      environment && environment.prompts.length > 0
        ? await readObjectives(ctx, environment.gate, scope, verdicts.now)
        : [],
    production,
    productionCount: environment?.prompts.length ?? 0,
    kpis: kpis.map(({ key, name }) => ({ key, name })),
    kpi: kpi ? await readKpi(ctx, kpi, { now: scope, before: against.scope }) : null,
    kpiKey: kpi?.key ?? null,
    firstSteps: await readFirstSteps(ctx, (environment?.prompts.length ?? 0) > 0),
  };
}

type Spanned = Scope & { from: Date; to: Date };

/** What all sources and environments have in common with a scope. */
function spanOf({ from, to, promptId, promptVersionId }: Spanned) {
  return { from, to, ...(promptId ? { promptId } : {}), ...(promptVersionId ? { promptVersionId } : {}) };
}

function narrowed(
  environment: Environment | null,
  { promptId, promptVersionId }: Spanned,
): Environment | null {
  if (!environment) return null;
  const prompts = environment.prompts.filter(
    (pointer) =>
      (!promptId || pointer.promptId === promptId) &&
      (!promptVersionId || pointer.versionId === promptVersionId),
  );
  return { ...environment, prompts };
}

async function readObjectives(
  ctx: Context,
  gate: Gate,
  scope: Spanned,
  verdicts: Parameters<typeof shareOf>[0],
) {
  const { latencyMs } = limitsOf(gate);
  const review = await reviewSummary(ctx, { ...scope, withoutSimulated: true });
  return objectivesOf(gate, {
    usage: await usageSummary(ctx, scope),
    latency: latencyMs === null ? null : await callsOver(ctx, { ...scope, limitMs: latencyMs }),
    quality: shareOf(verdicts),
    safety: { rejected: review.safetyRejected, decided: review.decided },
  });
}
