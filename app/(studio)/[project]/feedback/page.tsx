import { MessageSquare } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { FeedbackScore } from "#components/feedback/feedback-score";
import { VersionSummary } from "#components/feedback/version-summary";
import { ScopeBar } from "#components/observability/scope-bar";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { countFeedback, feedbackSentence, feedbackSummary, listFeedback } from "#lib/feedback";
import { listPrompts } from "#lib/prompts";
import { listEnvironments } from "#lib/releases";
import { formatCount, formatNumber } from "#platform/format";
import { present } from "#platform/list-address";
import { paths } from "#platform/paths";
import { type Feedback, feedbackKinds } from "#schema/feedback";
import { allTime, everyCall } from "#schema/observability";
import { readScope, scopeOf } from "#client/observability";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { CodeBlock } from "#ui/code-block";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { Segmented } from "#ui/segmented";
import { type Column, Table } from "#ui/table";
import { feedbackHref } from "../_parts/scope-links.ts";
import { RemovedNote } from "../_parts/removed-note.tsx";
import { feedbackList, whiches } from "./_parts/feedback-list.ts";

export const metadata: Metadata = { title: "Feedback" };

type PageProps = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

const whichLabels = {
  all: "All",
  scored: "Scored",
  negative: "Negative",
  positive: "Positive",
  commented: "With words",
};
const kindLabels = { thumbs: "Thumbs", rating: "Ratings", outcome: "Outcomes" };

/** What end users say and do, per version and one by one. */
export default async function FeedbackPage({ params, searchParams }: PageProps) {
  const { project } = await params;
  const search = await searchParams;
  const { cursor, sort: _, ...chosen } = feedbackList.load(search);
  const { which, kind, model } = chosen;
  const query = readScope(search, everyCall);
  const ctx = await currentContext(project);
  const now = ctx.clock.now();
  const scope = scopeOf(query, now);
  const filters = { ...scope, which, simulated: false, ...present({ kind, model }) };
  const { environment: _environment, source: _source, ...everywhere } = scope;
  const [page, total, counted, all, versions, environments, prompts] = await Promise.all([
    listFeedback(ctx, { ...filters, ...present({ cursor }) }),
    countFeedback(ctx, filters),
    countFeedback(ctx, { ...scope, simulated: false }),
    countFeedback(ctx, everywhere),
    feedbackSummary(ctx, scope),
    listEnvironments(ctx),
    listPrompts(ctx, { limit: 200 }),
  ]);
  const href = (change: Parameters<typeof feedbackList.href>[1], version?: string) =>
    feedbackHref(project, query, version === undefined ? {} : { version }, { ...chosen, ...change });
  const chosenVersion = versions.find((row) => row.promptVersionId === query.version);
  return (
    <>
      <TopBar crumbs={[{ label: "Feedback" }]} />
      <ScopeBar
        base={feedbackList.href(paths.feedback(project), chosen)}
        query={query}
        usual={everyCall}
        mayBeAllTime
        narrowing={
          model ? (
            <Chip tone="accent">
              {model}
              <Link href={href({ model: null })} aria-label="Answers of every model">
                ✕
              </Link>
            </Chip>
          ) : null
        }
        environments={environments.map(({ name }) => name)}
        prompts={prompts.items}
        versionName={
          chosenVersion ? `${chosenVersion.promptPath} v${chosenVersion.promptVersionNumber}` : undefined
        }
        now={now}
      >
        <b className="num font-medium text-text">{formatNumber(counted)}</b> counted
        {all > counted ? (
          <span className="text-text-3">
            {" "}
            · {formatNumber(all - counted)} on calls of other sources or environments, or on simulated
            answers, are not
          </span>
        ) : null}
      </ScopeBar>
      <Page>
        <RemovedNote project={project} span={scope} of={["feedback"]} />
        <PageHeader title="Feedback" note={feedbackSentence(versions)} />
        {versions.length > 0 ? (
          <Card>
            <CardHeader title="By version" note="Share of positive scores with its 95 % interval" />
            <VersionSummary
              rows={versions}
              hrefOf={(row) => href({}, row.promptVersionId ?? "")}
              selectedId={query.version}
            />
          </Card>
        ) : null}
        <Card>
          <CardHeader
            title={formatCount(total, "piece", "pieces")}
            note="of feedback, one by one"
            actions={
              <span className="flex flex-wrap gap-2">
                <Segmented
                  label="Kind"
                  value={kind ?? "all"}
                  items={[
                    { value: "all", label: "Every kind", href: href({ kind: null }) },
                    ...feedbackKinds.map((each) => ({
                      value: each,
                      label: kindLabels[each],
                      href: href({ kind: each }),
                    })),
                  ]}
                />
                <Segmented
                  label="Which feedback"
                  value={which}
                  items={whiches.map((each) => ({
                    value: each,
                    label: whichLabels[each],
                    href: href({ which: each }),
                  }))}
                />
              </span>
            }
          />
          {page.items.length > 0 ? (
            <Table
              label="Feedback"
              name="feedback"
              isWhole={!cursor && page.nextCursor === null}
              columns={columns}
              rows={page.items}
              rowKey={({ id }) => id}
              rowHref={(row) => paths.generation(project, row.generationId)}
            />
          ) : all > 0 ? (
            <EmptyState
              title="No feedback matches"
              action={
                <Button asChild>
                  <Link href={feedbackHref(project, everything)}>Show all feedback</Link>
                </Button>
              }
            >
              The scope and the filter leave nothing of {formatCount(all, "piece", "pieces")} in this span.
            </EmptyState>
          ) : (
            <EmptyState
              icon={<MessageSquare aria-hidden="true" />}
              title="No feedback yet"
              action={<CodeBlock code={example} title="Send feedback" />}
            >
              Your program sends it with the id that came back with the generation.
            </EmptyState>
          )}
          <Pagination
            newerHref={cursor ? href({}) : undefined}
            newerLabel="Newest"
            olderHref={page.nextCursor ? href({ cursor: page.nextCursor }) : undefined}
          />
        </Card>
      </Page>
    </>
  );
}

const everything = { ...readScope({}, everyCall), days: allTime };

const example = `curl "$VALUELOOP_URL/api/v1/feedback" \\
  -H "Authorization: Bearer $VALUELOOP_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"generationId":"…","kind":"thumbs","score":0,"comment":"Wrong amount"}'`;

const columns: Column<Feedback>[] = [
  { key: "comment", head: "What was said", cell: (row) => <Said row={row} />, className: "max-w-120" },
  {
    key: "score",
    sort: ({ score }) => score,
    head: "Score",
    cell: (row) => <FeedbackScore kind={row.kind} score={row.score} />,
    mobile: "aside",
  },
  {
    key: "version",
    sort: versionOf,
    head: "Version",
    cell: (row) => versionOf(row) ?? "no prompt",
    className: "whitespace-nowrap text-text-2",
  },
  {
    key: "who",
    sort: ({ endUser }) => endUser,
    head: "End user",
    cell: (row) => row.endUser ?? "—",
    mobile: "hide",
    className: "text-text-2",
  },
  {
    key: "when",
    sort: ({ createdAt }) => createdAt,
    head: "When",
    cell: (row) => <RelativeTime value={row.createdAt} className="whitespace-nowrap text-text-2" />,
  },
];

function versionOf({ promptPath, promptVersionNumber }: Feedback): string | null {
  return promptPath === null ? null : `${promptPath} v${promptVersionNumber ?? "?"}`;
}

function Said({ row }: { row: Feedback }) {
  return (
    <span className="line-clamp-2">
      {row.comment || <span className="font-normal text-text-3">no words</span>}{" "}
      {row.isDemo ? <Chip>demo</Chip> : null}
    </span>
  );
}
