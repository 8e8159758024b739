import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { PromotionChip } from "#components/releases/promotion-chip";
import { promotionColumns } from "#components/releases/promotion-columns";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { listPrompts } from "#lib/prompts";
import { listEnvironments, listPromotions } from "#lib/releases";
import { formatDate } from "#platform/format";
import { paths } from "#platform/paths";
import type { Promotion } from "#schema/releases";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
import { present } from "#platform/list-address";
import { PromotionFilters } from "./_parts/promotion-filters.client.tsx";
import { promotionList } from "./_parts/promotion-list.ts";

export const metadata: Metadata = { title: "Promotions" };

type Props = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

/** Every move of every environment's pointer: asked for, made, refused, taken back. */
export default async function PromotionsPage({ params, searchParams }: Props) {
  const [{ project }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const { cursor, sort: _, ...filters } = promotionList.load(query);
  const isFiltered = promotionList.isFiltered(filters);
  const hrefAt = (place: string | null) =>
    promotionList.href(paths.promotions(project), { ...filters, cursor: place });
  const { items, nextCursor } = await listPromotions(ctx, present({ ...filters, cursor }));
  const [environments, prompts] = await Promise.all([
    listEnvironments(ctx),
    listPrompts(ctx, { limit: 200 }),
  ]);
  return (
    <>
      <TopBar
        crumbs={[{ label: "Environments", href: paths.environments(project) }, { label: "Promotions" }]}
        actions={
          may(ctx, "promotion.request") ? (
            <Button variant="primary" asChild>
              <Link href={`${paths.promotions(project)}/new`}>Request promotion</Link>
            </Button>
          ) : null
        }
      />
      <Page>
        <PageHeader
          title="Promotions"
          note="A pointer moves only on evidence; a rollback at once. Both are kept here and in the audit chain."
        />
        <PromotionFilters prompts={prompts.items} environments={environments} />
        <Card>
          {items.length > 0 ? (
            <Table
              label="Promotions"
              name="promotions"
              isWhole={!cursor && nextCursor === null}
              rows={items}
              columns={columns(ctx.clock.now())}
              rowKey={({ id }) => id}
              rowHref={({ number }) => paths.promotion(project, number)}
            />
          ) : (
            <EmptyState
              title={isFiltered ? "No promotion fits these filters" : "No promotion yet"}
              action={
                isFiltered ? (
                  <Button asChild>
                    <Link href={paths.promotions(project)}>Show all</Link>
                  </Button>
                ) : (
                  <Button asChild>
                    <Link href={paths.prompts(project)}>Open prompts</Link>
                  </Button>
                )
              }
            >
              {isFiltered
                ? "Take a filter away to see more."
                : "A promotion moves an environment to a version once its gate is met. Open a prompt, run it, and request one."}
            </EmptyState>
          )}
        </Card>
        <Pagination
          newerHref={cursor ? hrefAt(null) : undefined}
          newerLabel="First page"
          olderHref={nextCursor ? hrefAt(nextCursor) : undefined}
        />
      </Page>
    </>
  );
}

function columns(now: Date): Column<Promotion>[] {
  return [
    ...promotionColumns,
    {
      key: "environment",
      sort: ({ environmentName }) => environmentName,
      head: "Environment",
      cell: ({ environmentName }) => environmentName,
    },
    {
      key: "status",
      sort: ({ status }) => status,
      head: "State",
      cell: ({ status, kind }) => <PromotionChip status={status} kind={kind} />,
      mobile: "aside",
    },
    {
      key: "by",
      sort: ({ requestedByName }) => requestedByName,
      head: "Requested by",
      cell: ({ requestedByName }) => requestedByName,
    },
    {
      key: "asked",
      sort: ({ createdAt }) => createdAt,
      head: "Requested",
      cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
    {
      key: "closed",
      sort: ({ closedAt }) => closedAt,
      head: "Closed",
      cell: ({ closedAt, closedByName }) =>
        closedAt ? (
          <>
            {formatDate(closedAt, now)}
            {closedByName ? ` by ${closedByName}` : ""}
          </>
        ) : (
          "—"
        ),
      mobile: "hide",
    },
  ];
}
