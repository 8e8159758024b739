import { MessageSquare } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { currentContext } from "#app/_context";
import { FeedbackScore } from "#components/feedback/feedback-score";
import { VersionSummary } from "#components/feedback/version-summary";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { feedbackSentence, feedbackSummary, listFeedback } from "#lib/feedback";
import { isId } from "#platform/ids";
import { paths } from "#platform/paths";
import { type Feedback, FeedbackKind, feedbackKinds } from "#schema/feedback";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { CodeBlock } from "#ui/code-block";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { Segmented } from "#ui/segmented";
import { type Column, DataTable } from "#ui/table";

export const metadata: Metadata = { title: "Feedback" };

type Search = { which?: string; kind?: string; version?: string; cursor?: string };
type PageProps = { params: Promise<{ project: string }>; searchParams: Promise<Search> };

const whiches = ["all", "negative", "positive", "commented"] as const;
const whichLabels = { all: "All", negative: "Negative", positive: "Positive", commented: "With words" };
const kindLabels = { thumbs: "Thumbs", rating: "Ratings", outcome: "Outcomes" };

/** What end users say and do, per version and one by one. */
export default async function FeedbackPage({ params, searchParams }: PageProps) {
  const { project } = await params;
  const search = await searchParams;
  const which = whiches.find((each) => each === search.which) ?? "all";
  const kind = FeedbackKind.safeParse(search.kind).data;
  const promptVersionId = search.version && isId(search.version) ? search.version : undefined;
  const ctx = await currentContext(project);
  const [page, versions] = await Promise.all([
    listFeedback(ctx, {
      which,
      ...(kind ? { kind } : {}),
      ...(promptVersionId ? { promptVersionId } : {}),
      ...(search.cursor ? { cursor: search.cursor } : {}),
    }),
    feedbackSummary(ctx),
  ]);
  const href = (change: Search) => {
    const next = { which, kind, version: promptVersionId, cursor: "", ...change };
    const query = Object.entries(next).flatMap(([key, value]) =>
      value && value !== "all" ? [[key, value] as [string, string]] : [],
    );
    return query.length > 0
      ? `${paths.feedback(project)}?${new URLSearchParams(query)}`
      : paths.feedback(project);
  };
  const chosen = versions.find(
    (row) => row.promptVersionId === promptVersionId && promptVersionId !== undefined,
  );
  return (
    <>
      <TopBar crumbs={[{ label: "Feedback" }]} />
      <Page>
        <PageHeader
          title="Feedback"
          note={feedbackSentence(versions)}
          chips={
            chosen ? (
              <Chip tone="accent">
                {chosen.promptPath} v{chosen.promptVersionNumber}
                <Link href={href({ version: "" })} aria-label="Show every version">
                  ✕
                </Link>
              </Chip>
            ) : null
          }
        />
        {versions.length > 0 ? (
          <Card>
            <CardHeader title="By version" note="Share of positive scores with its 95 % interval" />
            <VersionSummary
              rows={versions}
              hrefOf={(row) => href({ version: row.promptVersionId ?? "" })}
              selectedId={promptVersionId}
            />
          </Card>
        ) : null}
        <Card>
          <CardHeader
            title="One by one"
            actions={
              <span className="flex flex-wrap gap-2">
                <Segmented
                  label="Kind"
                  value={kind ?? "all"}
                  items={[
                    { value: "all", label: "Every kind", href: href({ kind: "" }) },
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
            <DataTable
              label="Feedback"
              columns={columns}
              rows={page.items}
              rowKey={({ id }) => id}
              rowHref={(row) => paths.generation(project, row.generationId)}
            />
          ) : versions.length > 0 ? (
            <EmptyState
              title="No feedback matches"
              action={
                <Button asChild>
                  <Link href={paths.feedback(project)}>Show all feedback</Link>
                </Button>
              }
            >
              The filter leaves nothing.
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
            newerHref={search.cursor ? href({}) : undefined}
            newerLabel="Newest"
            olderHref={page.nextCursor ? href({ cursor: page.nextCursor }) : undefined}
          />
        </Card>
      </Page>
    </>
  );
}

const example = `curl "$VALUELOOP_URL/api/v1/feedback" \\
  -H "Authorization: Bearer $VALUELOOP_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"generationId":"…","kind":"thumbs","score":0,"comment":"Wrong amount"}'`;

const columns: Column<Feedback>[] = [
  { key: "comment", head: "What was said", cell: (row) => <Said row={row} />, className: "max-w-120" },
  {
    key: "score",
    head: "Score",
    cell: (row) => <FeedbackScore kind={row.kind} score={row.score} />,
    mobile: "aside",
  },
  {
    key: "version",
    head: "Version",
    cell: (row) => (row.promptPath ? `${row.promptPath} v${row.promptVersionNumber ?? "?"}` : "no prompt"),
    className: "whitespace-nowrap text-text-2",
  },
  {
    key: "who",
    head: "End user",
    cell: (row) => row.endUser ?? "—",
    mobile: "hide",
    className: "text-text-2",
  },
  {
    key: "when",
    head: "When",
    cell: (row) => <RelativeTime value={row.createdAt} className="whitespace-nowrap text-text-2" />,
  },
];

function Said({ row }: { row: Feedback }) {
  return (
    <span className="line-clamp-2">
      {row.comment || <span className="font-normal text-text-3">no words</span>}{" "}
      {row.isDemo ? <Chip>demo</Chip> : null}
    </span>
  );
}
