import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { FeedbackScore } from "#components/feedback/feedback-score";
import { ScopeBar } from "#components/observability/scope-bar";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listFeedback } from "#lib/feedback";
import { may } from "#lib/identity";
import { listPrompts } from "#lib/prompts";
import { qualityFigure } from "#lib/loop";
import { listEnvironments } from "#lib/releases";
import { listDecisions } from "#lib/review";
import { formatCount, formatNumber, formatValue } from "#platform/format";
import { present } from "#platform/list-address";
import { paths } from "#platform/paths";
import type { Feedback } from "#schema/feedback";
import { readScope, scopeOf } from "#client/observability";
import type { DecisionRow } from "#schema/review";
import { EmptyState } from "#states/empty-state";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { IntentLink } from "#ui/intent-link";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
import { decisionsHref, feedbackHref, judgedHref } from "../_parts/scope-links.ts";
import { RemovedNote } from "../_parts/removed-note.tsx";
import { judgedList } from "./_parts/judged-list.ts";

export const metadata: Metadata = { title: "Judged outputs" };

type Props = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

const shown = 50;

/** The rows a quality figure is made of: what reviewers decided and what end users scored, in one scope. */
export default async function JudgedPage({ params, searchParams }: Props) {
  const [{ project }, search] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const query = readScope(search);
  const { model } = judgedList.load(search);
  const now = ctx.clock.now();
  const scope = { ...scopeOf(query, now), ...present({ model }) };
  const [{ quality, decided, scored }, decisions, scores, environments, prompts] = await Promise.all([
    qualityFigure(ctx, scope),
    may(ctx, "task.read")
      ? listDecisions(ctx, { ...scope, withoutSimulated: true, outcomesOnly: true, limit: shown })
      : null,
    listFeedback(ctx, { ...scope, which: "scored", simulated: false, limit: shown }),
    listEnvironments(ctx),
    listPrompts(ctx, { limit: 200 }),
  ]);
  return (
    <>
      <TopBar crumbs={[{ label: "Overview", href: paths.overview(project) }, { label: "Judged outputs" }]} />
      <ScopeBar
        base={judgedList.href(paths.judged(project), { model })}
        query={query}
        environments={environments.map(({ name }) => name)}
        prompts={prompts.items}
        now={now}
        narrowing={
          model ? (
            <Chip tone="accent">
              {model}
              <IntentLink href={judgedHref(project, query)} aria-label="Count every model">
                ✕
              </IntentLink>
            </Chip>
          ) : null
        }
      >
        {formatCount(quality.judged, "output")} judged
      </ScopeBar>
      <Page>
        <RemovedNote project={project} span={scope} of={["feedback", "reviewed tasks"]} />
        <PageHeader
          title={
            quality.value === null
              ? "No output of this scope was judged"
              : `${formatNumber(quality.good)} of ${formatNumber(quality.judged)} found good`
          }
          note={
            quality.value === null
              ? "Reviewers' decisions and end users' scores are listed here."
              : `Quality ${formatValue(quality.value, 3)} (95 % interval ${formatValue(quality.low, 3)} to ${formatValue(quality.high, 3)}): approved as it was, or scored 0.5 and above.`
          }
        />
        <Card>
          <CardHeader
            title={formatCount(decided, "decision")}
            note="approved is good; edited and rejected are not"
            actions={
              decided > 0 ? (
                <IntentLink className="underline" href={decisionsHref(project, query, {}, { model })}>
                  All {formatNumber(decided)}
                </IntentLink>
              ) : null
            }
          />
          {decisions === null ? (
            <EmptyState title="Not with your role">Decisions are read by reviewers and engineers.</EmptyState>
          ) : decisions.items.length > 0 ? (
            <Table
              label="Decisions"
              isWhole={decisions.items.length === decided}
              columns={decisionColumns}
              rows={decisions.items}
              rowKey={({ id }) => id}
              rowHref={({ queueId, taskId }) => paths.queue(project, queueId, taskId)}
            />
          ) : (
            <EmptyState title="No decision in this scope">Reviewers make them in the queues.</EmptyState>
          )}
        </Card>
        <Card>
          <CardHeader
            title={formatCount(scored, "score")}
            note="0.5 and above is good"
            actions={
              scored > 0 ? (
                <IntentLink
                  className="underline"
                  href={feedbackHref(project, query, {}, { which: "scored", model })}
                >
                  All {formatNumber(scored)}
                </IntentLink>
              ) : null
            }
          />
          {scores.items.length > 0 ? (
            <Table
              label="Scores"
              isWhole={scores.items.length === scored}
              sortName="scores"
              keys={false}
              columns={scoreColumns}
              rows={scores.items}
              rowKey={({ id }) => id}
              rowHref={({ generationId }) => paths.generation(project, generationId)}
            />
          ) : (
            <EmptyState title="No score in this scope">Programs send what end users thought.</EmptyState>
          )}
        </Card>
      </Page>
    </>
  );
}

const kinds = {
  approve: { tone: "good", sign: "✓", text: "approved" },
  edit: { tone: "warn", sign: "✎", text: "edited" },
  reject: { tone: "bad", sign: "✕", text: "rejected" },
} as const;

const decisionColumns: Column<DecisionRow>[] = [
  {
    key: "task",
    sort: ({ taskTitle }) => taskTitle,
    head: "Output",
    cell: ({ taskTitle }) => taskTitle,
    className: "max-w-120 truncate",
    mobile: "title",
  },
  {
    key: "kind",
    sort: ({ kind }) => kind,
    head: "Decision",
    cell: ({ kind, reasonName }) => (
      <Chip tone={kinds[kind].tone} sign={kinds[kind].sign}>
        {reasonName ?? kinds[kind].text}
      </Chip>
    ),
    mobile: "aside",
  },
  {
    key: "version",
    sort: versionOf,
    head: "Version",
    cell: versionOf,
    className: "whitespace-nowrap text-text-2",
  },
  {
    key: "who",
    sort: ({ reviewerName }) => reviewerName,
    head: "Reviewer",
    cell: ({ reviewerName }) => reviewerName,
    mobile: "hide",
  },
  {
    key: "when",
    sort: ({ createdAt }) => createdAt,
    head: "When",
    cell: ({ createdAt }) => <RelativeTime value={createdAt} className="whitespace-nowrap text-text-2" />,
  },
];

const scoreColumns: Column<Feedback>[] = [
  {
    key: "comment",
    head: "What was said",
    cell: ({ comment }) => comment || <span className="font-normal text-text-3">no words</span>,
    className: "max-w-120 truncate",
  },
  {
    key: "score",
    sort: ({ score }) => score,
    head: "Score",
    cell: ({ kind, score }) => <FeedbackScore kind={kind} score={score} />,
    mobile: "aside",
  },
  {
    key: "version",
    sort: versionOf,
    head: "Version",
    cell: versionOf,
    className: "whitespace-nowrap text-text-2",
  },
  {
    key: "when",
    sort: ({ createdAt }) => createdAt,
    head: "When",
    cell: ({ createdAt }) => <RelativeTime value={createdAt} className="whitespace-nowrap text-text-2" />,
  },
];

function versionOf({
  promptPath,
  promptVersionNumber,
}: {
  promptPath: string | null;
  promptVersionNumber: number | null;
}) {
  return promptPath ? `${promptPath} v${promptVersionNumber ?? "?"}` : "no prompt";
}
