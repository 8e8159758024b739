import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { TimeSeries } from "#charts/time-series.client";
import { ScopeBar } from "#components/observability/scope-bar";
import { Page } from "#components/shell/page-header";
import { scopeCounts, usageSeries, usageSummary } from "#lib/observability";
import { listVersions } from "#lib/prompts";
import { qualityFigure } from "#lib/loop";
import { listEnvironments } from "#lib/releases";
import {
  formatCarbon,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatUncertainty,
  formatValue,
} from "#platform/format";
import { paths } from "#platform/paths";
import {
  daysOf,
  costPer1000,
  readScope,
  scopeOf,
  scopeWords,
  p95Value,
  p95Words,
} from "#client/observability";
import { EmptyState } from "#states/empty-state";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Stat, StatStrip } from "#ui/stat";
import { LeftOut } from "../../../_parts/left-out.tsx";
import { judgedHref, trafficHref } from "../../../_parts/scope-links.ts";
import { currentPrompt } from "../../_parts/current-prompt.ts";
import { latencyLines } from "./_parts/latency-lines.ts";
import { VersionUsageTable } from "./_parts/version-usage-table.tsx";
import { cutsDay, RemovedNote } from "../../../_parts/removed-note.tsx";

export const metadata: Metadata = { title: "Metrics" };

type MetricsPageProps = {
  params: Promise<{ project: string; promptId: string }>;
  searchParams: Promise<SearchParams>;
};

/** What this prompt costs, how fast it answers, what it emits and how it is judged, in one scope, in all and by version. */
export default async function MetricsPage({ params, searchParams }: MetricsPageProps) {
  const [{ project, promptId }, search] = await Promise.all([params, searchParams]);
  const query = { ...readScope(search), prompt: promptId };
  const [prompt, ctx] = await Promise.all([currentPrompt(project, promptId), currentContext(project)]);
  const now = ctx.clock.now();
  const scope = { ...scopeOf(query, now), promptId };
  const [usage, series, { quality }, counts, versions, environments] = await Promise.all([
    usageSummary(ctx, scope),
    usageSeries(ctx, { ...scope, groupBy: "promptVersion" }),
    qualityFigure(ctx, scope),
    scopeCounts(ctx, { from: scope.from, to: scope.to, promptId }),
    listVersions(ctx, { promptId, limit: 10 }),
    listEnvironments(ctx),
  ]);
  const byVersion = await Promise.all(
    versions.items.map(async (version) => ({
      version,
      usage: await usageSummary(ctx, { ...scope, promptVersionId: version.id }),
    })),
  );
  const traffic = trafficHref(project, query);
  return (
    <>
      <ScopeBar
        base={paths.promptMetrics(project, promptId)}
        query={{ ...query, prompt: undefined }}
        environments={environments.map(({ name }) => name)}
        versionName={versionNameOf(versions.items, query.version)}
        now={now}
      >
        <LeftOut counts={counts} query={query} />
      </ScopeBar>
      <Page>
        <RemovedNote
          project={project}
          span={scope}
          of={["feedback", "reviewed tasks", ...(cutsDay(scope) ? ["calls" as const] : [])]}
        />
        <h1 className="sr-only">Metrics of {prompt.path}</h1>
        {usage.count === 0 ? (
          <Card>
            <EmptyState title="No calls in this scope">
              {prompt.path} had no call of {scopeWords({ ...query, prompt: undefined }, now)}
              {usage.simulatedCount > 0
                ? `, but for ${formatNumber(usage.simulatedCount)} simulated ones, which count for nothing here`
                : ""}
              . Change the scope above to count calls of the playground, of runs or of another environment.
            </EmptyState>
          </Card>
        ) : (
          <>
            <StatStrip>
              <Stat
                label="Calls"
                value={formatNumber(usage.count)}
                note={`${formatNumber(usage.failed)} failed, ${formatNumber(usage.cancelled)} cancelled`}
                href={traffic}
              />
              <Stat
                label="Cost per 1,000"
                value={formatEstimated(
                  formatMoney(costPer1000(usage)),
                  usage.usageEstimated > 0 && usage.priced > 0,
                )}
                note={
                  usage.priced === 0
                    ? "price unknown"
                    : `${formatEstimated(formatMoney(usage.costUsd), usage.usageEstimated > 0)} of ${formatNumber(usage.priced)} priced calls${usage.costUnknown > 0 ? `, ${formatNumber(usage.costUnknown)} of unknown price` : ""}`
                }
                href={traffic}
              />
              <Stat
                label="Latency p95"
                value={p95Value(usage)}
                note={`p95 ${p95Words(usage)}, p50 ${formatDuration(usage.latencyP50Ms)}`}
                href={trafficHref(project, query, {}, { status: "succeeded" })}
              />
              <Stat
                label="Quality"
                value={formatValue(quality.value, 3)}
                note={
                  quality.value === null
                    ? "nobody has judged an output yet"
                    : `${formatValue(quality.low, 3)} to ${formatValue(quality.high, 3)} · n ${formatNumber(quality.judged)}`
                }
                href={judgedHref(project, query)}
              />
              <Stat
                label="Carbon"
                value={
                  usage.carbonKnown > 0
                    ? formatEstimated(formatCarbon(usage.carbonGrams), usage.usageEstimated > 0)
                    : "—"
                }
                note={
                  usage.carbonKnown === 0
                    ? "carbon unknown"
                    : [
                        formatUncertainty(usage.carbonGrams, {
                          low: usage.carbonGramsLow,
                          high: usage.carbonGramsHigh,
                        }),
                        ...(usage.carbonUnknown > 0
                          ? [`${formatNumber(usage.carbonUnknown)} calls of unknown size`]
                          : []),
                      ].join(", ")
                }
                href={traffic}
              />
            </StatStrip>
            <Card>
              <CardHeader title="Latency p50 by version" note="per day" />
              <CardBody>
                <TimeSeries
                  label={`Latency p50 of ${prompt.path} by version`}
                  measure="duration"
                  lines={latencyLines(series, ({ day, versionId }) =>
                    trafficHref(
                      project,
                      query,
                      { ...daysOf(day), version: versionId ?? query.version },
                      { status: "succeeded" },
                    ),
                  )}
                />
              </CardBody>
            </Card>
            <Card>
              <CardHeader title="By version" note="the ten newest; a row opens its calls" />
              <VersionUsageTable
                rows={byVersion}
                hrefOf={(versionId) => trafficHref(project, query, { version: versionId })}
              />
            </Card>
          </>
        )}
      </Page>
    </>
  );
}

function versionNameOf(
  versions: readonly { id: string; number: number }[],
  versionId: string | undefined,
): string | undefined {
  const version = versions.find(({ id }) => id === versionId);
  return version ? `v${version.number}` : undefined;
}
