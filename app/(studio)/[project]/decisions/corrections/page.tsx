import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { DecisionsTabs } from "#components/review/decisions-tabs";
import { ProposedCorrections } from "#components/review/proposed-corrections.client";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { countProposedCorrections, listProposedCorrections } from "#lib/review";
import { formatNumber } from "#platform/format";
import { listAddress, present } from "#platform/list-address";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Card } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { acceptCorrectionAction, declineCorrectionAction } from "./actions.ts";

export const metadata: Metadata = { title: "Corrections" };

type PageProps = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

const list = listAddress({});

/** Corrections that wait for a second person before they join a dataset that versions are judged by. */
export default async function CorrectionsPage({ params, searchParams }: PageProps) {
  const { project } = await params;
  const { cursor } = list.load(await searchParams);
  const ctx = await currentContext(project);
  const crumbs = [{ label: "Decisions", href: paths.decisions(project) }, { label: "Corrections" }];
  if (!may(ctx, "task.decide"))
    return (
      <>
        <TopBar crumbs={crumbs} />
        <NoPermission what="Confirming corrections" whoCan={["owner", "admin", "engineer", "reviewer"]} />
      </>
    );
  const [page, waiting] = await Promise.all([
    listProposedCorrections(ctx, present({ cursor })),
    countProposedCorrections(ctx),
  ]);
  return (
    <>
      <TopBar crumbs={crumbs} />
      <DecisionsTabs project={project} corrections={waiting} />
      <Page>
        <PageHeader
          title="Corrections"
          note={
            waiting === 0
              ? "No correction waits."
              : `${waiting === 1 ? "1 correction waits" : `${formatNumber(waiting)} corrections wait`} for a second person. A dataset that runs are made on judges versions: one person alone does not change it.`
          }
        />
        {page.items.length > 0 ? (
          <ProposedCorrections
            project={project}
            corrections={page.items}
            accept={acceptCorrectionAction}
            decline={declineCorrectionAction}
          />
        ) : (
          <Card>
            <EmptyState title="No correction waits">
              An edit of an output whose dataset runs are made on waits here until a second person has looked
              at it.
            </EmptyState>
          </Card>
        )}
        <Pagination
          newerHref={cursor ? paths.corrections(project) : undefined}
          newerLabel="Newest"
          olderHref={
            page.nextCursor ? list.href(paths.corrections(project), { cursor: page.nextCursor }) : undefined
          }
        />
      </Page>
    </>
  );
}
