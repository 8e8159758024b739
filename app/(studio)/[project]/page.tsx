import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext, currentShell } from "#app/_context";
import { ScopeBar } from "#components/observability/scope-bar";
import { CopyLink } from "#components/shell/copy-link.client";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { listPrompts } from "#lib/prompts";
import { readOverview } from "#lib/loop";
import { listEnvironments } from "#lib/releases";
import { scopeOf, scopeWords } from "#client/observability";
import { type Overview } from "#schema/loop";
import { overviewSentence } from "#client/loop";
import { Card } from "#ui/card";
import { AgainstSwitch } from "./_parts/against-switch.tsx";
import { ChangeCard } from "./_parts/change-card.tsx";
import { FirstSteps } from "./_parts/first-steps.tsx";
import { LeftOut } from "./_parts/left-out.tsx";
import { LoopTiles } from "./_parts/loop-tiles.tsx";
import { MetricChart } from "./_parts/metric-chart.tsx";
import { Objectives } from "./_parts/objectives.tsx";
import { chartHref, readOverviewAddress } from "./_parts/overview-href.ts";
import { ProductionTable } from "./_parts/production-table.tsx";
import { cutsDay, RemovedNote } from "./_parts/removed-note.tsx";

/** The project's template does not reach the page at its own address. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { project } = await currentShell((await params).project);
  return { title: { absolute: `Overview · ${project.name} · Valueloop` } };
}

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<SearchParams>;
};

/** How the loop is doing in one scope: every number obeys it and opens what is behind it. */
export default async function OverviewPage({ params, searchParams }: Props) {
  const [{ project }, search] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const overview = await readOverview(ctx, readOverviewAddress(search));
  const { query } = overview;
  const [environments, prompts] = await Promise.all([
    listEnvironments(ctx),
    listPrompts(ctx, { limit: 200 }),
  ]);
  const now = ctx.clock.now();
  const scope = scopeOf(query, now);
  const against = overview.against.scope;
  return (
    <>
      <TopBar
        crumbs={[{ label: (await currentShell(project)).project.name }, { label: "Overview" }]}
        actions={<CopyLink />}
      />
      <ScopeBar
        base={chartHref(project, query)}
        query={query}
        environments={environments.map(({ name }) => name)}
        prompts={prompts.items}
        versionName={versionNameOf(overview)}
        now={now}
        narrowing={
          <AgainstSwitch
            project={project}
            overview={overview}
            environments={environments.map(({ name }) => name)}
          />
        }
      >
        <LeftOut counts={overview.scopes} query={query} />
      </ScopeBar>
      <Page>
        <RemovedNote
          project={project}
          span={scope}
          against={against}
          of={["feedback", "reviewed tasks", ...([scope, against].some(cutsDay) ? ["calls" as const] : [])]}
        />
        <PageHeader title="How the loop is doing" actions={<span>{scopeWords(query, now)}</span>} />
        {overview.firstSteps ? (
          <FirstSteps project={project} steps={overview.firstSteps} />
        ) : (
          <Lead overview={overview} />
        )}
        <LoopTiles project={project} overview={overview} />
        <div className="grid grid-cols-[2fr_1fr] items-start gap-4 max-lg:grid-cols-1">
          <MetricChart project={project} overview={overview} />
          <div className="flex flex-col gap-4">
            <ChangeCard project={project} overview={overview} />
            <Objectives project={project} overview={overview} />
          </div>
        </div>
        <ProductionTable
          project={project}
          overview={overview}
          may={{ request: may(ctx, "promotion.request"), run: may(ctx, "run.create") }}
        />
      </Page>
    </>
  );
}

function versionNameOf({ query, production }: Overview): string | undefined {
  const row = production.find(({ versionId }) => versionId === query.version);
  return row ? `${row.promptPath} v${row.versionNumber}` : undefined;
}

/** What the numbers say, before the numbers. */
function Lead({ overview }: { overview: Overview }) {
  const { lead, rest } = overviewSentence(overview);
  return (
    <Card className="px-4 py-3.5">
      <p className="max-w-[88ch] text-pretty">
        <b className="font-semibold">{lead}</b> {rest}
      </p>
    </Card>
  );
}
