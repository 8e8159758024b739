import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { ProvenanceLinks } from "#components/datasets/provenance";
import { Value, ValueList } from "#components/datasets/value";
import { ChainStrip } from "#components/releases/chain";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { getDataset, getExample, listVersionsOfExample } from "#lib/datasets";
import { may } from "#lib/identity";
import { promotionChain } from "#lib/loop";
import { formatHash } from "#platform/format";
import { paths } from "#platform/paths";
import { PermissionNote } from "#states/no-permission";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { ExampleSheet } from "../../_parts/example-sheet.client.tsx";
import { RemoveExample } from "./_parts/remove-example.client.tsx";

export const metadata: Metadata = { title: "Example" };

type ExamplePageProps = { params: Promise<{ project: string; datasetId: string; exampleId: string }> };

/** One example: what it says, where it came from, and which versions hold it. */
export default async function ExamplePage({ params }: ExamplePageProps) {
  const { project, datasetId, exampleId } = await params;
  const ctx = await currentContext(project);
  const [dataset, example, versions] = await Promise.all([
    getDataset(ctx, { datasetId }),
    getExample(ctx, { exampleId }),
    listVersionsOfExample(ctx, { exampleId }),
  ]).catch(orNotFound);
  if (example.datasetId !== datasetId) notFound();
  const { provenance } = example;
  const latest = dataset.latest;
  const current = versions.find(({ id }) => id === latest?.id);
  const mayUpdate =
    may(ctx, "dataset.update") && dataset.archivedAt === null && latest !== null && current !== undefined;
  return (
    <>
      <TopBar
        crumbs={[
          { label: "Datasets", href: paths.datasets(project) },
          { label: dataset.name, href: paths.dataset(project, datasetId) },
          { label: current ? `Example ${current.position}` : "Example" },
        ]}
        actions={
          mayUpdate ? (
            <>
              <RemoveExample
                project={project}
                datasetId={datasetId}
                exampleId={exampleId}
                expectedLatest={latest.number}
              />
              <ExampleSheet
                project={project}
                datasetId={datasetId}
                expectedLatest={latest.number}
                example={example}
              />
            </>
          ) : null
        }
      />
      <Page>
        <PageHeader
          title={current ? `Example ${current.position} of ${dataset.name}` : `Example of ${dataset.name}`}
          chips={current ? null : <Chip tone="warn">not in the latest version</Chip>}
          note={<ProvenanceLinks project={project} datasetId={datasetId} provenance={provenance} />}
        />
        {may(ctx, "pii.read") ? null : (
          <PermissionNote>Personal data is masked for your role.</PermissionNote>
        )}
        <ChainStrip
          project={project}
          chain={await promotionChain(ctx, { exampleId })}
          title="What came of it"
        />
        <div className="grid grid-cols-[minmax(0,1fr)_280px] items-start gap-4 max-md:grid-cols-1">
          <div className="flex min-w-0 flex-col gap-4">
            <Card>
              <CardHeader title="Inputs" />
              <CardBody>
                <ValueList values={example.inputs} />
              </CardBody>
            </Card>
            <Card>
              <CardHeader title="Reference" note="the answer wanted" />
              <CardBody>
                <Value value={example.reference} />
              </CardBody>
            </Card>
            {Object.keys(example.metadata).length > 0 ? (
              <Card>
                <CardHeader title="Metadata" />
                <CardBody>
                  <ValueList values={example.metadata} />
                </CardBody>
              </Card>
            ) : null}
          </div>
          <Card>
            <CardHeader title="In versions" />
            <CardBody className="flex flex-col gap-2 text-text-2">
              <p className="flex flex-wrap gap-x-2 gap-y-1">
                {versions.map(({ id, number }) => (
                  <Link
                    key={id}
                    href={paths.datasetView(project, datasetId, { version: String(number) })}
                    className="num text-accent underline-offset-2 hover:underline"
                  >
                    v{number}
                  </Link>
                ))}
              </p>
              <p className="text-sm">
                Added <RelativeTime value={example.createdAt} />
              </p>
              <p className="text-sm" title={`SHA-256 ${example.contentHash}`}>
                content hash <code>{formatHash(example.contentHash)}</code>
              </p>
            </CardBody>
          </Card>
        </div>
      </Page>
    </>
  );
}
