import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { permissionTable } from "#constants/identity";
import { ContentDiffView } from "#components/prompts/content-diff";
import { GateConditions } from "#components/releases/gate-conditions";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listRuns } from "#lib/evaluation";
import { type Context, may } from "#lib/identity";
import { listModels } from "#lib/models";
import { listOfferedRoutes } from "#lib/routes";
import { getPrompt, listPrompts, listVersions } from "#lib/prompts";
import { findUnpromoted, listEnvironments, listPromotions, previewChanges, previewGate } from "#lib/releases";
import { isSameTarget, keyOfTarget, plainTarget, targetLabel } from "#client/routes";
import type { PinnedTarget } from "#schema/routes";
import { isAppError } from "#platform/errors";
import { paths } from "#platform/paths";
import { type Environment } from "#schema/releases";
import { describeEvidence } from "#client/releases";
import { NoPermission } from "#states/no-permission";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { Units } from "#ui/units";
import { requestAddress, type RequestChoices } from "./_parts/request-address.ts";
import { RequestForm, type RequestFormProps } from "./_parts/request-form.client.tsx";

export const metadata: Metadata = { title: "Request promotion" };

type Props = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

/** Asks for a pointer to move: which prompt, version and environment, with which run; shows what changes and what the gate would say. */
export default async function NewPromotionPage({ params, searchParams }: Props) {
  const [{ project }, search] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const crumbs = [{ label: "Promotions", href: paths.promotions(project) }, { label: "New" }];
  if (!may(ctx, "promotion.request")) {
    return (
      <>
        <TopBar crumbs={crumbs} />
        <NoPermission what="Request a promotion" whoCan={permissionTable["promotion.request"]} />
      </>
    );
  }
  const asked = requestAddress.load(search);
  const choices = await readChoices(ctx, asked);
  return (
    <>
      <TopBar crumbs={crumbs} />
      <Page>
        <PageHeader
          title="Request promotion"
          note="The pointer moves once the gate is met; until then nothing changes for anybody."
        />
        <div className="grid grid-cols-[340px_minmax(0,1fr)] items-start gap-4 max-md:grid-cols-1">
          <RequestForm project={project} asked={asked} {...formOf(choices)} />
          <div className="flex min-w-0 flex-col gap-4">
            <Outcome ctx={ctx} project={project} choices={choices} />
          </div>
        </div>
      </Page>
    </>
  );
}

type Choices = Awaited<ReturnType<typeof readChoices>>;

function formOf({
  models,
  routes,
  prompts,
  environments,
  versions,
  runs,
  chosen,
  pointer,
  isSame,
  claim,
  open,
}: Choices): Omit<RequestFormProps, "project" | "asked"> {
  return {
    prompts: prompts.map(({ id, path }) => ({ value: id, label: path })),
    versions: versions.map(({ id, number, message }) => ({ value: id, label: `v${number}`, note: message })),
    environments: environments.map((each) => ({
      value: each.name,
      label: each.name,
      note: each.gate.conditions.length === 0 ? "no gate" : `${each.gate.conditions.length} conditions`,
    })),
    runs: runs.map(({ id, number, datasetName, datasetVersionNumber, suiteName, target }) => ({
      value: id,
      label: `Run ${number}`,
      note: `${targetLabel(target)} on ${datasetName}@${datasetVersionNumber} with ${suiteName}`,
    })),
    models: [
      ...models.map((choice) => ({
        value: keyOfTarget(choice),
        label: choice.label,
        ...(choice.isSimulated ? { note: "simulated" } : {}),
      })),
      ...routes.map((route) => ({
        value: keyOfTarget(route),
        label: targetLabel(route),
        note: `${route.models.join(", ")}${route.isSimulated ? ", simulated" : ""}`,
      })),
    ],
    chosen: {
      model: chosen.model,
      modelKey: chosen.model ? keyOfTarget(chosen.model) : null,
      promptId: chosen.prompt?.id ?? null,
      versionId: chosen.version?.id ?? null,
      environment: chosen.environment.name,
      ...claim,
    },
    servedNumber: pointer?.versionNumber ?? null,
    isSame,
    open: open.map(({ number, environmentName, toVersionNumber, requestedByName }) => ({
      number,
      environment: environmentName,
      version: toVersionNumber,
      by: requestedByName,
    })),
  };
}

/** What the choice would mean: the gate's answer and the text that changes. */
async function Outcome({ ctx, project, choices }: { ctx: Context; project: string; choices: Choices }) {
  const {
    chosen: { version, environment, model },
    pointer,
    isSame,
    claim,
  } = choices;
  if (!version)
    return (
      <p className="text-text-2">Choose a prompt and a version to see what changes and what the gate says.</p>
    );
  if (isSame)
    return (
      <p className="text-text-2">
        {environment.name} serves this version already. Choose another version, or another model or route for
        it.
      </p>
    );
  const preview = await previewGate(ctx, {
    versionId: version.id,
    environment: environment.name,
    model,
    ...claim,
  });
  const restsOnRuns = environment.gate.conditions.some(({ kind }) => kind !== "approvals");
  const change = await previewChanges(ctx, {
    promptId: version.promptId,
    versionId: version.id,
    environment: environment.name,
    model,
  });
  return (
    <>
      <Card>
        <CardHeader title={`What the gate of ${environment.name} would say now`}>
          {preview.total > 0 ? (
            <Chip>
              {preview.met} of {preview.total} met
            </Chip>
          ) : null}
        </CardHeader>
        {environment.gate.note ? <p className="px-3.5 pt-3 text-text-2">{environment.gate.note}</p> : null}
        {restsOnRuns ? (
          <p className="border-b border-line px-3.5 py-3 text-sm text-text-2">
            Evidence: <Units>{describeEvidence(environment.gate.evidence, environment.evidenceNames)}</Units>
          </p>
        ) : null}
        <GateConditions project={project} conditions={preview.conditions} />
      </Card>
      <Card>
        <CardHeader
          title="What changes"
          note={
            pointer
              ? change.summary
              : `${environment.name} serves nothing of this prompt yet; all of it is new`
          }
        />
        <ContentDiffView diff={change} view="words" />
      </Card>
    </>
  );
}

async function readChoices(ctx: Context, query: RequestChoices) {
  const environments = await listEnvironments(ctx);
  const { environment, promptId } = await openWith(ctx, query, environments);
  const { items: listed } = await listPrompts(ctx, { limit: 200 });
  const prompt = promptId ? await findPrompt(ctx, promptId) : listed[0];
  // The list is cut off somewhere; what the address names can be chosen all the same.
  const isListed = !prompt || listed.some(({ id }) => id === prompt.id);
  const prompts = isListed ? listed : [prompt, ...listed];
  const { items: versions } = prompt
    ? await listVersions(ctx, { promptId: prompt.id, limit: 100 })
    : { items: [] };
  const version = versions.find(({ id }) => id === query.versionId) ?? versions[0];
  const { items: runs } = version
    ? await listRuns(ctx, { promptVersionId: version.id, status: "succeeded", limit: 50 })
    : { items: [] };
  // Asked of the promotions and not of what the environment serves, which may be nothing yet.
  const { items: open } = prompt
    ? await listPromotions(ctx, { promptId: prompt.id, status: "open" })
    : { items: [] };
  const pointer = environment.prompts.find(({ promptId }) => promptId === prompt?.id) ?? null;
  const [models, routes] = await Promise.all([listModels(ctx), listOfferedRoutes(ctx)]);
  const model = [...models, ...routes].find((choice) => keyOfTarget(choice) === query.model) ?? null;
  const real = runs.filter(({ isSimulated }) => !isSimulated);
  const candidateRunId = real.find(({ id }) => id === query.candidateRunId)?.id;
  const claim = candidateRunId
    ? { candidateRunId, ...(query.baselineRunId ? { baselineRunId: query.baselineRunId } : {}) }
    : {};
  return {
    environments,
    prompts,
    versions,
    runs: real,
    models,
    routes,
    chosen: {
      prompt,
      version,
      environment,
      model: model && plainTarget(model),
    },
    pointer,
    isSame: isServed(pointer, version, model),
    claim,
    open,
  };
}

/** True when the environment serves this version by this model or route already. */
function isServed(
  pointer: { versionId: string; model: PinnedTarget | null } | null,
  version: { id: string } | undefined,
  model: PinnedTarget | null,
): boolean {
  return pointer !== null && pointer.versionId === version?.id && isSameTarget(pointer.model, model);
}

/** Opened without a choice, the form offers what nobody has promoted yet, where the most depends on it. */
async function openWith(ctx: Context, query: RequestChoices, environments: Environment[]) {
  const asked = environments.find(({ name }) => name === query.environment);
  const last = asked ?? environments.at(-1);
  if (!last) throw new Error("a project has environments once they were listed");
  if (query.promptId) return { environment: last, promptId: query.promptId };
  for (const environment of asked ? [asked] : environments.toReversed()) {
    const found = await findUnpromoted(ctx, { environment: environment.name });
    if (found) return { environment, promptId: found.promptId };
  }
  return { environment: last, promptId: undefined };
}

async function findPrompt(ctx: Context, promptId: string) {
  return getPrompt(ctx, { promptId }).catch((thrown: unknown) => {
    if (isAppError(thrown) && thrown.code === "not_found") return undefined;
    throw thrown;
  });
}
