import type { Metadata } from "next";
import Link from "next/link";
import { currentContext } from "#app/_context";
import { GenerationState, SimulatedMark } from "#components/observability/generation-state";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { maskForRole } from "#lib/guardrails";
import { listGenerations, usageSeries, usageSummary } from "#lib/observability";
import { listPrompts } from "#lib/prompts";
import { formatDuration, formatEstimated, formatMoney, formatNumber, formatValue } from "#platform/format";
import { paths } from "#platform/paths";
import type { GenerationSummary } from "#schema/observability";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { type Column, DataTable } from "#ui/table";
import { activeFilters, filterHref } from "#platform/filter-address";
import type { ListQuery } from "../_parts/read-filters.ts";
import { TrafficFilters } from "./_parts/filters.tsx";
import { LiveSwitch } from "./_parts/live.client.tsx";
import { readTrafficQuery } from "./_parts/traffic-query.ts";
import { UsageStrip } from "./_parts/usage-strip.tsx";

export const metadata: Metadata = { title: "Traffic" };

const dayMs = 86_400_000;
type Props = { params: Promise<{ project: string }>; searchParams: Promise<ListQuery> };

/** Every call to a model, newest first: who asked, what it cost, how long it took. */
export default async function TrafficPage({ params, searchParams }: Props) {
  const [{ project }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const { filters, given } = readTrafficQuery(query);
  const now = ctx.clock.now();
  const weekAgo = new Date(now.getTime() - 6 * dayMs);
  const [page, usage, byModel, prompts] = await Promise.all([
    listGenerations(ctx, filters),
    usageSummary(ctx, { from: weekAgo, to: now }),
    usageSeries(ctx, { from: new Date(now.getTime() - 90 * dayMs), to: now, groupBy: "model" }),
    listPrompts(ctx, { limit: 200 }),
  ]);
  const models = [...new Set(byModel.flatMap((point) => point.group.model ?? []))].toSorted();
  const rows = page.items.map((row) => ({ ...row, outputPreview: maskForRole(ctx, row.outputPreview) }));
  const isFirstPage = !given["cursor"];
  const active = activeFilters(given);
  const hrefAt = (cursor?: string) =>
    filterHref(paths.traffic(project), cursor ? [...active, { name: "cursor", value: cursor }] : active);
  return (
    <>
      <TopBar crumbs={[{ label: "Traffic" }]} />
      <Page>
        <PageHeader
          title="Traffic"
          note="Every call to a model, also those that failed or were cancelled."
          actions={isFirstPage ? <LiveSwitch /> : null}
        />
        <UsageStrip project={project} usage={usage} from={weekAgo} />
        <TrafficFilters
          project={project}
          given={given}
          prompts={prompts.items}
          models={models}
          rows={page.items}
        />
        <Card>
          {rows.length > 0 ? (
            <DataTable
              label="Generations"
              rows={rows}
              columns={columns}
              rowKey={({ id }) => id}
              rowHref={({ id }) => paths.generation(project, id)}
            />
          ) : (
            <NoGenerations project={project} isFiltered={active.length > 0} />
          )}
        </Card>
        <Pagination
          newerHref={isFirstPage ? undefined : hrefAt()}
          newerLabel="Newest"
          olderHref={page.nextCursor ? hrefAt(page.nextCursor) : undefined}
        />
      </Page>
    </>
  );
}

function NoGenerations({ project, isFiltered }: { project: string; isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState
      title="No call fits these filters"
      action={
        <Button asChild>
          <Link href={paths.traffic(project)}>Show all</Link>
        </Button>
      }
    >
      Take a filter away to see more.
    </EmptyState>
  ) : (
    <EmptyState
      title="No calls yet"
      action={
        <Button asChild>
          <Link href={paths.playground(project)}>Open the playground</Link>
        </Button>
      }
    >
      Every call to a model is listed here: from the playground, from runs, and from programs with an API key.
    </EmptyState>
  );
}

const columns: Column<GenerationSummary>[] = [
  {
    key: "prompt",
    head: "Prompt",
    cell: ({ promptPath, promptVersionNumber }) =>
      promptPath ? (
        <>
          {promptPath}{" "}
          <span className="font-normal text-text-2">
            {promptVersionNumber === null ? "draft" : `v${promptVersionNumber}`}
          </span>
        </>
      ) : (
        "No prompt"
      ),
    className: "max-w-60 truncate",
  },
  {
    key: "output",
    head: "Output",
    cell: ({ outputPreview, errorMessage }) => (
      <span className="line-clamp-1 max-w-72 min-w-24 wrap-anywhere text-text-2">
        {outputPreview || errorMessage || "—"}
      </span>
    ),
    mobile: "hide",
  },
  {
    key: "model",
    head: "Model",
    cell: ({ model, isSimulated }) => (
      <span className="inline-flex flex-wrap items-center gap-x-1.5">
        <span className="max-w-44 truncate" title={model}>
          {model}
        </span>
        {isSimulated ? <SimulatedMark /> : null}
      </span>
    ),
  },
  { key: "source", head: "Source", cell: ({ source }) => source, mobile: "hide" },
  {
    key: "state",
    head: "State",
    cell: ({ status, errorCode }) => <GenerationState status={status} errorCode={errorCode} />,
    mobile: "aside",
  },
  {
    key: "tokens",
    head: "Tokens in / out",
    numeric: true,
    cell: ({ inputTokens, outputTokens, isUsageEstimated }) =>
      formatEstimated(`${formatNumber(inputTokens)} / ${formatNumber(outputTokens)}`, isUsageEstimated),
    mobile: "hide",
  },
  { key: "latency", head: "Latency", numeric: true, cell: ({ latencyMs }) => formatDuration(latencyMs) },
  {
    key: "cost",
    head: "Cost",
    numeric: true,
    cell: ({ costUsd, isUsageEstimated }) =>
      formatEstimated(formatMoney(costUsd), isUsageEstimated && costUsd !== null),
  },
  {
    key: "carbon",
    head: "gCO₂e",
    numeric: true,
    cell: ({ carbonGrams, isUsageEstimated }) =>
      formatEstimated(formatValue(carbonGrams, 2), isUsageEstimated && carbonGrams !== null),
    mobile: "hide",
  },
  {
    key: "when",
    head: "When",
    cell: ({ startedAt }) => <RelativeTime value={startedAt} className="whitespace-nowrap text-text-2" />,
  },
];
