import { Archive } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { PinButton } from "#components/routes/pin-button.client";
import { Page, PageHeader } from "#components/shell/page-header";
import { permissionTable } from "#constants/identity";
import { type Context, may } from "#lib/identity";
import { cacheFigures, countReplays } from "#lib/observability";
import { nameVersions } from "#lib/prompts";
import { getRoute, getSemanticState, type KeptAnswer, listCachedAnswers } from "#lib/routes";
import { nullIfNotFound } from "#platform/errors";
import { formatNumber } from "#platform/format";
import { isId } from "#platform/is-id";
import { present } from "#platform/list-address";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
import { pinAnswerAction } from "../../actions.ts";
import { CacheFigureStrip } from "../_parts/cache-figures.tsx";
import { lastDays } from "../_parts/last-days.ts";
import { AnswerFilters } from "./_parts/answer-filters.client.tsx";
import { answerList } from "./_parts/answer-list.ts";
import { EmptyCache, type PromptChoice } from "./_parts/empty-cache.client.tsx";

export const metadata: Metadata = { title: "Kept answers" };

const linkClass = "text-accent underline underline-offset-2";

type AnswersPageProps = {
  params: Promise<{ project: string; routeId: string }>;
  searchParams: Promise<SearchParams>;
};

/** The answers that a route gives again: to look through, to pin, to forget. */
export default async function AnswersPage({ params, searchParams }: AnswersPageProps) {
  const [{ project, routeId }, search] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  if (!may(ctx, "route.read"))
    return <NoPermission what="See what caches keep" whoCan={permissionTable["route.read"]} />;
  const route = isId(routeId) ? await nullIfNotFound(getRoute(ctx, { routeId })) : null;
  if (!route) notFound();
  const { cursor, sort: _, ...filters } = answerList.load(search);
  const [page, figures, semantic, prompts] = await Promise.all([
    listCachedAnswers(ctx, { routeId, ...present({ ...filters, cursor }) }),
    cacheFigures(ctx, { routeId, ...lastDays(ctx.clock.now()) }),
    getSemanticState(ctx, { routeId }),
    may(ctx, "route.update") ? promptChoices(ctx, routeId) : null,
  ]);
  const replays = await countReplays(ctx, {
    generationIds: page.items.map(({ generationId }) => generationId),
  });
  const isFiltered = filters.text !== null || filters.pinned !== null;
  const { cache } = route.version.definition;
  const href = (change: Parameters<typeof answerList.href>[1]) =>
    answerList.href(paths.routeAnswers(project, routeId), { ...filters, ...change });
  return (
    <Page>
      <PageHeader
        title={`Answers of ${route.name}`}
        note={
          <>
            <Link className={linkClass} href={paths.routes(project)}>
              Routes
            </Link>{" "}
            ·{" "}
            <Link className={linkClass} href={paths.route(project, routeId)}>
              {route.name}
            </Link>{" "}
            · What its cache gives again; the route says for how long.
          </>
        }
        actions={prompts ? <EmptyCache project={project} routeId={routeId} prompts={prompts} /> : null}
      />
      <Card>
        <CacheFigureStrip figures={figures} semantic={cache?.semantic ? semantic : null} />
      </Card>
      <AnswerFilters />
      <Card>
        {page.items.length > 0 ? (
          <Table
            name="route-answers"
            label="Kept answers"
            isWhole={!cursor && page.nextCursor === null}
            rows={page.items}
            rowKey={({ generationId }) => generationId}
            rowHref={({ generationId }) => paths.generation(project, generationId)}
            columns={columns({ project, replays, mayPin: may(ctx, "answer.pin") })}
          />
        ) : (
          <EmptyState
            icon={<Archive aria-hidden="true" />}
            title={isFiltered ? "No kept answer fits" : "It keeps no answer"}
            action={
              isFiltered ? (
                <Button asChild>
                  <Link href={paths.routeAnswers(project, routeId)}>Show all</Link>
                </Button>
              ) : null
            }
          >
            {isFiltered
              ? "Try fewer words."
              : cache
                ? "The next call of a program by this route is kept, unless a policy finds something in it."
                : "This route has no cache. Say on its page for how long an answer is given again."}
          </EmptyState>
        )}
      </Card>
      <Pagination
        newerHref={cursor ? href({}) : undefined}
        newerLabel="First page"
        olderHref={page.nextCursor ? href({ cursor: page.nextCursor }) : undefined}
      />
    </Page>
  );
}

type Shown = { project: string; replays: ReadonlyMap<string, number>; mayPin: boolean };

function columns({ project, replays, mayPin }: Shown): Column<KeptAnswer>[] {
  return [
    {
      key: "question",
      head: "Question",
      cell: ({ question }) => <span className="line-clamp-2">{question ?? "not kept"}</span>,
      mobile: "title",
      className: "max-w-80",
    },
    {
      key: "answer",
      head: "Answer",
      cell: ({ outputPreview }) => (
        <span className="line-clamp-2 text-text-2">{outputPreview || "calls tools"}</span>
      ),
      className: "max-w-96",
    },
    { key: "model", head: "Model", cell: ({ model }) => model, sort: ({ model }) => model },
    {
      key: "given",
      head: "Given again",
      numeric: true,
      cell: ({ generationId }) => formatNumber(replays.get(generationId) ?? 0),
      sort: ({ generationId }) => replays.get(generationId) ?? 0,
    },
    {
      key: "kept",
      head: "Kept",
      cell: ({ keptAt }) => <RelativeTime value={keptAt} />,
      sort: ({ keptAt }) => keptAt,
    },
    {
      key: "until",
      head: "Until",
      cell: ({ pinnedAt, pinnedByName, expiresAt }) =>
        pinnedAt ? <Chip tone="accent">pinned by {pinnedByName}</Chip> : <RelativeTime value={expiresAt} />,
      sort: ({ expiresAt }) => expiresAt,
      mobile: "aside",
    },
    ...(mayPin
      ? [
          {
            key: "pin",
            head: "Pin",
            cell: ({ generationId, pinnedAt }: KeptAnswer) => (
              <PinButton
                project={project}
                generationId={generationId}
                isPinned={pinnedAt !== null}
                pin={pinAnswerAction}
              />
            ),
          },
        ]
      : []),
  ];
}

/** Prompts and versions of the newest kept answers, by which the cache can be emptied. */
async function promptChoices(ctx: Context, routeId: string): Promise<PromptChoice[]> {
  const { items } = await listCachedAnswers(ctx, { routeId, limit: 200 });
  const versionIds = [...new Set(items.flatMap(({ promptVersionId }) => promptVersionId ?? []))];
  const versions = await nameVersions(ctx, { versionIds });
  const prompts = new Map(versions.map(({ promptId, promptPath }) => [promptId, promptPath]));
  return [
    ...[...prompts].map(([id, path]) => ({ value: `promptId:${id}`, label: `${path}, all versions` })),
    ...versions.map(({ id, promptPath, number }) => ({
      value: `versionId:${id}`,
      label: `${promptPath} v${number}`,
    })),
  ];
}
