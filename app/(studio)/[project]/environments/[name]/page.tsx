import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { currentContext } from "#app/_context";
import { PromotionChip } from "#components/releases/promotion-chip";
import { promotionColumns } from "#components/releases/promotion-columns";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listDatasets } from "#lib/datasets";
import { listSuites } from "#lib/evaluation";
import { type Context, may } from "#lib/identity";
import { listModels } from "#lib/models";
import { listOfferedRoutes } from "#lib/routes";
import { keyOfTarget, routeLabel } from "#client/routes";
import { listEnvironments, listPromotions } from "#lib/releases";
import { paths } from "#platform/paths";
import type { Promotion } from "#schema/releases";
import { PermissionNote } from "#states/no-permission";
import { Card, CardBody, CardFooter, CardHeader } from "#ui/card";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
import { GateSummaries } from "../_parts/gate-summaries.tsx";
import type { EvidenceChoices } from "./_parts/evidence-fields.client.tsx";
import { GateEditor } from "./_parts/gate-editor.client.tsx";

type Props = { params: Promise<{ project: string; name: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

/** One environment: its gate, to be changed by admins, and every move of its pointers. */
export default async function EnvironmentPage({ params }: Props) {
  const { project, name } = await params;
  const ctx = await currentContext(project);
  const environment = (await listEnvironments(ctx)).find((each) => each.name === decodeURIComponent(name));
  if (!environment) notFound();
  const { items: moves, nextCursor } = await listPromotions(ctx, {
    environment: environment.name,
    limit: 50,
  });
  const mayEdit = may(ctx, "environment.update");
  const choices = mayEdit ? await evidenceChoices(ctx) : null;
  return (
    <>
      <TopBar
        crumbs={[{ label: "Environments", href: paths.environments(project) }, { label: environment.name }]}
      />
      <Page>
        <PageHeader
          title={environment.name}
          note={`Programs get what it serves with ?label=${environment.name}. It serves ${environment.prompts.length === 1 ? "1 prompt" : `${environment.prompts.length} prompts`}.`}
        />
        <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-start gap-4 max-md:grid-cols-1">
          {choices ? (
            <Card>
              <CardHeader title="Gate" note="what a promotion must show" />
              <CardBody>
                <GateEditor
                  key={environment.updatedAt.toISOString()}
                  project={project}
                  environment={environment.name}
                  gate={environment.gate}
                  choices={choices}
                />
              </CardBody>
            </Card>
          ) : (
            <div className="flex flex-col gap-2">
              <GateSummaries project={project} environments={[environment]} mayEdit={false} isHere />
              <PermissionNote>Changing a gate needs an admin or owner.</PermissionNote>
            </div>
          )}
          <Card>
            <CardHeader title="History" note="every move of its pointers" />
            {moves.length > 0 ? (
              <Table
                label="Moves"
                isWhole={nextCursor === null}
                rows={moves}
                columns={columns}
                rowKey={({ id }) => id}
                rowHref={({ number }) => paths.promotion(project, number)}
              />
            ) : (
              <p className="p-3.5 text-text-2">Nothing has been promoted here yet.</p>
            )}
            {nextCursor ? (
              <CardFooter>
                <Link
                  className="underline"
                  href={paths.promotions(project, { environment: environment.name })}
                >
                  All of them
                </Link>
              </CardFooter>
            ) : null}
          </Card>
        </div>
      </Page>
    </>
  );
}

/** What a gate's evidence can name: suites, datasets, real models and routes of such. */
async function evidenceChoices(ctx: Context): Promise<EvidenceChoices> {
  const [suites, datasets, models, routes] = await Promise.all([
    listSuites(ctx, { limit: 200 }),
    listDatasets(ctx, { limit: 200 }),
    listModels(ctx),
    listOfferedRoutes(ctx),
  ]);
  const named = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
  return {
    suites: suites.items.map(named),
    datasets: datasets.items.map(named),
    models: [
      ...models
        .filter(({ isSimulated }) => !isSimulated)
        .map(({ connectionId, connectionName, model }) => ({
          value: keyOfTarget({ connectionId, model }),
          label: `${connectionName}: ${model}`,
          target: { connectionId, model },
        })),
      ...routes
        .filter(({ isSimulated }) => !isSimulated)
        .map(({ routeId, name, version }) => ({
          value: keyOfTarget({ routeId, version }),
          label: routeLabel({ name, version }),
          target: { routeId, version },
        })),
    ],
  };
}

const columns: Column<Promotion>[] = [
  ...promotionColumns,
  {
    key: "status",
    sort: ({ status }) => status,
    head: "State",
    cell: ({ status, kind }) => <PromotionChip status={status} kind={kind} />,
    mobile: "aside",
  },
  {
    key: "when",
    sort: ({ closedAt, createdAt }) => closedAt ?? createdAt,
    head: "When",
    cell: ({ closedAt, createdAt }) => <RelativeTime value={closedAt ?? createdAt} />,
  },
];
