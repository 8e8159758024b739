import type { Metadata } from "next";
import { currentContext, currentShell } from "#app/_context";
import { may } from "#lib/identity";
import { CopyLink } from "#components/shell/copy-link.client";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { readOverview } from "#lib/releases";
import { formatDate } from "#platform/format";
import { type Overview, overviewDays, OverviewInput } from "#schema/releases";
import { Segmented } from "#ui/segmented";
import { FirstSteps } from "./_parts/first-steps.tsx";
import { LoopTiles } from "./_parts/loop-tiles.tsx";
import { MetricChart } from "./_parts/metric-chart.tsx";
import { Objectives } from "./_parts/objectives.tsx";
import { overviewHref } from "./_parts/overview-href.ts";
import { ProductionTable } from "./_parts/production-table.tsx";

/** The project's template does not reach the page at its own address. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { project } = await currentShell((await params).project);
  return { title: { absolute: `Overview · ${project.name} · Valueloop` } };
}

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | undefined>>;
};

/** How the loop is doing: every number opens what is behind it. */
export default async function OverviewPage({ params, searchParams }: Props) {
  const [{ project }, search] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const query = OverviewInput.parse(search);
  const overview = await readOverview(ctx, query);
  const now = ctx.clock.now();
  return (
    <>
      <TopBar
        crumbs={[{ label: (await currentShell(project)).project.name }, { label: "Overview" }]}
        actions={<CopyLink />}
      />
      <Page>
        <PageHeader
          title="How the loop is doing"
          actions={
            <>
              <Segmented
                label="Span"
                value={String(query.days)}
                items={overviewDays.map((days) => ({
                  value: String(days),
                  label: `${days} d`,
                  href: overviewHref(project, query, { days }),
                }))}
              />
              <span
                title={`${formatDate(overview.from, now)} to today, against the ${query.days} days before`}
              >
                against the {query.days} days before
              </span>
            </>
          }
        />
        {overview.firstSteps ? <FirstSteps project={project} steps={overview.firstSteps} /> : null}
        <LoopTiles project={project} tiles={overview.tiles} days={query.days} from={overview.from} />
        <div className="grid grid-cols-[2fr_1fr] items-start gap-4 max-lg:grid-cols-1">
          <MetricChart
            project={project}
            query={query}
            chart={overview.chart}
            prompts={overview.production.map(({ promptId, promptPath }) => ({
              id: promptId,
              path: promptPath,
            }))}
            kpis={overview.kpis}
            kpiKey={overview.kpiKey}
          />
          <Objectives project={project} objectives={overview.objectives} from={overview.from} />
        </div>
        <ProductionTable
          project={project}
          rows={overview.production}
          days={query.days}
          from={overview.from}
          may={{ request: may(ctx, "promotion.request"), run: may(ctx, "run.create") }}
        />
        <Simulated overview={overview} />
      </Page>
    </>
  );
}

/** Simulated answers count nowhere here; saying so is part of the number. */
function Simulated({ overview }: { overview: Overview }) {
  const { simulated } = overview.tiles.generate;
  return (
    <p className="text-sm text-text-3">
      {simulated > 0
        ? `${simulated.toLocaleString("en-US")} calls answered by the simulated connection are not counted in any number here.`
        : "Numbers are of true calls; simulated answers would not be counted."}
    </p>
  );
}
