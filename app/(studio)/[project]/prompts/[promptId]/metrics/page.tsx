import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { TimeSeries } from "#charts/time-series.client";
import { Page } from "#components/shell/page-header";
import { usageSeries, usageSummary } from "#lib/observability";
import { listVersions } from "#lib/prompts";
import {
  formatCarbon,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatUncertainty,
} from "#platform/format";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Segmented } from "#ui/segmented";
import { Stat, StatStrip } from "#ui/stat";
import { currentPrompt } from "../../_parts/current-prompt.ts";
import { latencyLines } from "./_parts/latency-lines.ts";
import { VersionUsageTable } from "./_parts/version-usage-table.tsx";

export const metadata: Metadata = { title: "Metrics" };

type MetricsPageProps = {
  params: Promise<{ project: string; promptId: string }>;
  searchParams: Promise<{ days?: string | string[] }>;
};

const spans = [7, 30, 90];
const dayMs = 86_400_000;

/** What this prompt costs, how fast it answers and what it emits, in all and by version. */
export default async function MetricsPage({ params, searchParams }: MetricsPageProps) {
  const { project, promptId } = await params;
  const given = Number((await searchParams).days);
  const days = spans.includes(given) ? given : 30;
  const [prompt, ctx] = await Promise.all([currentPrompt(project, promptId), currentContext(project)]);
  const to = ctx.clock.now();
  const from = new Date(to.getTime() - (days - 1) * dayMs);
  const [usage, series, versions] = await Promise.all([
    usageSummary(ctx, { from, to, promptId }),
    usageSeries(ctx, { from, to, promptId, groupBy: "promptVersion" }),
    listVersions(ctx, { promptId, limit: 10 }),
  ]);
  const byVersion = await Promise.all(
    versions.items.map(async (version) => ({
      version,
      usage: await usageSummary(ctx, { from, to, versionId: version.id }),
    })),
  );
  const traffic = `${paths.traffic(project)}?promptId=${promptId}`;
  const base = paths.promptMetrics(project, promptId);
  const failedShare =
    usage.count > 0
      ? `${formatNumber(usage.failed)} failed, ${formatNumber(usage.cancelled)} cancelled`
      : undefined;
  return (
    <Page>
      <Segmented
        label="Days"
        className="self-start"
        value={String(days)}
        items={spans.map((span) => ({
          value: String(span),
          label: `${span} days`,
          href: `${base}?days=${span}`,
        }))}
      />
      {usage.count === 0 ? (
        <Card>
          <EmptyState title="No calls yet">
            {prompt.path} was not called in these {days} days
            {usage.simulatedCount > 0
              ? `, but for ${formatNumber(usage.simulatedCount)} simulated calls, which count for nothing here`
              : ""}
            . Calls from the playground, runs and programs appear here.
          </EmptyState>
        </Card>
      ) : (
        <>
          <StatStrip>
            <Stat label="Calls" value={formatNumber(usage.count)} note={failedShare} href={traffic} />
            <Stat
              label="Cost"
              value={formatEstimated(formatMoney(usage.costUsd), usage.usageEstimated > 0)}
              note={
                usage.costUnknown > 0
                  ? `${formatNumber(usage.costUnknown)} calls of unknown price`
                  : `${formatMoney((usage.costUsd / usage.count) * 1_000)} per 1,000`
              }
              href={traffic}
            />
            <Stat
              label="Latency p50"
              value={formatDuration(usage.latencyP50Ms)}
              note={`p95 ${formatDuration(usage.latencyP95Ms)}`}
              href={traffic}
            />
            <Stat
              label="Tokens"
              value={formatEstimated(
                formatNumber(usage.inputTokens + usage.outputTokens),
                usage.usageEstimated > 0,
              )}
              note={`${formatNumber(usage.outputTokens)} out`}
              href={traffic}
            />
            <Stat
              label="Carbon"
              value={formatCarbon(usage.carbonGrams)}
              note={
                usage.carbonUnknown > 0
                  ? `${formatNumber(usage.carbonUnknown)} calls of unknown size`
                  : formatUncertainty(usage.carbonGrams, {
                      low: usage.carbonGramsLow,
                      high: usage.carbonGramsHigh,
                    })
              }
              href={traffic}
            />
          </StatStrip>
          <Card>
            <CardHeader title="Latency p50 by version" note="per day" />
            <CardBody>
              <TimeSeries
                label={`Latency p50 of ${prompt.path} by version, ${days} days`}
                measure="duration"
                lines={latencyLines(series, `${traffic}`)}
              />
            </CardBody>
          </Card>
          <Card>
            <CardHeader title="By version" note="the ten newest" />
            <VersionUsageTable project={project} promptId={promptId} rows={byVersion} />
          </Card>
        </>
      )}
    </Page>
  );
}
