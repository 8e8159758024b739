import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { permissionTable } from "#constants/identity";
import { ContentDiffView } from "#components/prompts/content-diff";
import { GateConditions } from "#components/releases/gate-conditions";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { type Context, may } from "#lib/identity";
import { previewChanges, previewGate, promotionChoices, type PromotionChoices } from "#lib/releases";
import { calledLabel } from "#client/evaluation";
import { keyOfTarget, targetLabel } from "#client/routes";
import { paths } from "#platform/paths";
import { describeEvidence } from "#client/releases";
import { NoPermission } from "#states/no-permission";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { Units } from "#ui/units";
import { requestAddress } from "./_parts/request-address.ts";
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
  const choices = await promotionChoices(ctx, asked);
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
}: PromotionChoices): Omit<RequestFormProps, "project" | "asked"> {
  return {
    prompts: prompts.map(({ id, path }) => ({ value: id, label: path })),
    versions: versions.map(({ id, number, message }) => ({ value: id, label: `v${number}`, note: message })),
    environments: environments.map((each) => ({
      value: each.name,
      label: each.name,
      note: each.gate.conditions.length === 0 ? "no gate" : `${each.gate.conditions.length} conditions`,
    })),
    runs: runs.map((run) => ({
      value: run.id,
      label: `Run ${run.number}`,
      note: `${calledLabel(run)} on ${run.datasetName}@${run.datasetVersionNumber} with ${run.suiteName}`,
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
async function Outcome({
  ctx,
  project,
  choices,
}: {
  ctx: Context;
  project: string;
  choices: PromotionChoices;
}) {
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
