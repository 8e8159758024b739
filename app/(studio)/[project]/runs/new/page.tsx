import type { Metadata } from "next";
import Link from "next/link";
import type { inferParserType, SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listDatasets } from "#lib/datasets";
import { benchmarkScores, listRuns, listSuites } from "#lib/evaluation";
import { type Context, may } from "#lib/identity";
import { listModels } from "#lib/models";
import { pinnedModelOf } from "#client/prompts";
import { listOfferedRoutes } from "#lib/routes";
import { getPrompt, getPromptVersion, listPrompts, listVersions } from "#lib/prompts";
import { pageAddress, parseAsId } from "#platform/list-address";
import { paths } from "#platform/paths";
import { permissionTable } from "#constants/identity";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Button } from "#ui/button";
import { NewRunForm } from "./_parts/new-run-form.client.tsx";

export const metadata: Metadata = { title: "New run" };

const parsers = {
  promptId: parseAsId,
  promptVersionId: parseAsId,
  datasetVersionId: parseAsId,
  suiteVersionId: parseAsId,
};
/** What is chosen beforehand. */
const address = pageAddress(parsers);

type Props = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

/** Chooses what to run: one or more versions of a prompt on a dataset under a suite with a model. */
export default async function NewRunPage({ params, searchParams }: Props) {
  const [{ project }, search] = await Promise.all([params, searchParams]);
  const query = address.load(search);
  const ctx = await currentContext(project);
  const frame = (children: React.ReactNode) => (
    <>
      <TopBar crumbs={[{ label: "Runs", href: paths.runs(project) }, { label: "New run" }]} />
      <Page className="max-w-200">
        <PageHeader title="New run" note="Choose two versions to have them compared case by case." />
        {children}
      </Page>
    </>
  );
  if (!may(ctx, "run.create"))
    return frame(<NoPermission what="Starting a run" whoCan={[...permissionTable["run.create"]]} />);
  const [prompts, datasets, suites, models] = await Promise.all([
    listPrompts(ctx, { limit: 200 }),
    listDatasets(ctx, { limit: 200 }),
    listSuites(ctx, { limit: 200 }),
    listModels(ctx),
  ]);
  const usable = datasets.items.flatMap(({ latest }) => (latest && latest.exampleCount > 0 ? [latest] : []));
  if (prompts.items.length === 0)
    return frame(
      <Missing title="No prompt to run" href={paths.prompts(project)} label="Open prompts">
        A run needs a prompt with a version.
      </Missing>,
    );
  if (usable.length === 0)
    return frame(
      <Missing title="No dataset to run on" href={paths.datasets(project)} label="Open datasets">
        A run needs a dataset with at least one example.
      </Missing>,
    );
  if (suites.items.length === 0)
    return frame(
      <Missing title="No suite to judge by" href={paths.suite(project, "new")} label="New suite">
        A suite says what a good answer is.
      </Missing>,
    );
  if (models.length === 0)
    return frame(
      <Missing title="No model to call" href={paths.connections(project)} label="Open connections">
        Add a connection to a model provider.
      </Missing>,
    );
  const newest = (await listRuns(ctx, { limit: 1 })).items[0];
  const { promptId, chosen } = await chosenVersions(
    ctx,
    query,
    newest?.promptId ?? prompts.items[0]?.id ?? "",
  );
  const versions = await listVersions(ctx, { promptId, limit: 50 });
  const guess = await guessFor(ctx, promptId, chosen?.[0] ?? versions.items[0]?.id);
  return frame(
    <NewRunForm
      key={promptId}
      project={project}
      promptId={promptId}
      prompts={prompts.items.map(({ id, path }) => ({ id, name: path }))}
      versions={versions.items.map(({ id, number, message, labels }) => ({ id, number, message, labels }))}
      chosen={chosen ?? versions.items.slice(0, 2).map(({ id }) => id)}
      datasets={usable.map(({ id, datasetName, number, exampleCount }) => ({
        id,
        name: `${datasetName}@${number}`,
        exampleCount,
      }))}
      datasetVersionId={
        query.datasetVersionId ?? usable.find(({ datasetId }) => datasetId === guess.datasetId)?.id
      }
      suites={suites.items.map(({ name, latest }) => ({
        id: latest.id,
        name: `${name}@${latest.number}`,
        note: `${latest.content.evaluators.length} evaluators`,
      }))}
      suiteVersionId={query.suiteVersionId ?? suites.items.find(({ id }) => id === guess.suiteId)?.latest.id}
      target={guess.target}
      models={models.map(({ connectionId, model, connectionName, isSimulated, isLocal }) => ({
        connectionId,
        model,
        connectionName,
        isSimulated,
        isLocal,
      }))}
      routes={await listOfferedRoutes(ctx)}
    />,
  );
}

/** What a prompt most likely runs on now: its benchmark, else as its version is served, else what it ran on last. */
async function guessFor(ctx: Context, promptId: string, versionId: string | undefined) {
  const [{ benchmark }, earlier, version] = await Promise.all([
    benchmarkScores(ctx, { promptId }),
    listRuns(ctx, { promptId, limit: 1 }),
    versionId ? getPromptVersion(ctx, { versionId }) : null,
  ]);
  const last = earlier.items[0];
  const served = version && pinnedModelOf(version.content);
  return {
    datasetId: benchmark?.datasetId ?? last?.datasetId,
    suiteId: benchmark?.suiteId ?? last?.suiteId,
    // Null: each version as it is served.
    target: benchmark?.target ?? (served ? null : last?.target),
  };
}

/** The prompt in the address: by a version, which is then chosen with the one before it, or by itself. */
async function chosenVersions(
  ctx: Context,
  { promptVersionId, promptId }: inferParserType<typeof parsers>,
  first: string,
): Promise<{ promptId: string; chosen: string[] | null }> {
  if (promptVersionId !== null) {
    const version = await getPromptVersion(ctx, { versionId: promptVersionId });
    return { promptId: version.promptId, chosen: [version.id] };
  }
  if (promptId !== null) return { promptId: (await getPrompt(ctx, { promptId })).id, chosen: null };
  return { promptId: first, chosen: null };
}

function Missing({
  title,
  children,
  href,
  label,
}: {
  title: string;
  children: React.ReactNode;
  href: string;
  label: string;
}) {
  return (
    <EmptyState
      title={title}
      action={
        <Button variant="primary" asChild>
          <Link href={href}>{label}</Link>
        </Button>
      }
    >
      {children}
    </EmptyState>
  );
}
