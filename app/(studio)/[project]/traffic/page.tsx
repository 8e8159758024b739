import type { Metadata } from "next";
import Link from "next/link";
import { currentContext } from "#app/_context";
import { GenerationState, SimulatedMark } from "#components/observability/generation-state";
import { ScopeBar } from "#components/observability/scope-bar";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import {
  countGenerations,
  listGenerations,
  modelsInUse,
  scopeCounts,
  usageSummary,
} from "#lib/observability";
import { listPrompts } from "#lib/prompts";
import { listEnvironments } from "#lib/releases";
import {
  formatCount,
  formatDuration,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatValue,
} from "#platform/format";
import { paths } from "#platform/paths";
import { type GenerationSummary, type UsageSummary } from "#schema/observability";
import { daysUpTo, scopeOf, scopeSearch, sourceName } from "#client/observability";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { type Column, DataTable } from "#ui/table";
import { activeFilters } from "#platform/filter-address";
import { LeftOut } from "../_parts/left-out.tsx";
import type { ListQuery } from "../_parts/read-filters.ts";
import { hrefOf } from "../_parts/scope-links.ts";
import { TrafficFilters } from "./_parts/filters.tsx";
import { LiveSwitch } from "./_parts/live.client.tsx";
import { isBeyondSums, readTrafficQuery } from "./_parts/traffic-query.ts";
import { UsageStrip } from "./_parts/usage-strip.tsx";

export const metadata: Metadata = { title: "Traffic" };

type Props = { params: Promise<{ project: string }>; searchParams: Promise<ListQuery> };

/** Every call to a model, newest first: who asked, what it cost, how long it took. */
export default async function TrafficPage({ params, searchParams }: Props) {
  const [{ project }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const { scope: scopeQuery, usual, filters, given } = readTrafficQuery(query);
  const now = ctx.clock.now();
  const scope = scopeOf(scopeQuery, now);
  const list = { ...filters, ...scope };
  const beyond = isBeyondSums(given);
  const [page, usage, counts, total, models, prompts, environments] = await Promise.all([
    listGenerations(ctx, list),
    beyond ? null : usageSummary(ctx, { ...scope, ...(filters.model ? { model: filters.model } : {}) }),
    scopeCounts(ctx, spanOf(scope)),
    beyond ? countGenerations(ctx, list) : null,
    modelsInUse(ctx, { since: daysUpTo(now, 90).from }),
    listPrompts(ctx, { limit: 200 }),
    listEnvironments(ctx),
  ]);
  const rows = page.items;
  const isFirstPage = !given["cursor"];
  const others = Object.fromEntries(activeFilters(given).map(({ name, value }) => [name, value]));
  const hrefAt = (extra: Record<string, string | undefined> = {}) =>
    hrefOf(paths.traffic(project), scopeQuery, { usual, extra: { ...others, ...extra } });
  const kept = Object.fromEntries(scopeSearch(scopeQuery, {}, usual));
  return (
    <>
      <TopBar crumbs={[{ label: "Traffic" }]} />
      <ScopeBar
        base={paths.traffic(project)}
        query={scopeQuery}
        usual={usual}
        kept={others}
        environments={environments.map(({ name }) => name)}
        prompts={prompts.items}
        versionName={versionName(rows[0], scopeQuery.version)}
        mayBeAllTime
        now={now}
      >
        <LeftOut counts={counts} query={scopeQuery} />
      </ScopeBar>
      <Page>
        <PageHeader
          title="Traffic"
          note={`${totalWords({ usage, total, simulated: filters.simulated })}, also those that failed or were cancelled.`}
          actions={isFirstPage ? <LiveSwitch /> : null}
        />
        {usage ? <UsageStrip usage={usage} hrefOf={hrefAt} /> : null}
        <TrafficFilters project={project} given={given} kept={kept} models={models} />
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
            <NoGenerations
              project={project}
              isFiltered={Object.keys(others).length > 0 || Object.keys(kept).length > 0}
            />
          )}
        </Card>
        <Pagination
          newerHref={isFirstPage ? undefined : hrefAt()}
          newerLabel="Newest"
          olderHref={page.nextCursor ? hrefAt({ cursor: page.nextCursor }) : undefined}
        />
      </Page>
    </>
  );
}

/** What the scope shares with every environment and source. */
function spanOf({ from, to, promptId, promptVersionId }: ReturnType<typeof scopeOf>) {
  return { from, to, ...(promptId ? { promptId } : {}), ...(promptVersionId ? { promptVersionId } : {}) };
}

function versionName(row: GenerationSummary | undefined, version: string | undefined): string | undefined {
  return row && version && row.promptVersionId === version
    ? `${row.promptPath} v${row.promptVersionNumber}`
    : undefined;
}

type Total = {
  usage: UsageSummary | null;
  total: { count: number; isMore: boolean } | null;
  simulated: boolean | undefined;
};

/** How many rows the whole list has: as many as the number that led here says. */
function totalWords({ usage, total, simulated }: Total): string {
  if (total)
    return `${formatNumber(total.count)}${total.isMore ? " and more" : ""} ${total.count === 1 ? "call fits" : "calls fit"} the filters`;
  if (!usage) return "";
  const all =
    simulated === undefined
      ? usage.count + usage.simulatedCount
      : simulated
        ? usage.simulatedCount
        : usage.count;
  return formatCount(all, "call");
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
  {
    key: "source",
    head: "Source",
    cell: ({ source, label }) => `${sourceName(source)}${label ? ` · ${label}` : ""}`,
    mobile: "hide",
  },
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
