import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { ContentDiffView, type DiffView } from "#components/prompts/content-diff";
import { Page } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { diffVersions, listVersions } from "#lib/prompts";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { Card, CardHeader } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { Segmented } from "#ui/segmented";
import { benchmarkChoices } from "../../_parts/benchmark-choices.ts";
import { benchmarkView } from "../../_parts/benchmark-view.ts";
import { currentPrompt } from "../../_parts/current-prompt.ts";
import { BenchmarkCard } from "./_parts/benchmark-card.client.tsx";
import { HistoryTable } from "./_parts/history-table.tsx";

export const metadata: Metadata = { title: "History" };

type HistoryPageProps = {
  params: Promise<{ project: string; promptId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** All versions, and what changed between any two of them. */
export default async function HistoryPage({ params, searchParams }: HistoryPageProps) {
  const { project, promptId } = await params;
  const given = await searchParams;
  const prompt = await currentPrompt(project, promptId);
  const ctx = await currentContext(project);
  const cursor = typeof given["cursor"] === "string" ? given["cursor"] : undefined;
  const versions = await listVersions(ctx, { promptId, limit: 100, ...(cursor ? { cursor } : {}) });
  const numberOf = (name: string, fallback: number) =>
    typeof given[name] === "string" ? Number(given[name]) || fallback : fallback;
  const newest = versions.items[0]?.number ?? prompt.latest.number;
  const chosen = { to: numberOf("to", newest), from: numberOf("from", numberOf("to", newest) - 1) };
  const view: DiffView = given["view"] === "lines" || given["view"] === "settings" ? given["view"] : "words";
  const [from, to] = [chosen.from, chosen.to].map((number) =>
    versions.items.find((version) => version.number === number),
  );
  const compared =
    from && to ? await diffVersions(ctx, { fromVersionId: from.id, toVersionId: to.id }) : null;
  const [bench, choices] = await Promise.all([
    benchmarkView(ctx, project, promptId),
    may(ctx, "benchmark.update") ? benchmarkChoices(ctx) : null,
  ]);
  const base = paths.promptHistory(project, promptId);
  const href = (change: Record<string, string>) =>
    `${base}?${new URLSearchParams({ from: String(chosen.from), to: String(chosen.to), view, ...(cursor ? { cursor } : {}), ...change })}`;
  return (
    <Page>
      <div className="grid grid-cols-[minmax(0,5fr)_minmax(0,6fr)] items-start gap-4 max-md:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-4">
          {bench.found ? (
            <BenchmarkCard
              project={project}
              promptId={promptId}
              found={bench.found}
              choices={choices}
              latest={{ id: prompt.latest.id, number: prompt.latest.number }}
              mayRun={may(ctx, "run.create")}
            />
          ) : null}
          <Card>
            <CardHeader title="Versions" note={`${prompt.latest.number} in all`} />
            <HistoryTable
              project={project}
              promptId={promptId}
              versions={versions.items}
              chosen={chosen}
              view={view}
              scores={bench.found?.benchmark ? bench.scores : null}
            />
            <Pagination
              {...(cursor ? { newerHref: base } : {})}
              {...(versions.nextCursor ? { olderHref: href({ cursor: versions.nextCursor }) } : {})}
              newerLabel="Newest"
            />
          </Card>
        </div>
        <Card className="md:sticky md:top-16">
          <CardHeader
            title="What changes"
            note={
              compared
                ? `v${compared.from.number} to v${compared.to.number}: ${compared.diff.summary}`
                : undefined
            }
            actions={
              <Segmented
                label="Show the change by"
                value={view}
                items={[
                  { value: "words", label: "Words", href: href({ view: "words" }) },
                  { value: "lines", label: "Lines", href: href({ view: "lines" }) },
                  {
                    value: "settings",
                    label: "Settings",
                    href: href({ view: "settings" }),
                    ...(compared?.diff.settings.length ? { count: compared.diff.settings.length } : {}),
                  },
                ]}
              />
            }
          />
          {compared ? (
            <ContentDiffView diff={compared.diff} view={view} />
          ) : (
            <EmptyState title="Pick two versions">
              There is one version so far, or one of the two in the address is not on this page.
            </EmptyState>
          )}
        </Card>
      </div>
    </Page>
  );
}
