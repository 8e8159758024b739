import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { DecisionsTabs } from "#components/review/decisions-tabs";
import { ExploredList } from "#components/review/explored-list.client";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { scopeOf } from "#client/observability";
import { exploreSentence } from "#client/review";
import { listDatasets } from "#lib/datasets";
import { listMembers, may } from "#lib/identity";
import { getPromptVersion, listPrompts } from "#lib/prompts";
import { listEnvironments } from "#lib/releases";
import { countProposedCorrections, exploreDecisions, listExplored } from "#lib/review";
import { paths } from "#platform/paths";
import type { Exploration } from "#schema/review";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { Segmented } from "#ui/segmented";
import { archiveMadeDatasetAction, makeDatasetAction, takeOutExamplesAction } from "./actions.ts";
import { RemovedNote } from "../_parts/removed-note.tsx";
import { DecisionsScope } from "./_parts/decisions-scope.tsx";
import { ReasonsTable } from "./_parts/reasons-table.tsx";
import { SplitPanel } from "./_parts/split-panel.tsx";
import { type DecisionsQuery, hrefOf, inputOf, readQuery, wholeScope } from "./_parts/query.ts";

export const metadata: Metadata = { title: "Decisions" };

type PageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<SearchParams>;
};

/** Why people edit or reject: what a scope's decisions name, what changed, and the decisions themselves. */
export default async function DecisionsPage({ params, searchParams }: PageProps) {
  const { project } = await params;
  const ctx = await currentContext(project);
  if (!may(ctx, "task.read"))
    return (
      <>
        <TopBar crumbs={[{ label: "Decisions" }]} />
        <NoPermission what="Reading decisions" whoCan={["owner", "admin", "engineer", "reviewer"]} />
      </>
    );
  const query = readQuery(await searchParams);
  const now = ctx.clock.now();
  const input = inputOf(query, now);
  const { version: versionId } = query.scope;
  const [explored, page, corrections, prompts, environments, version, reviewers, datasets] =
    await Promise.all([
      exploreDecisions(ctx, input),
      listExplored(ctx, { ...input, limit: 50 }),
      countProposedCorrections(ctx),
      listPrompts(ctx, { limit: 200 }),
      listEnvironments(ctx),
      // An address may name a version that is gone; the scope then holds nothing, and says so.
      versionId ? getPromptVersion(ctx, { versionId }).catch(() => null) : null,
      may(ctx, "member.read") ? listMembers(ctx) : [],
      may(ctx, "dataset.update") ? listDatasets(ctx, { limit: 200 }) : null,
    ]);
  const prompt = prompts.items.find(({ id }) => id === query.scope.prompt);
  const { total, totalBefore, days, reasons, kinds } = explored;
  const of = prompt ? `on ${prompt.path}` : "in this scope";
  const isNarrowed = explored.listed !== total;
  const exportHref = (format: string) => hrefOf(project, query, {}, paths.decisionsExport(project, format));
  return (
    <>
      <TopBar
        crumbs={[{ label: "Decisions" }]}
        actions={
          <>
            <Button asChild variant="ghost">
              <a href={exportHref("csv")}>Export CSV</a>
            </Button>
            <Button asChild variant="ghost" className="max-sm:hidden">
              <a href={exportHref("jsonl")}>JSONL</a>
            </Button>
          </>
        }
      />
      <DecisionsTabs project={project} corrections={corrections} />
      <DecisionsScope
        project={project}
        query={query}
        explored={explored}
        environments={environments.map(({ name }) => name)}
        prompts={prompts.items}
        reviewers={reviewers}
        versionName={version ? `${version.promptPath} v${version.number}` : undefined}
        now={now}
      />
      <Page>
        <RemovedNote project={project} span={scopeOf(query.scope, now)} of={["reviewed tasks"]} />
        <PageHeader title="Decisions" />
        <Card>
          <CardBody>
            <p className="text-lg text-pretty">
              {exploreSentence({ total, approved: kinds.approve, totalBefore, days, reasons, of })}
            </p>
            <p className="mt-1 text-sm text-text-2">
              One decision a task: where two people decided, what they agree on or a third person settled.
              Decided by {explored.reviewers === 1 ? "1 reviewer" : `${explored.reviewers} reviewers`};
              answers of the simulated connection left out.
            </p>
          </CardBody>
        </Card>
        {total > 0 || totalBefore > 0 ? (
          <div className="grid gap-3.5 lg:grid-cols-[minmax(0,1fr)_360px]">
            <ReasonsTable
              explored={explored}
              hrefOf={(change) => hrefOf(project, query, { ...wholeScope, ...change })}
            />
            <SplitPanel explored={explored} query={query} project={project} />
          </div>
        ) : null}
        <Card>
          <CardHeader
            title={<KindTabs project={project} query={query} explored={explored} />}
            actions={isNarrowed ? `${explored.listed} of ${total}` : null}
          />
          {page.items.length > 0 ? (
            <ExploredList
              project={project}
              rows={page.items}
              isWhole={!query.cursor && page.nextCursor === null}
              datasets={
                datasets && {
                  choices: datasets.items.map(({ id, name }) => ({ id, name })),
                  actions: {
                    make: makeDatasetAction,
                    takeOut: takeOutExamplesAction,
                    archive: archiveMadeDatasetAction,
                  },
                }
              }
              mayDraft={may(ctx, "prompt.update")}
            />
          ) : (
            <EmptyState title="No decisions here">
              {isNarrowed
                ? "The scope has decisions; the reason, kind or reviewer chosen has none. Take one of them off."
                : "Nobody decided anything in this scope. Choose another span, environment or source: reviews of run cases have the source “runs”."}
            </EmptyState>
          )}
          <Pagination
            newerHref={query.cursor ? hrefOf(project, query) : undefined}
            newerLabel="Newest"
            olderHref={page.nextCursor ? hrefOf(project, query, { cursor: page.nextCursor }) : undefined}
          />
        </Card>
      </Page>
    </>
  );
}

function KindTabs({
  project,
  query,
  explored,
}: {
  project: string;
  query: DecisionsQuery;
  explored: Exploration;
}) {
  const { kinds, total, reasons } = explored;
  const chosen = reasons.find(({ key }) => key === query.reason);
  return (
    <Segmented
      label="Which decisions"
      value={query.reason ? "reason" : (query.kind ?? "all")}
      items={[
        { value: "all", label: "All", count: total, href: hrefOf(project, query, wholeScope) },
        {
          value: "approve",
          label: "Approved",
          count: kinds.approve,
          href: hrefOf(project, query, { ...wholeScope, kind: "approve" }),
        },
        {
          value: "edit",
          label: "Edited",
          count: kinds.edit,
          href: hrefOf(project, query, { ...wholeScope, kind: "edit" }),
        },
        {
          value: "reject",
          label: "Rejected",
          count: kinds.reject,
          href: hrefOf(project, query, { ...wholeScope, kind: "reject" }),
        },
        ...(query.kind === "not_approved"
          ? [
              {
                value: "not_approved",
                label: "Edited or rejected",
                count: kinds.edit + kinds.reject,
                href: hrefOf(project, query, { ...wholeScope, kind: "not_approved" }),
              },
            ]
          : []),
        ...(chosen
          ? [
              {
                value: "reason",
                label: chosen.name,
                count: chosen.count,
                href: hrefOf(project, query, { ...wholeScope, reason: chosen.key }),
              },
            ]
          : []),
      ]}
    />
  );
}
