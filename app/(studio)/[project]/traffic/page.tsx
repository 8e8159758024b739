import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { Suspense } from "react";
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
import { present } from "#platform/list-address";
import { paths } from "#platform/paths";
import type { Context } from "#lib/identity";
import type { GenerationSummary, ListGenerationsInput, UsageSummary } from "#schema/observability";
import { daysUpTo, scopeHref, scopeOf, sourceName } from "#client/observability";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
import { LeftOut } from "../_parts/left-out.tsx";
import { LiveSwitch } from "./_parts/live.client.tsx";
import { TrafficFilterBar } from "./_parts/traffic-filters.client.tsx";
import { trafficList } from "./_parts/traffic-list.ts";
import { isBeyondSums, summedBy, readTrafficQuery } from "./_parts/traffic-query.ts";
import { UsageStrip } from "./_parts/usage-strip.tsx";
import { RemovedNote } from "../_parts/removed-note.tsx";

export const metadata: Metadata = { title: "Traffic" };

type Props = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

/** Every call to a model, newest first: who asked, what it cost, how long it took. */
export default async function TrafficPage({ params, searchParams }: Props) {
  const [{ project }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const { scope: scopeQuery, usual, filters, cursor } = readTrafficQuery(query);
  const now = ctx.clock.now();
  const scope = scopeOf(scopeQuery, now);
  const { simulated: said, model } = filters;
  const simulated = said === null ? null : said === "true";
  const list = { ...present({ ...filters, simulated }), ...scope };
  const beyond = isBeyondSums(filters);
  const sum = summedBy(filters);
  const [page, usage, counts, models, prompts, environments] = await Promise.all([
    listGenerations(ctx, { ...list, ...present({ cursor }) }),
    beyond && !sum ? null : usageSummary(ctx, { ...scope, ...present({ model }) }),
    scopeCounts(ctx, spanOf(scope)),
    modelsInUse(ctx, { since: daysUpTo(now, 90).from }),
    listPrompts(ctx, { limit: 200 }),
    listEnvironments(ctx),
  ]);
  const rows = page.items;
  const isFirstPage = cursor === null;
  const base = trafficList.href(paths.traffic(project), filters);
  const hrefAt = (change: Parameters<typeof trafficList.href>[1] = {}) =>
    scopeHref(trafficList.href(paths.traffic(project), { ...filters, ...change }), scopeQuery, {}, usual);
  const isFiltered = trafficList.isFiltered(filters) || scopeHref("", scopeQuery, {}, usual) !== "";
  return (
    <>
      <TopBar crumbs={[{ label: "Traffic" }]} />
      <ScopeBar
        base={base}
        query={scopeQuery}
        usual={usual}
        environments={environments.map(({ name }) => name)}
        prompts={prompts.items}
        versionName={versionName(rows[0], scopeQuery.version)}
        mayBeAllTime
        now={now}
      >
        <LeftOut counts={counts} query={scopeQuery} />
      </ScopeBar>
      <Page>
        <RemovedNote project={project} span={scope} of={["calls"]} />
        <PageHeader
          title="Traffic"
          note={
            <>
              {usage ? (
                totalWords({ usage, sum, simulated })
              ) : (
                <Suspense fallback="Counting the calls that fit the filters">
                  <Counted ctx={ctx} list={list} />
                </Suspense>
              )}
              , also those that failed or were cancelled.
            </>
          }
          actions={isFirstPage ? <LiveSwitch /> : null}
        />
        {usage && !beyond ? <UsageStrip usage={usage} hrefOf={hrefAt} /> : null}
        <TrafficFilterBar models={models} />
        <Card>
          {rows.length > 0 ? (
            <Table
              label="Generations"
              name="traffic"
              isWhole={isFirstPage && page.nextCursor === null}
              rows={rows}
              columns={columns}
              rowKey={({ id }) => id}
              rowHref={({ id }) => paths.generation(project, id)}
            />
          ) : (
            <NoGenerations project={project} isFiltered={isFiltered} />
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
  usage: UsageSummary;
  sum: ((usage: UsageSummary) => number) | null;
  simulated: boolean | null;
};

/** How many rows the whole list has: as many as the number that led here says. */
function totalWords({ usage, sum, simulated }: Total): string {
  if (sum) return fitWords({ count: sum(usage), isMore: false });
  const all =
    simulated === null ? usage.count + usage.simulatedCount : simulated ? usage.simulatedCount : usage.count;
  return formatCount(all, "call");
}

/** The same where no sum says it: counted one by one, after the rows are on the screen. */
async function Counted({ ctx, list }: { ctx: Context; list: ListGenerationsInput }) {
  return fitWords(await countGenerations(ctx, list));
}

function fitWords({ count, isMore }: { count: number; isMore: boolean }): string {
  return `${formatNumber(count)}${isMore ? " and more" : ""} ${count === 1 ? "call fits" : "calls fit"} the filters`;
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
    sort: ({ promptPath }) => promptPath,
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
    sort: ({ model }) => model,
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
    sort: ({ source }) => source,
    head: "Source",
    cell: ({ source, label }) => `${sourceName(source)}${label ? ` · ${label}` : ""}`,
    mobile: "hide",
    className: "whitespace-nowrap",
  },
  {
    key: "state",
    sort: ({ status }) => status,
    head: "State",
    cell: ({ status, errorCode }) => <GenerationState status={status} errorCode={errorCode} />,
    mobile: "aside",
  },
  {
    key: "tokens",
    sort: ({ inputTokens, outputTokens }) =>
      inputTokens === null && outputTokens === null ? null : (inputTokens ?? 0) + (outputTokens ?? 0),
    head: "Tokens in / out",
    numeric: true,
    cell: ({ inputTokens, outputTokens, isUsageEstimated }) =>
      formatEstimated(`${formatNumber(inputTokens)} / ${formatNumber(outputTokens)}`, isUsageEstimated),
    mobile: "hide",
  },
  {
    key: "latency",
    sort: ({ latencyMs }) => latencyMs,
    head: "Latency",
    numeric: true,
    cell: ({ latencyMs }) => formatDuration(latencyMs),
  },
  {
    key: "cost",
    sort: ({ costUsd }) => costUsd,
    head: "Cost",
    numeric: true,
    cell: ({ costUsd, isUsageEstimated }) =>
      formatEstimated(formatMoney(costUsd), isUsageEstimated && costUsd !== null),
  },
  {
    key: "carbon",
    sort: ({ carbonGrams }) => carbonGrams,
    head: "gCO₂e",
    numeric: true,
    cell: ({ carbonGrams, isUsageEstimated }) =>
      formatEstimated(formatValue(carbonGrams, 2), isUsageEstimated && carbonGrams !== null),
    mobile: "hide",
  },
  {
    key: "when",
    sort: ({ startedAt }) => startedAt,
    head: "When",
    cell: ({ startedAt }) => <RelativeTime value={startedAt} className="whitespace-nowrap text-text-2" />,
  },
];
