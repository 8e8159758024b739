import { asText } from "#components/evaluation/case-text";
import { listCaseComparisons } from "#lib/evaluation";
import { type Context, may } from "#lib/identity";
import { listQueues } from "#lib/review";
import { paths } from "#platform/paths";
import { type CaseComparison, type CaseView, caseViews, type Comparison } from "#schema/evaluation";
import { diffWords } from "#text";
import { EmptyState } from "#states/empty-state";
import { Card } from "#ui/card";
import type { DiffPart } from "#ui/diff-words";
import { Kbd } from "#ui/kbd";
import { Pagination } from "#ui/pagination";
import { Segmented } from "#ui/segmented";
import { compareAddress } from "./compare-address.ts";
import { CasesTable, type ShownCase } from "./cases-table.client.tsx";

const viewNames: Record<CaseView, string> = {
  regressions: "Regressions",
  improvements: "Improvements",
  different: "Different",
  all: "All",
};
const empty: Record<CaseView, string> = {
  regressions: "No case lost on the primary metric.",
  improvements: "No case gained on the primary metric.",
  different: "Both runs gave the same output everywhere.",
  all: "The runs share no case.",
};
const perPage = 20;

type Props = {
  ctx: Context;
  project: string;
  comparison: Comparison;
  view: CaseView;
  cursor: string | null;
  names: [string, string];
};

/** The comparison's cases, regressions first, with both outputs diffed in place. */
export async function CasesPanel({ ctx, project, comparison, view, cursor, names }: Props) {
  const { baseline, candidate, counts, metrics } = comparison;
  const [page, queues] = await Promise.all([
    listCaseComparisons(ctx, {
      baselineRunId: baseline.runId,
      candidateRunId: candidate.runId,
      which: view,
      limit: perPage,
      ...(cursor ? { cursor } : {}),
    }),
    may(ctx, "task.create") ? listQueues(ctx, {}) : null,
  ]);
  const href = (change: Parameters<typeof compareAddress.href>[1]) =>
    compareAddress.href(paths.compare(project, baseline.runId, candidate.runId), change);
  const primary = metrics.find(({ isPrimary }) => isPrimary);
  const shownMetrics = [
    ...metrics.filter(({ isPrimary }) => isPrimary),
    ...metrics.filter(({ isPrimary, kind }) => !isPrimary && kind === "quality"),
  ]
    .slice(0, 3)
    .map(({ key, name, direction }) => ({ key, name: name.replace(/:.*$/, ""), direction }));
  const start = Number(cursor) || 0;
  return (
    <Card>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3.5 py-2.5">
        <Segmented
          label="Which cases"
          value={view}
          items={caseViews.map((value) => ({
            value,
            label: viewNames[value],
            count: counts[value],
            href: href({ view: value }),
          }))}
        />
        <span className="ml-auto text-sm text-text-3 max-sm:hidden">
          <Kbd>J</Kbd> <Kbd>K</Kbd> next, previous
          {queues ? (
            <>
              {" "}
              &nbsp; <Kbd>R</Kbd> to review
            </>
          ) : null}
        </span>
      </div>
      {page.items.length > 0 ? (
        <CasesTable
          project={project}
          runId={candidate.runId}
          names={names}
          metrics={shownMetrics}
          queues={queues?.map(({ id, name }) => ({ id, name })) ?? null}
          cases={page.items.map((item) => shown(project, comparison, item))}
        />
      ) : (
        <EmptyState title={`No ${view === "all" ? "cases" : viewNames[view].toLowerCase()}`}>
          {empty[view]}
          {primary && view === "regressions" ? ` ${counts.different} outputs differ all the same.` : ""}
        </EmptyState>
      )}
      <Pagination
        newerLabel="Previous"
        olderLabel="Next"
        newerHref={
          start > 0
            ? href({ view, ...(start > perPage ? { cursor: String(start - perPage) } : {}) })
            : undefined
        }
        olderHref={page.nextCursor ? href({ view, cursor: page.nextCursor }) : undefined}
      >
        {page.items.length > 0 ? `${start + 1} to ${start + page.items.length} of ${counts[view]}` : null}
      </Pagination>
    </Card>
  );
}

function shown(project: string, { baseline, candidate }: Comparison, item: CaseComparison): ShownCase {
  const { parts: output } = sides(item.baseline.output, item.candidate.output);
  const { parts: reasoning } = sides(item.baseline.reasoning, item.candidate.reasoning);
  return {
    key: item.exampleId,
    position: item.position,
    inputs: item.inputs,
    reference: asText(item.reference, true),
    kind: item.kind,
    baseline: {
      href: paths.case(project, baseline.runId, item.baseline.caseId),
      output: output[0],
      reasoning: reasoning[0],
      error: item.baseline.errorMessage,
    },
    candidate: {
      href: paths.case(project, candidate.runId, item.candidate.caseId),
      output: output[1],
      reasoning: reasoning[1],
      error: item.candidate.errorMessage,
    },
    caseId: item.candidate.caseId,
    scores: Object.fromEntries(
      item.scores.map(({ key, baseline: left, candidate: right }) => [
        key,
        [left, right] as [number | null, number | null],
      ]),
    ),
  };
}

/** One word diff, seen from both sides: what went stands on the left, what came on the right. */
function sides(before: string | null, after: string | null): { parts: [DiffPart[], DiffPart[]] } {
  const all = diffWords(before ?? "", after ?? "").map(({ kind, text }): DiffPart => ({
    value: text,
    added: kind === "added",
    removed: kind === "removed",
  }));
  return { parts: [all.filter(({ added }) => !added), all.filter(({ removed }) => !removed)] };
}
