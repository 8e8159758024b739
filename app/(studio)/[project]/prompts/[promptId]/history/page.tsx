import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { ContentDiffView } from "#components/prompts/content-diff";
import { Page } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { diffVersions, listVersions } from "#lib/prompts";
import { present } from "#platform/list-address";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { Card, CardHeader } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { Segmented } from "#ui/segmented";
import { benchmarkChoices } from "../../_parts/benchmark-choices.ts";
import { benchmarkView } from "../../_parts/benchmark-view.ts";
import { currentPrompt } from "../../_parts/current-prompt.ts";
import { BenchmarkCard } from "./_parts/benchmark-card.client.tsx";
import { historyAddress } from "./_parts/history-address.ts";
import { HistoryTable } from "./_parts/history-table.tsx";

export const metadata: Metadata = { title: "History" };

type HistoryPageProps = {
  params: Promise<{ project: string; promptId: string }>;
  searchParams: Promise<SearchParams>;
};

/** All versions, and what changed between any two of them. */
export default async function HistoryPage({ params, searchParams }: HistoryPageProps) {
  const { project, promptId } = await params;
  const given = historyAddress.load(await searchParams);
  const prompt = await currentPrompt(project, promptId);
  const ctx = await currentContext(project);
  const { view, cursor } = given;
  const versions = await listVersions(ctx, { promptId, limit: 100, ...present({ cursor }) });
  const to = given.to ?? versions.items[0]?.number ?? prompt.latest.number;
  const chosen = { to, from: given.from ?? to - 1 };
  const [older, newer] = [chosen.from, chosen.to].map((number) =>
    versions.items.find((version) => version.number === number),
  );
  const compared =
    older && newer ? await diffVersions(ctx, { fromVersionId: older.id, toVersionId: newer.id }) : null;
  const [bench, choices] = await Promise.all([
    benchmarkView(ctx, project, promptId),
    may(ctx, "benchmark.update") ? benchmarkChoices(ctx) : null,
  ]);
  const base = paths.promptHistory(project, promptId);
  const href = (change: Parameters<typeof historyAddress.href>[1]) =>
    historyAddress.href(base, { ...chosen, view, cursor, ...change });
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
